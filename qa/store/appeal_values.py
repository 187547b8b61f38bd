"""Appeals as the store keeps them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Subject(StrEnum):
    """What an appeal is about."""

    VERDICT = "verdict"
    CRITERION = "criterion"


class AppealState(StrEnum):
    """How far an appeal is."""

    OPEN = "open"
    UPHELD = "upheld"
    """The agent was right."""
    REJECTED = "rejected"


class Step(StrEnum):
    """What happened to an appeal."""

    FILED = "filed"
    COMMENTED = "commented"
    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class AppealEvent:
    """One step of an appeal."""

    step: Step
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """A dispute about one verdict or criterion of a published evaluation."""

    key: int
    """Its number in this database."""
    call_id: str
    agent_id: str
    team: str | None
    version: int
    """Of the evaluation that is disputed."""
    subject: Subject
    code: str
    """Of the rule or the criterion."""
    reason: str
    state: AppealState
    made_by: str
    made_at: datetime
    events: tuple[AppealEvent, ...] = ()
    """The first one first."""
