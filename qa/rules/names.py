"""How roles and conditions are called in the sentences that a reader sees; names in lists."""

from collections.abc import Iterable
from itertools import islice

from qa.yamlfile import Data

_LISTED = 30
"""Names that a problem lists at most."""

ROLE_NAMES = {
    "agent": "坐席",
    "customer": "客户",
    "any": "通话中任何一方",
    "unknown": "通话一方",
}


class Named(str):
    """The name of a condition, which a reader is told by a label."""

    __slots__ = ("label",)
    label: str


def named(name: str, label: str) -> Named:
    """The name with its label; without one it stands for itself."""
    condition = Named(name)
    condition.label = label or name
    return condition


def in_words(name: str) -> str:
    """What a reader is told for the name of a condition."""
    return name.label if isinstance(name, Named) else name


def label_in(data: Data) -> str:
    """The first `label` written in a condition; empty when there is none."""
    if isinstance(data, dict):
        own = data.get("label")
        if isinstance(own, str):
            return own
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return next(filter(None, map(label_in, inner)), "")


def listed(names: Iterable[str]) -> str:
    """Names to choose from, one after the other; of many the first few."""
    rest = iter(names)
    first = ", ".join(islice(rest, _LISTED)) or "none"
    return f"{first}, …" if next(rest, None) is not None else first
