"""Values as JSON has them."""

from collections.abc import Mapping, Sequence
from math import isfinite

from qa.timeline import Seconds, Span

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Record = dict[str, Json]

_TIME_DIGITS = 3
_SHARE_DIGITS = 4


def number(value: float | None, digits: int = _TIME_DIGITS) -> float | None:
    """Rounded; what JSON has no number for (a level of −∞ dBFS) becomes None."""
    if value is None or not isfinite(value):
        return None
    return round(value, digits)


def share(value: float | None) -> float | None:
    """A probability or share, 0–1, to four digits."""
    return number(value, _SHARE_DIGITS)


def times(span: Span) -> dict[str, Seconds]:
    """Start and end in seconds, to the millisecond."""
    return {"start": round(span.start, _TIME_DIGITS), "end": round(span.end, _TIME_DIGITS)}
