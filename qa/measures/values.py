"""What is measured on the timeline of a call."""

from dataclasses import dataclass

from qa.call import Role
from qa.timeline import Seconds, Span


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody speaks for at least the configured minimum, 3 s by default."""

    span: Span
    announced: bool
    """The agent asked the customer to wait just before; otherwise it is dead air."""


@dataclass(frozen=True, slots=True)
class Overtalk:
    """Both speak."""

    span: Span
    initiator: Role
    """Who started second."""
    interruption: bool
    """False for backchannels (嗯, 对, 好的 …) and within the grace period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Numbers of one call. None where the roles or the sound do not allow them."""

    agent_talk_s: Seconds | None
    customer_talk_s: Seconds | None
    silence_s: Seconds
    overtalk_s: Seconds | None
    agent_talk_share: float | None
    """Of the time in which the agent or the customer speaks, overtalk counted for both, 0–1."""
    customer_talk_share: float | None
    agent_speech_rate_cpm: float | None
    customer_speech_rate_cpm: float | None
    interruptions_by_agent: int | None
    interruptions_by_customer: int | None
    longest_silence_s: Seconds
    longest_monologue_s: Seconds | None
    first_response_s: Seconds | None
    """From the start of the recording to the agent's first sound."""
    agent_level_dbfs: float | None
    customer_level_dbfs: float | None
    mean_confidence: float | None
    """Turn confidence weighted by turn length."""


@dataclass(frozen=True, slots=True)
class Measures:
    """All timeline measures of one call."""

    silences: tuple[Silence, ...]
    overtalk: tuple[Overtalk, ...]
    metrics: Metrics
    last_speaker: Role | None
    """Who spoke last; None when nobody did."""
