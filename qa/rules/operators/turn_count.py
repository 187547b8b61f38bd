"""`turn_count`: a role has more, or fewer, turns than so many.

    turn_count: {role: customer, below: 2}
    turn_count: {role: any, above: 80}

Turns that say something: bare interjections are not counted. A voice of 1.5 s or more whose words
were lost may have been a turn, and a file that is cut short may have held more; where that could
decide, the result is unknown, as it is where the roles are (unless `role` is `any`) and where the
role was not heard.
"""

from functools import partial
from math import inf
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from qa.call import Role
from qa.rules.hearing import Hearing, says_something
from qa.rules.logic import Finding, Truth
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.operators.measured import WHO, lost_ends, takes_turn, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence


class TurnCount(Operator, Limits, Position):
    """A role has more, or fewer, turns than so many."""

    SHOWN: ClassVar[str] = "{:g} 个"

    role: Literal["agent", "customer", "any"] = "any"
    """Whose turns."""
    above: Annotated[int, Field(ge=0)] | None = None
    """More than this holds."""
    below: Annotated[int, Field(ge=1)] | None = None
    """Fewer than this holds."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Count."""
        return unheard(hearing, self.role) or over(self, self.role, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        said = sum(map(says_something, part.turns))
        unsure = sum(map(takes_turn, part.turns)) - said
        lost = lost_ends(self, hearing, part, () if self.narrow else ("file",))
        low = 0 if lost and self.narrow else said
        truth = self.kept(low, inf if lost else said + unsure)
        return Finding(truth, (partial(self._evidence, part, truth, unsure, lost),))

    def _evidence(self, part: Stretch, truth: Truth, unsure: int, lost: str) -> Evidence:
        said = sum(map(says_something, part.turns))
        why = f"{self.place()}{WHO[self.role]}说话 {self.shown(said)}话轮"
        if truth is Truth.UNKNOWN:
            doubts = (lost, f"另有 {unsure} 段说话声未能识别出文字" if unsure else "")
            return Evidence(f"{why};{';'.join(filter(None, doubts))},无法判断")
        role = None if self.role == "any" else Role(self.role)
        where = part.span if self.narrow else None
        return Evidence(f"{why},{self.against(said)}", where, role)
