"""The script of one call: who says what, when, in which voice, onto which recording.

A script is a YAML file; a misspelt key is an error. All times are seconds.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

Codec = Literal["alaw", "ulaw", "pcm", "mp3", "opus", "mp4"]
Layout = Literal["stereo", "mono", "identical"]
State = Literal["pass", "fail", "undetermined", "not_applicable"]


class Frozen(BaseModel):
    """Immutable, and knows every key that may be written."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Speaker(Frozen):
    """One party's voice and line."""

    voice: str
    speed: Annotated[float, Field(gt=0.4, lt=2.5)] = 1.0
    tune: Annotated[float, Field(gt=0.85, lt=1.15)] = 1.0
    """Pitch and vocal tract together, by resampling: one voice becomes several people."""
    level_dbfs: Annotated[float, Field(lt=-6)] = -23.0
    """Root mean square over the voiced time."""
    noise_dbfs: Annotated[float, Field(lt=-30)] = -62.0


class Turn(Frozen):
    """One line of the script. Exactly one of `agent` and `customer` holds its text."""

    agent: str | None = None
    customer: str | None = None
    say: str | None = None
    """What the synthesiser reads where its reading of the text would be wrong."""
    after: float | None = None
    """Pause after everything said so far; drawn from 0.3–0.7 when no start is given."""
    over: float | None = None
    """Starts this long before the end of the turn before."""
    into: float | None = None
    """Starts this long after the start of the turn before, or later: where that is voiced."""
    speed: Annotated[float, Field(gt=0)] = 1.0
    """Factor on the speaker's own speed."""
    wait: bool = False
    """The agent asks the customer to wait: a silence right after it is announced."""
    backchannel: bool = False
    """嗯, 对, 好的 … said over the other without wanting the floor."""
    interrupts: bool = False
    """The author means this turn to cut the other party off; rendering checks that it does."""
    cut_at: float | None = None
    """The file ends this long after the start of this turn."""
    heard: str | None = None
    """What of the text is heard before the cut."""

    @model_validator(mode="after")
    def _one_role_one_start(self) -> "Turn":
        if (self.agent is None) == (self.customer is None):
            raise ValueError("a turn is said by the agent or by the customer")
        if sum(start is not None for start in (self.after, self.over, self.into)) > 1:
            raise ValueError("only one of after, over and into")
        if (self.cut_at is None) != (self.heard is None):
            raise ValueError("cut_at and heard go together")
        return self

    @property
    def role(self) -> Literal["agent", "customer"]:
        """Who speaks."""
        return "customer" if self.agent is None else "agent"

    @property
    def text(self) -> str:
        """What is said, naturally written."""
        return self.agent if self.agent is not None else self.customer or ""

    @property
    def audible(self) -> str:
        """What of it is in the file."""
        return self.text if self.heard is None else self.heard


class Row(Frozen):
    """What the call centre knows: the manifest's columns but for the recording."""

    started_at: datetime
    business_line: Literal["inbound", "callback", "offsite"]
    agent_id: str
    agent_name: str
    team: str
    skill_group: str
    agent_hired_on: date
    customer_id: str
    customer_name: str
    customer_tier: Literal["普通", "潜力", "核心", "VIP"]
    direction: Literal["in", "out"]
    agent_channel: Literal[0, 1] | None = None
    satisfaction: Literal["满意", "一般", "不满意", "未评价"] = "未评价"
    ended_by: Literal["agent", "customer", "system"]
    hold_s: float | None = None
    queue_s: float | None = None
    topic: str


class Recording(Frozen):
    """How the call is kept."""

    codec: Codec = "alaw"
    layout: Layout = "stereo"
    agent_channel: Literal[0, 1] = 0
    """Where the agent really is; the manifest may claim otherwise."""
    crosstalk_db: Annotated[float, Field(lt=-20)] = -32.0
    """Level of the other party on one's own channel."""
    bitrate: Annotated[int, Field(ge=24_000)] = 32_000
    """Bits a second of the compressed codecs. libopus narrows the stereo picture of speech below
    32,000: at 24,000 the other party came through only 3 dB down."""
    lead_s: float = 0.6
    tail_s: float = 0.8


class Expected(Frozen):
    """A careful inspector's verdict."""

    verdict: State
    reason: str = ""


class Script(Frozen):
    """One call. Without speakers and turns, `not_audio` is the text that poses as a recording."""

    title: str
    exercises: str
    manifest: Row
    recording: Recording = Recording()
    agent: Speaker | None = None
    customer: Speaker | None = None
    turns: tuple[Turn, ...] = ()
    verdicts: dict[str, Expected] = {}
    not_audio: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_verdicts(cls, data: dict[str, object]) -> dict[str, object]:
        verdicts = data.get("verdicts")
        if isinstance(verdicts, dict):
            full = {c: v if isinstance(v, dict) else {"verdict": v} for c, v in verdicts.items()}
            return {**data, "verdicts": full}
        return data

    def speaker(self, role: str) -> Speaker:
        """The voice of `role`; raises ValueError when the script has none."""
        found = self.agent if role == "agent" else self.customer
        if found is None:
            raise ValueError(f"{self.title}: no voice for the {role}")
        return found


def load(path: Path) -> Script:
    """The script in `path`; raises pydantic's ValidationError with every wrong key."""
    return Script.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
