"""`overtalk_share`: both speak at once for too much of the call.

    overtalk_share: {above: 0.1}

The share, 0–1, of the call's length in which both speak, backchannels included; of a part of the
call where a position is given. Unknown where the roles are, where one of them was not heard, and
where the part that is looked at may not have been recorded whole.
"""

from functools import partial
from typing import Annotated, ClassVar

from pydantic import Field

from qa.rules.evidence import clock
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, false, true
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.operators.measured import BOTH, cut_off, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Span, intersection


class OvertalkShare(Operator, Limits, Position):
    """Both speak at once for too much, or too little, of the call."""

    SHOWN: ClassVar[str] = "{:.1%}"

    above: Annotated[float, Field(ge=0, le=1)] | None = None
    """A greater share holds; 0.1 is 10 %."""
    below: Annotated[float, Field(ge=0, le=1)] | None = None
    """A smaller share holds."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the share."""
        return unheard(hearing, *BOTH) or over(self, "any", hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        nothing = cut_off(self, hearing, part, "叠音占比")
        if nothing:
            return nothing
        both = [item.span for item in hearing.measures.overtalk]
        if self.narrow:
            both = list(intersection(both, [part.span]))
        share = sum(span.duration for span in both) / part.span.duration
        why = f"{self.place()}双方同时说话占 {self.shown(share)},{self.against(share)}"
        if not self.beyond(share):
            return false(Evidence(why))
        if self.above is None or share <= self.above:
            return true(Evidence(why, part.span if self.narrow else None))
        return true(*(partial(_evidence, span, why) for span in both))


def _evidence(span: Span, why: str) -> Evidence:
    return Evidence(f"{clock(span.start)} 起双方同时说话 {span.duration:.1f} s;{why}", span)
