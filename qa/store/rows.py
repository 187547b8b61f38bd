"""A call and its row."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256

from sqlalchemy import RowMapping

from qa.call import MANIFEST_COLUMNS, Call, Direction, EndedBy, Satisfaction
from qa.store.codec import dump_attributes, load_attributes

ManifestRow = Mapping[str, str | int | float | date | None]

_CONVERTED = {"started_at", "direction", "satisfaction", "ended_by"}


def to_row(call: Call) -> ManifestRow:
    """The columns of `calls` that the manifest fills.

    Raises:
        ValueError: `started_at` is naive.
    """
    offset = call.started_at.utcoffset()
    if offset is None:
        raise ValueError(f"call {call.call_id}: started_at has no offset")
    return {
        **{name: getattr(call, name) for name in MANIFEST_COLUMNS},
        "started_at": call.started_at.astimezone(UTC),
        "started_offset_s": round(offset.total_seconds()),
        "attributes": dump_attributes(call.attributes),
        "inputs": inputs_of(call),
    }


def from_row(row: RowMapping) -> Call:
    """The call of a row with the columns of `calls`, `started_at` in the manifest's offset."""
    return Call(
        **{name: row[name] for name in MANIFEST_COLUMNS if name not in _CONVERTED},
        started_at=started_at(row),
        direction=None if row["direction"] is None else Direction(row["direction"]),
        satisfaction=Satisfaction(row["satisfaction"]),
        ended_by=None if row["ended_by"] is None else EndedBy(row["ended_by"]),
        attributes=load_attributes(row["attributes"]),
    )


def started_at(row: RowMapping) -> datetime:
    """When the call started, in the manifest's offset."""
    instant: datetime = row["started_at"]
    return instant.astimezone(timezone(timedelta(seconds=row["started_offset_s"])))


def inputs_of(call: Call) -> str:
    """Digest of what decides what is heard in a call and which rules apply to it.

    Other metadata may change without the recording being worked through again.
    """
    parts = (call.recording, str(call.agent_channel), call.business_line)
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
