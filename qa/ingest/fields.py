"""From the text of one cell to a value, or to a sentence on why not."""

import math
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from typing import TypeVar
from zoneinfo import ZoneInfo

from qa.call import Direction, EndedBy, Satisfaction
from qa.ingest.table import shown

T = TypeVar("T")

YEARS = range(1990, 2101)
"""No call was recorded outside; 1970-01-01 and 0001-01-01 are unset clocks."""

SATISFACTION: Mapping[str, Satisfaction] = {
    **{value.value: value for value in Satisfaction},
    "满意": Satisfaction.SATISFIED,
    "一般": Satisfaction.NEUTRAL,
    "不满意": Satisfaction.DISSATISFIED,
    "未评价": Satisfaction.NONE,
}
DIRECTION: Mapping[str, Direction] = {
    **{value.value: value for value in Direction},
    "呼入": Direction.IN,
    "呼出": Direction.OUT,
}
ENDED_BY: Mapping[str, EndedBy] = {
    **{value.value: value for value in EndedBy},
    "坐席": EndedBy.AGENT,
    "客户": EndedBy.CUSTOMER,
    "系统": EndedBy.SYSTEM,
}
TIERS: Mapping[str, str] = {"普通": "普通", "潜力": "潜力", "核心": "核心", "VIP": "VIP"}
LINES: Mapping[str, str] = {
    **{line: line for line in ("inbound", "callback", "offsite")},
    "呼入": "inbound",
    "回访": "callback",
    "非现场": "offsite",
}


class RefusedError(ValueError):
    """A cell says nothing that its column allows."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


def text(limit: int, allowed: str = "") -> Callable[[str], str]:
    """Text of at most `limit` characters without control characters but those `allowed`."""

    def parse(value: str) -> str:
        if len(value) > limit:
            what = f"{shown(value)} 有 {len(value)} 个字符 / is {len(value)} characters long"
            raise RefusedError(what, f"最多 {limit} 个 / at most {limit}")
        return printable(value, allowed)

    return parse


def printable(value: str, allowed: str = "") -> str:
    """The same text, which holds no control characters, half characters or replaced bytes."""
    for char in value:
        unwanted = unicodedata.category(char) in ("Cc", "Cs") and char not in allowed
        if unwanted or char == "\ufffd":
            what = (
                f"{shown(value)} 含有控制字符或乱码 U+{ord(char):04X} / holds a control character"
            )
            raise RefusedError(what, "删去它,或用正确的编码另存 / remove it or fix the encoding")
    return value


def one_of(words: Mapping[str, T]) -> Callable[[str], T]:
    """One of the given words, in upper or lower case."""
    folded = {word.casefold(): meaning for word, meaning in words.items()}

    def parse(value: str) -> T:
        if value.casefold() not in folded:
            what = f"{shown(value)} 不在允许的取值之内 / is none of the allowed values"
            raise RefusedError(what, "可用 / allowed: " + "、".join(words))
        return folded[value.casefold()]

    return parse


def moment(zone: ZoneInfo) -> Callable[[str], datetime]:
    """An ISO 8601 date and time; without an offset it is `zone`'s. Keeps its own offset.

    Where clocks are set back, the hour that happens twice is taken as its first pass.
    """

    def parse(value: str) -> datetime:
        try:
            parsed = datetime.fromisoformat(value)
            dated = _is_date(value) or parsed.year not in YEARS
        except ValueError:
            dated = True
        if dated:
            what = f"{shown(value)} 不是完整的日期时间 / is not an ISO 8601 date and time"
            raise RefusedError(
                what, "写成 / write 2026-01-31T09:30:00+08:00 或 2026-01-31 09:30:00"
            )
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)
        offset = aware.utcoffset()
        return aware if offset is None else aware.replace(tzinfo=timezone(offset))

    return parse


def day(value: str) -> date:
    """An ISO 8601 date; a midnight behind it, as data frames write, is no harm."""
    try:
        parsed = datetime.fromisoformat(value)
        if parsed.year in YEARS and (_is_date(value) or parsed.time() == datetime.min.time()):
            return parsed.date()
    except ValueError:
        pass
    what = f"{shown(value)} 不是日期 / is not an ISO 8601 date"
    raise RefusedError(what, "写成 / write 2026-01-31")


def seconds(value: str) -> float:
    """A duration in seconds, finite and not negative."""
    try:
        parsed = float(value)
    except ValueError:
        parsed = math.nan
    if not (math.isfinite(parsed) and parsed >= 0):
        what = f"{shown(value)} 不是秒数 / is not a number of seconds"
        raise RefusedError(what, "0 或正数,例如 12.5 / zero or more, such as 12.5")
    return parsed


def channel(value: str) -> int:
    """0 or 1; data frames with gaps write 1.0."""
    if value not in ("0", "1", "0.0", "1.0"):
        what = f"{shown(value)} 不是声道号 / is not a channel number"
        raise RefusedError(what, "0、1,单声道或不清楚时留空 / 0, 1, or empty when mono or unknown")
    return int(float(value))


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
