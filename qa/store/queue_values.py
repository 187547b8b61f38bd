"""What the store says of the queue and of who has which call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qa.call import Call
from qa.scoring.values import Flag, PlanKind
from qa.timeline import Seconds


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a call stands in the queue; the greatest is heard first."""

    urgency: int
    day: date
    """Of the review plan."""
    key: int
    """Of the call in this database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCall:
    """A call as a table shows it."""

    call: Call
    kind: PlanKind
    reasons: tuple[str, ...]
    place: Place | None
    """In the queue; None for calls that nobody must hear."""
    flags: tuple[Flag, ...]
    failed: tuple[str, ...]
    """Codes of the rules that it fails."""
    duration_s: Seconds | None
    score_total: float | None
    """The machine's."""
    satisfaction_risk: float | None
    """0–1; None for calls that nothing has scored."""
    claimed_by: str | None
    """Who has it in hand, while the claim lasts."""
    done_at: datetime | None
    done_by: str | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the calls of the store can be filtered by."""

    lines: tuple[str, ...]
    teams: tuple[str, ...]
    agents: Mapping[str, str]
    """Id → name; the id where no name is known."""


@dataclass(frozen=True, slots=True)
class BucketCount:
    """How far one bucket of the review plan is."""

    kind: PlanKind
    total: int
    done: int
    by: Mapping[str, int]
    """Done, by whom."""
    today: int
    """Done since the beginning of today."""
    today_by: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """A call in somebody's hands."""

    call_id: str
    person: str
    claimed_at: datetime
    renewed_at: datetime
