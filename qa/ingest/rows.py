"""From one row of text to a call, or to all that is wrong with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from qa.call import Call, Satisfaction
from qa.errors import Problem
from qa.ingest import fields
from qa.ingest.cells import Cells
from qa.ingest.columns import Columns
from qa.ingest.table import Row
from qa.recordings import is_url

ID_CHARACTERS = 128
NAME_CHARACTERS = 256
PATH_CHARACTERS = 4096
_id = fields.text(ID_CHARACTERS)
_name = fields.text(NAME_CHARACTERS)
_path = fields.text(PATH_CHARACTERS)
_tier = fields.one_of(fields.TIERS)
_direction = fields.one_of(fields.DIRECTION)
_satisfaction = fields.one_of(fields.SATISFACTION)
_ended_by = fields.one_of(fields.ENDED_BY)
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rows of one manifest are read against."""

    source: str
    base: str
    """Folder or URL prefix that relative recordings count from."""
    zone: ZoneInfo
    line: Callable[[str], str]
    """Reads a business line."""
    columns: Columns


def read_row(row: Row, reading: Reading) -> tuple[Call | None, Sequence[Problem]]:
    """The call that a row describes, or None and every problem of the row."""
    cells = Cells(row, reading.source, reading.columns)
    call = Call(
        call_id=cells.take("call_id", _id, ""),
        recording=_located(cells.take("recording", _path, ""), reading.base),
        started_at=cells.take("started_at", fields.moment(reading.zone), NEVER),
        business_line=cells.take("business_line", reading.line, ""),
        agent_id=cells.take("agent_id", _id, ""),
        agent_name=cells.take("agent_name", _name, None),
        team=cells.take("team", _name, None),
        skill_group=cells.take("skill_group", _name, None),
        agent_hired_on=cells.take("agent_hired_on", fields.day, None),
        customer_id=cells.take("customer_id", _id, None),
        customer_name=cells.take("customer_name", _name, None),
        customer_tier=cells.take("customer_tier", _tier, None),
        direction=cells.take("direction", _direction, None),
        agent_channel=cells.take("agent_channel", fields.channel, None),
        satisfaction=cells.take("satisfaction", _satisfaction, Satisfaction.NONE),
        ended_by=cells.take("ended_by", _ended_by, None),
        hold_s=cells.take("hold_s", fields.seconds, None),
        queue_s=cells.take("queue_s", fields.seconds, None),
        attributes=cells.attributes(),
    )
    return (None if cells.problems else call), cells.problems


def _located(recording: str, base: str) -> str:
    """Relative recordings count from the manifest's folder."""
    if is_url(recording) or recording.startswith("/"):
        return recording
    return f"{base.rstrip('/')}/{recording}"
