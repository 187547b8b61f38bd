"""`speech_rate`: a role speaks faster or slower than the range allows.

    speech_rate: {role: agent, above_cpm: 400, below_cpm: 120, min_speech_s: 10}

Characters a minute without punctuation, over the role's speaking time in the whole call, but
for turns of which hardly anything was understood: their characters are missing. Unknown where
the roles are unknown, or where too little was said for a rate to mean anything.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from qa.call import Role
from qa.measures.talk import speech_rate_cpm
from qa.rules.doubts import mean_confidence
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.verdict import Evidence
from qa.timeline import intersection, total


class SpeechRate(Operator):
    """A role speaks faster or slower than the range allows."""

    role: Literal["agent", "customer"] = "agent"
    """Whose speech."""
    above_cpm: Annotated[float, Field(gt=0)] | None = None
    """Faster than this holds."""
    below_cpm: Annotated[float, Field(gt=0)] | None = None
    """Slower than this holds."""
    min_speech_s: Annotated[float, Field(ge=0)] = 10
    """Speaking time below which no rate is stated."""

    @model_validator(mode="after")
    def _some_limit(self) -> "SpeechRate":
        if self.above_cpm is None and self.below_cpm is None:
            raise ValueError("give `above_cpm`, `below_cpm` or both")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the rate."""
        who = ROLE_NAMES[self.role]
        metrics = hearing.measures.metrics
        agent = self.role == "agent"
        known = metrics.agent_speech_rate_cpm if agent else metrics.customer_speech_rate_cpm
        if known is None or not hearing.roles_known:
            return unknown(Evidence(f"录音不分声道或没有{who}的声音,无法计算{who}语速"))
        turns = hearing.transcript.turns_of(Role(self.role))
        heard = [turn for turn in turns if turn.confidence >= hearing.min_confidence]
        speech = hearing.transcript.speech.get(Role(self.role), ())
        spoken_s = total(intersection(speech, [turn.span for turn in heard]))
        if spoken_s < self.min_speech_s or not spoken_s:
            why = f"听清的{who}说话仅 {spoken_s:.1f} s,不足 {self.min_speech_s:g} s,语速无法评判"
            return unknown(Evidence(why, role=Role(self.role)))
        rate = speech_rate_cpm(heard, speech, hearing.transcript.language)
        return self._compared(who, rate or 0.0, mean_confidence(heard) or 0.0)

    def _compared(self, who: str, rate: float, confidence: float) -> Finding:
        fast = self.above_cpm is not None and rate > self.above_cpm
        slow = self.below_cpm is not None and rate < self.below_cpm
        limit = f",高于上限 {self.above_cpm:g} 字" if fast else ""
        limit = f",低于下限 {self.below_cpm:g} 字" if slow else limit
        why = f"{who}平均语速每分钟 {rate:.0f} 字{limit}"
        evidence = Evidence(why, role=Role(self.role))
        return Finding(Truth.TRUE if fast or slow else Truth.FALSE, (evidence,), confidence)
