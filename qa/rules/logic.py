"""Three-valued logic: what was found may be true, false, or not to be known.

Kleene's strong logic: `all_of` is false as soon as one part is false, `any_of` true as soon as
one is true, whatever the unknown parts may be. De Morgan's laws hold, for the truth as well as
for the evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from qa.rules.verdict import Evidence

MAX_EVIDENCE = 12
"""Per finding; a reader looks at the first few, and a verdict has to stay small."""


class Truth(Enum):
    """Whether a condition holds."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __invert__(self) -> "Truth":
        return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(self, self)


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a condition holds in a call, why, and how sure that is (0–1)."""

    truth: Truth
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0

    def __invert__(self) -> "Finding":
        return replace(self, truth=~self.truth)


def true(*evidence: Evidence, confidence: float = 1.0) -> Finding:
    """It holds."""
    return Finding(Truth.TRUE, evidence[:MAX_EVIDENCE], confidence)


def false(*evidence: Evidence, confidence: float = 1.0) -> Finding:
    """It does not hold."""
    return Finding(Truth.FALSE, evidence[:MAX_EVIDENCE], confidence)


def unknown(*evidence: Evidence, confidence: float = 1.0) -> Finding:
    """It cannot be known, for the reasons given."""
    return Finding(Truth.UNKNOWN, evidence[:MAX_EVIDENCE], confidence)


def all_of(parts: Sequence[Finding]) -> Finding:
    """Every part holds. The evidence is that of the parts that decide."""
    return _decided(parts, decisive=Truth.FALSE)


def any_of(parts: Sequence[Finding]) -> Finding:
    """At least one part holds. The evidence is that of the parts that decide."""
    return _decided(parts, decisive=Truth.TRUE)


def _decided(parts: Sequence[Finding], decisive: Truth) -> Finding:
    """One decisive part decides, and the surest of them says how sure; otherwise the least sure
    of what remains does."""
    deciding = [part for part in parts if part.truth is decisive]
    if deciding:
        return Finding(decisive, _merged(deciding), max(part.confidence for part in deciding))
    truth = Truth.UNKNOWN if any(part.truth is Truth.UNKNOWN for part in parts) else ~decisive
    rest = [part for part in parts if part.truth is truth]
    return Finding(truth, _merged(rest), min((part.confidence for part in rest), default=1.0))


def _merged(parts: Sequence[Finding]) -> tuple[Evidence, ...]:
    evidence = dict.fromkeys(item for part in parts for item in part.evidence)
    return tuple(evidence)[:MAX_EVIDENCE]
