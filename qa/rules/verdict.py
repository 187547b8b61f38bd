"""What a rule says about a call, and why."""

from dataclasses import dataclass
from enum import StrEnum

from qa.call import Role
from qa.timeline import Span


class State(StrEnum):
    """The four verdicts."""

    PASS = "pass"
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    """The evidence is too poor to judge."""
    NOT_APPLICABLE = "not_applicable"
    """The rule's scope excludes this call."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a verdict that a person can check."""

    why: str
    """A sentence for a person, Chinese; never empty."""
    span: Span | None = None
    role: Role | None = None
    quote: str | None = None
    """What was said, as transcribed."""
    matched: str | None = None
    """The phrase or pattern of the rulebook that `quote` matched."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one rule on one call.

    Raises:
        ValueError: a fail or an undetermined without evidence.
    """

    code: str
    name: str
    state: State
    fatal: bool = False
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    cost: float | None = None
    """Points that a fail takes from its criterion of the scorecard; None: all of them."""

    def __post_init__(self) -> None:
        if self.state in (State.FAIL, State.UNDETERMINED) and not self.evidence:
            raise ValueError(f"{self.code}: a verdict of {self.state} needs evidence")
