"""How roles are called in the sentences that a reader sees, and how names are listed."""

from collections.abc import Iterable
from itertools import islice

_LISTED = 30
"""Names that a problem lists at most."""

ROLE_NAMES = {
    "agent": "坐席",
    "customer": "客户",
    "any": "通话中任何一方",
    "unknown": "通话一方",
}


def listed(names: Iterable[str]) -> str:
    """Names to choose from, one after the other; of many the first few."""
    rest = iter(names)
    first = ", ".join(islice(rest, _LISTED)) or "none"
    return f"{first}, …" if next(rest, None) is not None else first
