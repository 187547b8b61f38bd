"""Three-valued logic: what was found may be true, false, or not to be known.

Kleene's strong logic: `all_of` is false as soon as one part is false, `any_of` true as soon as
one is true, whatever the unknown parts may be; both are cases of `at_least`. De Morgan's laws
hold, for the truth as well as for the evidence.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from operator import itemgetter

from qa.call import Role
from qa.rules.verdict import Evidence
from qa.timeline import Span

MAX_EVIDENCE = 12
"""Per finding; a reader looks at the first few, and a verdict has to stay small."""

Reason = Evidence | Callable[[], Evidence | Iterable[Evidence]]
"""Evidence, or how to word it once somebody asks: a replay of history asks for few."""


class Truth(Enum):
    """Whether a condition holds."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __invert__(self) -> "Truth":
        return _OPPOSITE[self]


_OPPOSITE = {
    Truth.TRUE: Truth.FALSE,
    Truth.FALSE: Truth.TRUE,
    Truth.UNKNOWN: Truth.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a condition holds in a call, why, and how sure that is (0–1)."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()
    confidence: float = 1.0
    share: float | None = None
    """How much of a script's points was earned, 0–1; None where there are no points."""

    def __invert__(self) -> "Finding":
        return Finding(_OPPOSITE[self.truth], self.reasons, self.confidence, self.share)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The first reasons, each said once."""
        return tuple(islice(dict.fromkeys(_worded(self.reasons)), MAX_EVIDENCE))

    @property
    def hits(self) -> tuple[Evidence, ...]:
        """Every place where it holds, in order, each once; empty unless it is true."""
        if self.truth is not Truth.TRUE:
            return ()
        placed: dict[tuple[Span, Role | None], Evidence] = {}
        for item in _worded(self.reasons):
            if item.span is not None:
                placed.setdefault((item.span, item.role), item)
        return tuple(placed[place] for place in sorted(placed, key=itemgetter(0)))


def true(*reasons: Reason, confidence: float = 1.0) -> Finding:
    """It holds."""
    return Finding(Truth.TRUE, reasons, confidence)


def false(*reasons: Reason, confidence: float = 1.0) -> Finding:
    """It does not hold."""
    return Finding(Truth.FALSE, reasons, confidence)


def unknown(*reasons: Reason, confidence: float = 1.0) -> Finding:
    """It cannot be known, for the reasons given."""
    return Finding(Truth.UNKNOWN, reasons, confidence)


def all_of(parts: Sequence[Finding]) -> Finding:
    """Every part holds. The evidence is that of the parts that decide."""
    return at_least(len(parts), parts)


def any_of(parts: Sequence[Finding]) -> Finding:
    """At least one part holds. The evidence is that of the parts that decide."""
    return at_least(1, parts)


def at_least(count: int, parts: Sequence[Finding]) -> Finding:
    """So many parts hold. The evidence is that of the parts that decide.

    The parts that decide may themselves be more or less sure: `count` true parts are as sure as
    the `count`-th surest of them, and so are the false ones that make it impossible.
    """
    held = [part for part in parts if part.truth is Truth.TRUE]
    if len(held) >= count:
        return _decided(Truth.TRUE, held, count)
    failed = [part for part in parts if part.truth is Truth.FALSE]
    enough = len(parts) - count + 1
    if len(failed) >= enough:
        return _decided(Truth.FALSE, failed, enough)
    unknowns = [part for part in parts if part.truth is Truth.UNKNOWN]
    return _decided(Truth.UNKNOWN, unknowns, len(unknowns))


def truth_of(count: int, total: int, parts: Iterable[Truth]) -> Truth:
    """The truth of `at_least` so many of `total` parts; no more are asked than decide."""
    held = failed = 0
    if count <= 0:
        return Truth.TRUE
    for part in parts:
        held += part is Truth.TRUE
        failed += part is Truth.FALSE
        if held >= count:
            return Truth.TRUE
        if failed > total - count:
            return Truth.FALSE
    return Truth.UNKNOWN


def _decided(truth: Truth, parts: Sequence[Finding], enough: int) -> Finding:
    if not enough:
        return Finding(truth)
    if len(parts) == 1:
        return parts[0]
    # What several parts refer to gives its reasons once: named conditions may share and share.
    reasons = tuple({id(each): each for part in parts for each in part.reasons}.values())
    surest_first = sorted((part.confidence for part in parts), reverse=True)
    return Finding(truth, reasons, surest_first[enough - 1])


def _worded(reasons: Iterable[Reason]) -> Iterator[Evidence]:
    for reason in reasons:
        told = reason if isinstance(reason, Evidence) else reason()
        if isinstance(told, Evidence):
            yield told
        else:
            yield from told
