"""The values that pass through the whole pipeline: a call and what was heard in it.

All are frozen and know nothing of files, SQL or recognisers. Times are seconds from the
start of the recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from qa.timeline import Seconds, Span


class Role(StrEnum):
    """Who speaks."""

    AGENT = "agent"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"
    """A mono recording, or channels that carry the same sound."""


class Direction(StrEnum):
    """Who dialled, seen from the company."""

    IN = "in"
    OUT = "out"


class Satisfaction(StrEnum):
    """How the customer rated the call when asked."""

    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"
    NONE = "none"


class EndedBy(StrEnum):
    """Who hung up."""

    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One row of the manifest: a recording and what the call centre knows about it."""

    call_id: str
    recording: str
    """Absolute path or fsspec URL."""
    started_at: datetime
    """Aware; the offset is the manifest's own."""
    business_line: str
    agent_id: str
    agent_name: str | None = None
    team: str | None = None
    skill_group: str | None = None
    agent_hired_on: date | None = None
    customer_id: str | None = None
    customer_name: str | None = None
    customer_tier: str | None = None
    direction: Direction | None = None
    agent_channel: int | None = None
    """0 or 1; None for mono or unknown."""
    satisfaction: Satisfaction = Satisfaction.NONE
    ended_by: EndedBy | None = None
    hold_s: Seconds | None = None
    queue_s: Seconds | None = None
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Columns that Earmark does not know, kept as text for rules and filters."""


MANIFEST_COLUMNS = tuple(each.name for each in fields(Call) if each.name != "attributes")
"""The columns of the contract are the fields of a call."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word (in Chinese mostly a character or two) with its probability, 0–1."""

    start: Seconds
    end: Seconds
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Acoustics:
    """How a turn sounds. None where it is too short or too faint to measure."""

    level_dbfs: float | None = None
    """Root mean square level over the voiced time, dB relative to full scale."""
    pitch_hz: float | None = None
    """Median fundamental frequency."""
    pitch_range_st: float | None = None
    """Semitones between the 10th and the 90th percentile of the fundamental frequency."""
    rate_cpm: float | None = None
    """Speech rate: characters (English: words) a minute over the voiced time."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one role says until a long pause or the other's turn.

    An empty `text` is a voice that the recogniser could make nothing of, such as a bare 嗯.
    """

    start: Seconds
    end: Seconds
    role: Role
    text: str
    raw_text: str
    """As recognised, before the lexicon repaired homophones and numbers took one form."""
    confidence: float
    """0–1: mean word probability, lowered where the roles are a guess."""
    words: tuple[Word, ...] = ()
    acoustics: Acoustics = Acoustics()

    @property
    def span(self) -> Span:
        """From first to last sound of the turn."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioCondition:
    """What is known about the recording as a recording; rules weigh their trust by it."""

    channels: int
    sample_rate_hz: int
    identical_channels: bool = False
    """Both channels carry the same sound: a mono mix saved as stereo."""
    empty_channels: tuple[int, ...] = ()
    """Channels without any speech."""
    clipped_share: float = 0.0
    """Share of samples at full scale in the worse channel, 0–1."""
    swapped_channels: bool = False
    """The opening phrase came from the other channel than the manifest's agent channel,
    so the roles were exchanged."""
    truncated: bool = False
    """The file ends before its container says it should."""
    starts_in_speech: bool = False
    """Somebody is already speaking when the recording starts."""
    ends_in_speech: bool = False
    """Somebody is still speaking when the recording stops."""

    @property
    def mono(self) -> bool:
        """Whether the two parties cannot be told apart by channel."""
        return self.channels == 1 or self.identical_channels


@dataclass(frozen=True, slots=True)
class Peaks:
    """The shape of a recording, for drawing its waveform."""

    per_second: int
    channels: tuple[bytes, ...]
    """A byte for every stretch of a second's `per_second`-th part: its loudest sample, 255 at
    full scale. One channel when both carry the same sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was heard in a call."""

    duration_s: Seconds
    turns: tuple[Turn, ...]
    """Ordered by start."""
    speech: Mapping[Role, tuple[Span, ...]]
    """Voice activity per role, disjoint and ordered: the source of all timing."""
    condition: AudioCondition
    recogniser: str
    """Name, version and options that could change the text, such as `base int8 greedy`."""
    audio_sha256: str
    language: str = "zh"
    peaks: Peaks | None = None
    """Written when the call is saved, and kept apart: what reads transcripts draws nothing."""

    def turns_of(self, role: Role) -> tuple[Turn, ...]:
        """The turns of one role, in order."""
        return tuple(turn for turn in self.turns if turn.role is role)
