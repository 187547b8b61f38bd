"""Which part of a call a condition looks at, and whether it could be heard there."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qa.call import EndedBy, Role, Turn
from qa.rules.hearing import Hearing, says_something
from qa.timeline import Seconds

ROLE_NAMES = {
    "agent": "坐席",
    "customer": "客户",
    "any": "通话中任何一方",
    "unknown": "通话一方",
}
UNHEARD_S: Seconds = 1.5
"""A voice this long that yields no words may have said anything; a shorter one is a 嗯."""
_MIXED_TURNS = 2
"""Where roles are unknown, N turns of one role lie among so many times N turns."""


class Strict(BaseModel):
    """Frozen, and a misspelt key is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, use_attribute_docstrings=True
    )


class Window(Strict):
    """A stretch at the beginning or the end of what a role says."""

    turns: Annotated[int, Field(ge=1)] | None = None
    """Counted without turns that hold only interjections."""
    seconds: Annotated[float, Field(gt=0)] | None = None
    """From the role's first sound, or up to its last."""

    @model_validator(mode="after")
    def _one_measure(self) -> "Window":
        if (self.turns is None) == (self.seconds is None):
            raise ValueError("give either `turns` or `seconds`")
        return self

    def __str__(self) -> str:
        return f"{self.turns}个话轮" if self.turns else f"{self.seconds:g}秒"


class Scope(Strict):
    """Role and position; mixed into operators that look at what was said."""

    role: Literal["agent", "customer", "any"] = "any"
    """Whose turns."""
    first: Window | None = None
    """Only the beginning of what the role says."""
    last: Window | None = None
    """Only the end of what the role says."""
    unknown_role: Literal["counts", "unknown"] = "unknown"
    """Where the recording does not tell the parties apart: whether words that this role alone
    would say count as its own, or leave the condition unknown."""
    absence_needs: tuple[Literal["start", "end", "file"], ...] | None = None
    """What has to be complete before something can be said to be absent: the start or the end
    of the call, or at least the file. By default the start for `first`, the end for `last`,
    nothing for the whole call."""

    @model_validator(mode="after")
    def _one_end(self) -> "Scope":
        if self.first and self.last:
            raise ValueError("give `first` or `last`, not both")
        return self

    def turns(self, hearing: Hearing) -> Sequence[Turn]:
        """The turns in scope, those of unknown role among them."""
        turns = [turn for turn in hearing.turns if self.may_be_ours(turn)]
        many = 1 if hearing.roles_known or self.role == "any" else _MIXED_TURNS
        if self.first:
            return _beginning(turns, self.first, many)
        if self.last:
            return _end(turns, self.last, many)
        return turns

    def may_be_ours(self, turn: Turn) -> bool:
        """Whether the role says this turn, or may say it."""
        return self.role == "any" or turn.role in (self.role, Role.UNKNOWN)

    def surely_ours(self, turn: Turn) -> bool:
        """Whether a hit in this turn counts as the role's."""
        return self.role in ("any", turn.role) or self.unknown_role == "counts"

    def where(self) -> str:
        """The scope in words: 坐席前3个话轮内."""
        who = ROLE_NAMES[self.role]
        if self.first:
            return f"{who}前{self.first}内"
        return f"{who}最后{self.last}内" if self.last else f"{who}全程"

    def doubts(self, hearing: Hearing, turns: Sequence[Turn]) -> list[str]:
        """Why something that was not found may have been said all the same."""
        return [
            *_missing_ends(hearing, self._needs()),
            *_unheard(self.role, hearing, turns),
            *_poorly_heard(hearing, turns),
        ]

    def _needs(self) -> tuple[str, ...]:
        if self.absence_needs is not None:
            return self.absence_needs
        return ("start",) if self.first else ("end",) if self.last else ()


def _beginning(turns: Sequence[Turn], window: Window, many: int) -> Sequence[Turn]:
    if window.seconds is not None:
        limit = min((turn.start for turn in turns), default=0.0) + window.seconds
        return [turn for turn in turns if turn.start < limit]
    count = (window.turns or 0) * many
    return turns[: _place_of(turns, count)]


def _end(turns: Sequence[Turn], window: Window, many: int) -> Sequence[Turn]:
    if window.seconds is not None:
        limit = max((turn.end for turn in turns), default=0.0) - window.seconds
        return [turn for turn in turns if turn.end > limit]
    count = (window.turns or 0) * many
    return turns[len(turns) - _place_of(turns[::-1], count) :]


def _place_of(turns: Sequence[Turn], count: int) -> int:
    """How many turns hold the first `count` that say something."""
    places = [place for place, turn in enumerate(turns, start=1) if says_something(turn)]
    return places[count - 1] if len(places) >= count else len(turns)


def _missing_ends(hearing: Hearing, needs: Sequence[str]) -> list[str]:
    condition = hearing.condition
    doubts = []
    if "start" in needs and condition.starts_in_speech:
        doubts.append("录音开始时已在说话,开头可能未录全")
    if condition.truncated and {"end", "file"}.intersection(needs):
        doubts.append("录音文件不完整,结尾缺失")
    elif "end" in needs and condition.ends_in_speech and not _hung_up(hearing):
        doubts.append("录音结束时仍在说话,结尾可能未录全")
    return doubts


def _hung_up(hearing: Hearing) -> bool:
    """Whether the call itself ended there, so that the recording lost nothing."""
    return hearing.call.ended_by in (EndedBy.AGENT, EndedBy.CUSTOMER)


def _unheard(role: str, hearing: Hearing, turns: Sequence[Turn]) -> list[str]:
    if not hearing.turns:
        return ["整通录音没有听到人声"]
    if not turns and role != "any":
        return [f"没有听到{ROLE_NAMES[role]}的声音,可能是该声道没有录上"]
    unheard = max((turn.end - turn.start for turn in turns if not turn.text), default=0.0)
    if unheard >= UNHEARD_S:
        return [f"有 {unheard:.1f} s 的说话声未能识别出文字"]
    return []


def _poorly_heard(hearing: Hearing, turns: Sequence[Turn]) -> list[str]:
    confidence = mean_confidence(turns)
    if confidence is None or confidence >= hearing.min_confidence:
        return []
    return [f"识别把握度仅 {confidence:.0%},低于 {hearing.min_confidence:.0%}"]


def mean_confidence(turns: Sequence[Turn]) -> float | None:
    """Confidence of the turns with words, weighted by their characters; None without any."""
    length = sum(len(turn.text) for turn in turns)
    if not length:
        return None
    return sum(turn.confidence * len(turn.text) for turn in turns) / length
