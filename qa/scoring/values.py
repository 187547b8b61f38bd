"""What scoring says about a call, and the whole of what is known after judging it."""

from dataclasses import dataclass
from enum import StrEnum

from qa.call import Call, Transcript
from qa.measures.values import Measures
from qa.rules.verdict import Verdict


class Flag(StrEnum):
    """Why a call stands out."""

    LONG = "long"
    SHORT = "short"
    DISSATISFIED = "dissatisfied"
    PREDICTED_DISSATISFIED = "predicted_dissatisfied"
    COMPLAINT = "complaint"
    PREDICTED_COMPLAINT = "predicted_complaint"
    FATAL = "fatal"
    NIGHT_SHIFT = "night_shift"
    NEW_AGENT = "new_agent"
    LOW_CONFIDENCE = "low_confidence"
    MONO = "mono"
    IDENTICAL_CHANNELS = "identical_channels"
    NO_SPEECH = "no_speech"


class ItemState(StrEnum):
    """Whether a criterion has points."""

    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"
    """Taken out of the denominator."""
    NEEDS_HUMAN = "needs_human"
    """No machine verdict: an inspector fills it."""


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One criterion of a filled scorecard."""

    code: str
    points: float | None
    maximum: float
    state: ItemState


@dataclass(frozen=True, slots=True)
class Score:
    """A scorecard filled by the machine: a draft for a person."""

    scorecard: str
    """Name and version."""
    total: float | None
    """0–100 over what is scored; None when nothing is."""
    maximum: float
    fatal: bool
    """A fatal item failed, so the total is 0."""
    items: tuple[ScoreItem, ...]


class PlanKind(StrEnum):
    """Why a call is in the queue."""

    MANDATORY = "mandatory"
    TARGETED = "targeted"
    RANDOM = "random"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Review:
    """A call's place in the review plan."""

    kind: PlanKind
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a result: enough to know whether it is still current."""

    pipeline: str
    """Version of the program and of the settings that change results."""
    recogniser: str
    rulebook: str
    """Line, name and content hash."""
    audio_sha256: str | None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call could not be judged."""

    kind: str
    """A stable word, such as `recording_unreadable` or `worker_crashed`."""
    message: str
    """For a person: what, where, what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCall:
    """Everything the machine knows about one call; the unit that is stored and exported.

    Either `failure` is set, or `transcript` and `measures` are.
    """

    call: Call
    provenance: Provenance
    transcript: Transcript | None = None
    measures: Measures | None = None
    verdicts: tuple[Verdict, ...] = ()
    flags: tuple[Flag, ...] = ()
    """In the order of `Flag`."""
    score: Score | None = None
    satisfaction_risk: float | None = None
    failure: Failure | None = None
