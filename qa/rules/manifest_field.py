"""Columns of the manifest as rules name them."""

from difflib import get_close_matches

from qa.call import MANIFEST_COLUMNS, Call

_PREFIX = "attributes."
_NAMES = {
    "agent_name": "坐席姓名",
    "customer_name": "客户姓名",
    "ended_by": "挂机方",
    "direction": "呼叫方向",
    "satisfaction": "客户评价",
    "customer_tier": "客户等级",
    "business_line": "业务线",
    "skill_group": "技能组",
    "team": "班组",
    "hold_s": "保持时长",
    "queue_s": "排队时长",
}


def known_field(field: str) -> str:
    """The field itself.

    Raises:
        ValueError: the manifest has no such column.
    """
    if field in MANIFEST_COLUMNS or (field.startswith(_PREFIX) and len(field) > len(_PREFIX)):
        return field
    close = get_close_matches(field, MANIFEST_COLUMNS, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise ValueError(
        f"there is no field {field!r}; {hint}a column of your own is written {_PREFIX}{field}"
    )


def field_name(field: str) -> str:
    """What a reader calls it."""
    return _NAMES.get(field, field.removeprefix(_PREFIX))


def value_of(call: Call, field: str) -> str | None:
    """What the manifest says; None when it says nothing."""
    if field.startswith(_PREFIX):
        return call.attributes.get(field.removeprefix(_PREFIX)) or None
    value = getattr(call, field)
    return None if value is None else str(value)
