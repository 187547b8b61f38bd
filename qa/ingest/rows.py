"""From one row of text to a call, or to all that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from qa.call import Call, Satisfaction
from qa.errors import Problem
from qa.ingest import fields
from qa.ingest.columns import REQUIRED, Columns
from qa.ingest.fields import RefusedError
from qa.ingest.table import Row, place
from qa.recordings import is_url

T = TypeVar("T")

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


class _Cells:
    """The cells of one row, and what was found wrong with them."""

    def __init__(self, row: Row, reading: Reading) -> None:
        self._row, self._reading = row, reading
        self.problems: list[Problem] = []

    def take(self, column: str, parse: Callable[[str], T], otherwise: T) -> T:
        """The cell's value; `otherwise` when it is empty, or wrong and thus noted."""
        value = self._value(self._reading.columns.known.get(column, ""))
        try:
            if value:
                return parse(value)
            if column in REQUIRED:
                raise RefusedError("不能为空 / must not be empty", "填写这一列 / fill it in")
        except RefusedError as refused:
            self._note(column, refused)
        return otherwise

    def attributes(self) -> Mapping[str, str]:
        """The columns that the contract does not know, where they say something."""
        found = {}
        for name in self._reading.columns.attributes:
            try:
                if value := fields.printable(self._value(name), allowed="\t\n\r"):
                    found[name] = value
            except RefusedError as refused:
                self._note(name, refused)
        return MappingProxyType(found)

    def _value(self, name: str) -> str:
        return self._row.cells.get(name, "").strip()

    def _note(self, column: str, refused: RefusedError) -> None:
        where = place(self._reading.source, self._row.number, column)
        self.problems.append(Problem(where, refused.what, refused.fix))


def read_row(row: Row, reading: Reading) -> tuple[Call | None, Sequence[Problem]]:
    """The call that a row describes, or None and every problem of the row."""
    cells = _Cells(row, reading)
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
