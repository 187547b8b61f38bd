"""`speech_rate`: a role speaks faster or slower than the range allows.

    speech_rate: {role: agent, above_cpm: 400, below_cpm: 120, min_speech_s: 10}
    speech_rate: {role: agent, of: any_turn, above_cpm: 480, min_chars: 20}

Characters a minute without punctuation, over the time that the role speaks. Turns of which hardly
anything was understood are left out, since their characters are missing. `average` takes all
turns together, `any_turn` each of them. Unknown where the roles are, where the role was not heard
or not understood, and where too little was said for an average to mean anything.
"""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from qa.call import Role, Turn
from qa.language.units import units
from qa.measures.talk import speaking_s, speech_rate_cpm
from qa.rules.doubts import mean_confidence
from qa.rules.evidence import clock, quote
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.operators.measured import cut_off, not_found, takes_turn, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence


class SpeechRate(Operator, Limits, Position):
    """A role speaks faster or slower than the range allows."""

    SHOWN: ClassVar[str] = "{:.0f} 字"

    role: Literal["agent", "customer"] = "agent"
    """Whose speech."""
    of: Literal["average", "any_turn"] = "average"
    """The rate of all turns together, or that of any turn."""
    above_cpm: Annotated[float, Field(gt=0)] | None = None
    """Characters a minute; faster than this holds."""
    below_cpm: Annotated[float, Field(gt=0)] | None = None
    """Characters a minute; slower than this holds."""
    min_speech_s: Annotated[float, Field(ge=0)] = 10
    """Speaking time in seconds below which no average is stated."""
    min_chars: Annotated[int, Field(ge=1)] = 10
    """Characters that a turn has at least for its own rate to count."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the rate."""
        look = self._average if self.of == "average" else self._turns
        return unheard(hearing, self.role) or over(self, self.role, hearing, look)

    def _average(self, hearing: Hearing, part: Stretch) -> Finding:
        nothing = cut_off(self, hearing, part, f"{ROLE_NAMES[self.role]}平均语速")
        if nothing:
            return nothing
        heard = [turn for turn in part.turns if turn.confidence >= hearing.min_confidence]
        rate = self._rate(hearing, part, heard)
        if rate is None:
            return unknown(partial(self._too_little, hearing, heard))
        found = true if self.beyond(rate) else false
        confidence = mean_confidence(heard) or 0.0
        return found(partial(self._in_words, part, rate), confidence=confidence)

    def _rate(self, hearing: Hearing, part: Stretch, heard: Sequence[Turn]) -> float | None:
        """The rate of all that was heard; None where that is too little."""
        metrics = hearing.measures.metrics
        agent = self.role == "agent"
        talk_s = metrics.agent_talk_s if agent else metrics.customer_talk_s
        known = metrics.agent_speech_rate_cpm if agent else metrics.customer_speech_rate_cpm
        lost = [turn for turn in part.turns if turn.confidence < hearing.min_confidence]
        surely_s = (talk_s or 0.0) - sum(turn.end - turn.start for turn in lost)
        # The metric leaves out just what was not heard, where that is turns without words.
        if (
            not self.narrow
            and not any(turn.text for turn in lost)
            and surely_s >= self.min_speech_s
        ):
            return known
        speech = hearing.transcript.speech.get(Role(self.role), ())
        return speech_rate_cpm(heard, speech, hearing.transcript.language, self.min_speech_s)

    def _too_little(self, hearing: Hearing, heard: Sequence[Turn]) -> Evidence:
        who = ROLE_NAMES[self.role]
        spoken_s = speaking_s(heard, hearing.transcript.speech.get(Role(self.role), ()))
        why = f"听清的{who}说话仅 {spoken_s:.1f} s,不足 {self.min_speech_s:g} s,语速无法评判"
        return Evidence(why, role=Role(self.role))

    def _in_words(self, part: Stretch, rate: float) -> Evidence:
        who = ROLE_NAMES[self.role]
        why = f"{self.place()}{who}平均语速每分钟 {self.shown(rate)},{self.against(rate)}"
        return Evidence(why, part.span if self.narrow else None, Role(self.role))

    def _turns(self, hearing: Hearing, part: Stretch) -> Finding:
        rates = [
            (rate, turn)
            for turn in part.turns
            if (rate := turn.acoustics.rate_cpm) is not None
            and turn.confidence >= hearing.min_confidence
        ]
        language = hearing.transcript.language
        found = [
            (rate, turn)
            for rate, turn in rates
            if self.beyond(rate) and self._is_long(turn, language)
        ]
        if found:
            confidence = mean_confidence([turn for _, turn in found]) or 0.0
            return true(*(partial(self._evidence, *each) for each in found), confidence=confidence)
        if not rates and any(map(takes_turn, part.turns)):
            who = ROLE_NAMES[self.role]
            return unknown(Evidence(f"{self.place()}{who}的话没有听清,语速无法评判"))
        return not_found(self, hearing, part, partial(self._between, rates, language))

    def _is_long(self, turn: Turn, language: str) -> bool:
        return units(turn.text, language) >= self.min_chars

    def _evidence(self, rate: float, turn: Turn) -> Evidence:
        why = (
            f"{ROLE_NAMES[self.role]}在 {clock(turn.start)} 的语速每分钟 {self.shown(rate)},"
            f"{self.against(rate)}"
        )
        return Evidence(why, turn.span, turn.role, quote(turn, 0, 1))

    def _between(self, rates: Sequence[tuple[float, Turn]], language: str) -> str:
        long = [rate for rate, turn in rates if self._is_long(turn, language)]
        who = f"{self.place()}{ROLE_NAMES[self.role]}"
        if not long:
            return f"{who}没有达到 {self.min_chars} 字的话轮"
        return f"{who}各话轮语速每分钟 {min(long):.0f}–{self.shown(max(long))},{self.limits}"
