"""Every setting with its default, its unit, its limits and the source of its value."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Hour = Annotated[int, Field(ge=0, le=24)]


class Section(BaseModel):
    """A group of settings: frozen, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class SpeechOptions(Section):
    """Speech activity detection (webrtcvad, then smoothing)."""

    aggressiveness: Annotated[int, Field(ge=0, le=3)] = 2
    """webrtcvad's mode: 0 lets most through, 3 rejects most."""
    frame_ms: Literal[10, 20, 30] = 20
    """Length of one decision; webrtcvad knows no others."""
    min_speech_ms: NotNegative = 120
    """Shorter bursts are clicks (call-ai-metrics: speech lasts at least 0.12 s)."""
    bridge_ms: NotNegative = 300
    """Shorter pauses stay inside a segment (call-ai-metrics bridges up to 0.3 s)."""
    crosstalk_margin_db: NotNegative = 12
    """A channel this much quieter than the other, relative to its own speech level, hears the
    other party's voice, not its own."""


class RecognitionOptions(Section):
    """faster-whisper."""

    model: str = "base"
    """A name from `qa models list`, a model hub name, or a folder."""
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    """Where recognition runs; auto takes the first GPU there is."""
    compute_type: str = "int8"
    """CTranslate2's number format: int8 on a CPU, float16 or int8_float16 on a GPU."""
    cpu_threads: Annotated[int, Field(ge=0)] = 1
    """Threads per worker; 0 lets CTranslate2 choose. Workers, not threads, fill the machine."""
    batch_size: Annotated[int, Field(ge=1)] = 8
    """Windows of 20 s that are decoded together."""
    beam_size: Annotated[int, Field(ge=1)] = 5
    """1 is greedy search."""
    language: Literal["zh", "en"] = "zh"
    """What is spoken in the recordings: Mandarin or English."""
    min_confidence: Share = 0.35
    """Mean word probability below which a stretch of text counts as poorly heard."""


class TurnOptions(Section):
    """How words become turns."""

    pause_s: Positive = 3.0
    """A role's own pause that starts a new turn (call-ai-metrics: 3 s)."""


class MeasureOptions(Section):
    """Timeline measures."""

    silence_min_s: Positive = 3.0
    """Silence counts from here (Amazon Transcribe Call Analytics: non-talk time over 3 s)."""
    interruption_grace_s: NotNegative = 0.5
    """Shorter overlap is never an interruption (call-ai-metrics: 0.5 s)."""
    announce_window_s: Positive = 6.0
    """A silence is announced when the agent asked to wait at most this long before it."""


class LineLimits(Section):
    """When a call of one business line stands out by its length."""

    short_s: NotNegative | None = None
    """Fixed limit: shorter calls are flagged."""
    long_s: Positive | None = None
    """Fixed limit: longer calls are flagged."""
    short_percentile: Annotated[float, Field(ge=0, le=100)] | None = None
    """Of the line's calls in the trailing window; used beside the fixed limit."""
    long_percentile: Annotated[float, Field(ge=0, le=100)] | None = None
    """Of the line's calls in the trailing window; used beside the fixed limit."""


class FlagOptions(Section):
    """Why a call stands out."""

    lines: dict[str, LineLimits] = {
        "inbound": LineLimits(short_s=15, long_s=600),
        "callback": LineLimits(short_s=15, long_s=600),
        "offsite": LineLimits(short_s=15, long_s=900),
    }
    percentile_window_days: Annotated[int, Field(ge=1)] = 30
    """The trailing window that percentiles of length are taken from."""
    percentile_min_calls: Annotated[int, Field(ge=1)] = 200
    """Fewer calls of a line in the window give no percentile worth a limit."""
    night_from_hour: Hour = 22
    """Night shift begins, company time."""
    night_until_hour: Hour = 6
    """Night shift ends, company time."""
    new_agent_days: Annotated[int, Field(ge=0)] = 90
    """An agent is new for this many days after being hired."""
    low_confidence: Share = 0.5
    """A call whose mean turn confidence lies below is flagged."""


class PlanOptions(Section):
    """Which calls a person must hear."""

    random_rate: Share = 0.0334
    """Of the calls that no other bucket takes (the reference customer's 3.34 %)."""
    night_shift_rate: Share = 0.2
    """Of the calls of the night shift that are not mandatory anyway."""
    new_agent_rate: Share = 0.2
    """Of the calls of new agents that are not mandatory anyway."""
    seed: str = "earmark"
    """Together with the date it decides the draw: a re-run draws the same calls."""


