"""`role_check`: a certain turn of the call is said by a certain role.

    role_check: {role: agent}                  # the agent speaks first
    role_check: {turn: -1, role: customer}     # the customer has the last word

Turns of both parties are counted together, those that say something. A voice of 1.5 s or more
whose words were lost may be one: where that decides, the result is unknown. So it is where the
roles are, where one of them was not heard, and where the recording may lack the end of the call
that is counted from.
"""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal

from pydantic import Field, model_validator

from qa.call import Turn
from qa.rules.doubts import missing_ends
from qa.rules.evidence import clock, quote
from qa.rules.hearing import Hearing, says_something
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.measured import BOTH, takes_turn, unheard
from qa.rules.verdict import Evidence


class RoleCheck(Operator):
    """A certain turn of the call is said by a certain role."""

    turn: Annotated[int, Field(ge=-10_000, le=10_000)] = 1
    """Which turn of the call; 1 is the first, -1 the last."""
    role: Literal["agent", "customer"] = "agent"
    """Who should say it."""

    @model_validator(mode="after")
    def _counted_from_one(self) -> "RoleCheck":
        if self.turn == 0:
            raise ValueError("turns are counted from 1, or from -1 at the end")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look who says it."""
        nothing = unheard(hearing, *BOTH)
        if nothing:
            return nothing
        lost = missing_ends(hearing, ["start" if self.turn > 0 else "end"])
        if lost:
            return unknown(Evidence(f"{';'.join(lost)},无法判断{self._which}由谁说"))
        sure = self._nth([turn for turn in hearing.turns if says_something(turn)])
        maybe = self._nth([turn for turn in hearing.turns if takes_turn(turn)])
        if maybe and (sure is None or sure.role is not maybe.role):
            why = f"有一段说话声未能识别出文字,无法判断{self._which}由谁说"
            return unknown(Evidence(why, maybe.span, maybe.role))
        if sure is None:
            return false(Evidence(f"通话没有{self._which}"))
        found = true if sure.role.value == self.role else false
        return found(partial(self._evidence, sure))

    def _nth(self, turns: Sequence[Turn]) -> Turn | None:
        place = self.turn - 1 if self.turn > 0 else len(turns) + self.turn
        return turns[place] if 0 <= place < len(turns) else None

    @property
    def _which(self) -> str:
        return f"第 {self.turn} 个话轮" if self.turn > 0 else f"倒数第 {-self.turn} 个话轮"

    def _evidence(self, turn: Turn) -> Evidence:
        why = f"{self._which}({clock(turn.start)})由{ROLE_NAMES[turn.role.value]}说"
        return Evidence(why, turn.span, turn.role, quote(turn, 0, 1))
