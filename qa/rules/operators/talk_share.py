"""`talk_share`: a role has too much, or too little, of the talk.

    talk_share: {role: agent, above: 0.8}

The role's speaking time as a share, 0–1, of the speaking times of both added up; where both speak
it counts for both, silence for nobody. Of a part of the call where a position is given. Unknown
where the roles are, where one of them was not heard, and where the part that is looked at may not
have been recorded whole.
"""

from functools import partial
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from qa.call import Role
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.operators.measured import BOTH, OTHER, WHO, cut_off, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Seconds


class TalkShare(Operator, Limits, Position):
    """A role has too much, or too little, of the talk."""

    SHOWN: ClassVar[str] = "{:.1%}"

    role: Literal["agent", "customer"] = "agent"
    """Who talks."""
    above: Annotated[float, Field(ge=0, le=1)] | None = None
    """A greater share holds; 0.7 is 70 %."""
    below: Annotated[float, Field(ge=0, le=1)] | None = None
    """A smaller share holds."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the share."""
        return unheard(hearing, *BOTH) or over(self, self.role, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        nothing = cut_off(self, hearing, part, f"{WHO[self.role]}说话占比")
        share = self._share(hearing, part)
        if nothing or share is None:
            return nothing or unknown(Evidence(f"{self.place()}没有人说话,无法计算说话占比"))
        found = true if self.beyond(share) else false
        return found(partial(self._evidence, part, share))

    def _evidence(self, part: Stretch, share: float) -> Evidence:
        why = f"{self.place()}{WHO[self.role]}说话占 {self.shown(share)},{self.against(share)}"
        return Evidence(why, part.span if self.narrow else None, Role(self.role))

    def _share(self, hearing: Hearing, part: Stretch) -> float | None:
        """The share in a part of the call; None where nobody speaks."""
        metrics = hearing.measures.metrics
        if not self.narrow:
            agent = self.role == "agent"
            return metrics.agent_talk_share if agent else metrics.customer_talk_share
        ours, theirs = (_talk_s(hearing, role, part) for role in (self.role, OTHER[self.role]))
        return ours / (ours + theirs) if ours + theirs else None


def _talk_s(hearing: Hearing, role: str, part: Stretch) -> Seconds:
    speech = hearing.transcript.speech.get(Role(role), ())
    return sum((span & part.span).duration for span in speech if span.overlaps(part.span))
