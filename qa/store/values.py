"""What the store hands out and takes in, beside the value types of the pipeline itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qa.call import Call, Role, Satisfaction
from qa.rules.decision import Objection, Outcome
from qa.rules.verdict import State
from qa.scoring.satisfaction.risk import Risk
from qa.scoring.values import Flag, PlanKind
from qa.timeline import Seconds


class Status(StrEnum):
    """How a call's processing ended."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Which schema a database has and which one this program needs."""

    current: str | None
    """Revision found; None when the database is empty or not there yet."""
    head: str
    """Revision that this program works with."""
    known: bool
    """Whether this program can upgrade from `current`: False for one made by a newer program."""

    @property
    def ready(self) -> bool:
        """Whether the store can be opened."""
        return self.current == self.head


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest found, in calls."""

    new: int
    changed: int
    """Known, with metadata other than before."""
    unchanged: int


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call that must be processed."""

    call: Call
    attempts: int
    """How often its processing was begun since it was last saved; more than none means that
    a worker was lost with it."""


@dataclass(frozen=True, slots=True)
class KnownRecording:
    """What is known of a recording from the last look at it."""

    fingerprint: str
    """Cheap to compare, such as size and modification time."""
    sha256: str | None
    """None when it could not be read."""


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """What the review plan needs to know of a judged call."""

    call_id: str
    business_line: str
    agent_id: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class RankedCall:
    """A scored call among the others of its day."""

    call_id: str
    rating: Satisfaction
    flags: tuple[Flag, ...]
    risk: Risk


@dataclass(frozen=True, slots=True)
class Drawn:
    """Scored calls that had the same chance to be heard."""

    chosen: bool
    """Flagged by a model or the cold start: all of them are heard."""
    calls: int
    """All of them."""
    heard: tuple[str, ...]
    """Those that stand for all: everything that was chosen, or else what was drawn by lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """Which calls to read: those that meet every condition that is set. Empty means all."""

    call_ids: tuple[str, ...] | None = None
    """None sets no condition; an empty tuple selects nothing."""
    since: datetime | None = None
    """Aware; calls started at or after it."""
    until: datetime | None = None
    """Aware; calls started before it."""
    business_lines: tuple[str, ...] = ()
    """Any of these."""
    agent_ids: tuple[str, ...] = ()
    """Any of these."""
    status: Status | None = None
    flags: tuple[Flag, ...] = ()
    """Any of these."""
    plan: tuple[PlanKind, ...] = ()
    """Any of these places in the review plan; `none` are calls that nobody must hear."""
    teams: tuple[str, ...] = ()
    """Any of these."""
    ratings: tuple[Satisfaction, ...] = ()
    """Any of these."""
    rule: str | None = None
    """Calls that have a verdict of this rule …"""
    rule_state: State | None = None
    """… and it is this one."""
    score_from: float | None = None
    """The machine's total, both limits included."""
    score_to: float | None = None
    longer_s: Seconds | None = None
    """Both limits included."""
    shorter_s: Seconds | None = None
    about: str | None = None
    """Part of a call_id, or of an agent's or customer's id or name."""
    evaluated: bool | None = None
    """Whether a person has."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """The first place in a call where a role says what was searched for."""

    call_id: str
    started_at: datetime
    """Aware, with the call's own offset."""
    role: Role
    snippet: str
    """What was said, with a little before and after it."""
    turn_start: Seconds


@dataclass(frozen=True, slots=True)
class Publication:
    """One time that a version of a rulebook was published."""

    at: datetime
    """Aware."""
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class VersionHistory:
    """What became of one version of a rulebook."""

    line: str
    identity: str
    """As verdicts name it."""
    content_sha256: str | None
    """None: its content is not kept, for it judged before versions were."""
    first_used_at: datetime | None
    """When calls were first judged by it; None when none were, or when nobody noted it."""
    publications: tuple[Publication, ...]
    """The first one first."""
    published: bool
    """Whether it is the line's published version now."""
    judged_calls: int
    """Calls whose present verdicts it made."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of decisions."""

    new: int
    repeated: int
    """Known already, and not recorded again."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that cannot be recorded."""

    at: int
    """Its place among those given, from 0."""
    objection: Objection


@dataclass(frozen=True, slots=True)
class VerdictTally:
    """How many calls have the same verdict."""

    code: str
    name: str
    business_line: str
    rulebook: str
    """Line and version."""
    state: State
    calls: int
    audio_s: Seconds
    """Length of these calls together."""


@dataclass(frozen=True, slots=True)
class DecisionTally:
    """How many calls have the same decision on a rule, as their latest one."""

    code: str
    business_line: str
    rulebook: str
    """Line and version of the verdict that was decided on."""
    machine: State
    """Of that verdict."""
    outcome: Outcome
    true_state: State | None
    sampled: bool
    """Whether the calls belong to the random sample of the review plan."""
    calls: int