class RiskOptions(Section):
    """Which calls a night chooses because a customer probably was dissatisfied, or may complain."""

    budget: Annotated[int, Field(ge=0)] = 150
    """So many calls a day, the riskiest, are heard on top of those known to be dissatisfied
    (seven inspectors, some twenty each)."""
    threshold: Share = 0.3
    """And none whose probability is lower."""
    cold_start_threshold: Share = 0.5
    """The same before anything was learned: a rank by rules and words, and no probability. Half is
    what repeated contact and angry words come to together."""
    complaint: bool = False
    """Predict complaints besides; needs inspectors' decisions on CUSTOMER-COMPLAINT."""
    complaint_budget: Annotated[int, Field(ge=0)] = 30
    """The same for complaints."""
    complaint_threshold: Share = 0.3
    """The same for complaints."""
    exploration_rate: Share = 0.005
    """Of the calls that nothing makes mandatory, drawn so that the model is measured without
    bias."""
    drift_psi: Positive = 0.2
    """Population stability index from which a night is said to differ from the training window
    (Siddiqi 2006: under 0.1 stable, over 0.25 changed)."""
    drift_min_calls: Annotated[int, Field(ge=1)] = 200
    """Fewer calls differ by chance: at 200 and ten bins the index is some 0.05 without change."""
    retrain_labels: Annotated[int, Field(ge=1)] = 500
    """Labelled calls since the training window after which the report reminds of training."""


class ReviewOptions(Section):
    """How people work through the review plan."""

    claim_idle_s: Positive = 1800
    """A call that somebody has taken is free again after this long without a sign of life."""
    appeal_days: Annotated[int, Field(ge=0)] = 7
    """An agent may appeal for so many days after a result was published."""


class SignInOptions(Section):
    """How long somebody stays signed in to the workbench."""

    idle_s: Positive = 1800
    """Without doing anything."""
    absolute_s: Positive = 43_200
    """However busy: then one signs in again."""


class PlaybackOptions(Section):
    """Recordings that a browser cannot play, or that lie far away, are kept as copies."""

    cache_dir: Path = Path(".earmark/playback")
    """Where the copies lie; they are customers' voices like the recordings themselves."""
    cache_mb: Annotated[int, Field(ge=1)] = 2048
    """Room for all copies together; those not played for longest go first."""


class ServeOptions(Section):
    """The workbench's web server."""

    address: str = "127.0.0.1"
    """Where to listen; the default is reachable from this machine only."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8501
    """Where to listen."""
    origins: tuple[str, ...] = ()
    """What browsers see, such as `https://qa.example`, when a proxy hides it from Earmark."""


class Settings(Section):
    """Everything that a run can be told."""

    db_url: str = "sqlite:///earmark.db"
    """SQLAlchemy URL: `sqlite:///file.db` or `postgresql+psycopg://user@host/name`."""
    timezone: str = "Asia/Shanghai"
    """IANA name; for manifest times without offset, night shift and the day of a call."""
    workers: Annotated[int, Field(ge=0)] = 0
    """Worker processes; 0 means one per core."""
    models_dir: Path = Path("models")
    """Where recogniser weights are joined and kept."""
    rulebooks_dir: Path | None = None
    """Own rulebooks, one YAML a line; unset means the published ones, or else the shipped."""
    scorecards_dir: Path | None = None
    """Own scorecards, one YAML a line; unset means the shipped ones."""
    lexicons_dir: Path | None = None
    """Own lexicons beside the shipped ones."""
    allowed_roots: tuple[str, ...] = ()
    """Folders or URL prefixes that recordings may come from; empty allows all."""
    extra_lines: tuple[str, ...] = ()
    """Business lines beside inbound, callback and offsite."""
    speech: SpeechOptions = SpeechOptions()
    recognition: RecognitionOptions = RecognitionOptions()
    turns: TurnOptions = TurnOptions()
    measures: MeasureOptions = MeasureOptions()
    flags: FlagOptions = FlagOptions()
    plan: PlanOptions = PlanOptions()
    risk: RiskOptions = RiskOptions()
    review: ReviewOptions = ReviewOptions()
    sign_in: SignInOptions = SignInOptions()
    playback: PlaybackOptions = PlaybackOptions()
    serve: ServeOptions = ServeOptions()
