"""`level`: a role is too loud or too faint.

    level: {role: agent, below_dbfs: -40}
    level: {role: customer, of: any_turn, above_dbfs: -9}

The root mean square level over the time that the role speaks, in dB relative to full scale: 0 is
the loudest that a recording can hold, a usual voice lies around -25. `average` is the mean power
of all turns, `any_turn` looks at each. Recordings differ in gain, so compare a voice with itself
where you can (`level_change`). Unknown where the roles are (unless `role` is `any`), where the
role was not heard and where no level was measured.
"""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from qa.call import Role, Turn
from qa.measures.talk import mean_level_dbfs
from qa.rules.evidence import clock, quote
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.operators.measured import WHO, cut_off, not_found, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

Decibels = Annotated[float, Field(le=0, allow_inf_nan=False)]


class Level(Operator, Limits, Position):
    """A role is too loud or too faint."""

    SHOWN: ClassVar[str] = "{:.1f} dBFS"

    role: Literal["agent", "customer", "any"] = "agent"
    """Whose voice."""
    of: Literal["average", "any_turn"] = "average"
    """The level of all turns together, or that of any turn."""
    above_dbfs: Decibels | None = None
    """dBFS; louder than this holds."""
    below_dbfs: Decibels | None = None
    """dBFS; fainter than this holds."""
    min_turn_s: Annotated[float, Field(ge=0)] = 1
    """Seconds that a turn lasts at least for its own level to count."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the level."""
        return unheard(hearing, self.role) or over(self, self.role, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        return self._average(hearing, part) if self.of == "average" else self._turns(hearing, part)

    def _average(self, hearing: Hearing, part: Stretch) -> Finding:
        nothing = cut_off(self, hearing, part, f"{WHO[self.role]}平均音量")
        level = self._level(hearing, part)
        if nothing or level is None:
            return nothing or self._not_measured()
        found = true if self.beyond(level) else false
        return found(partial(self._in_words, part, level))

    def _level(self, hearing: Hearing, part: Stretch) -> float | None:
        """The mean level in a part of the call; None where nothing was measured."""
        metrics = hearing.measures.metrics
        if self.narrow or self.role == "any":
            return mean_level_dbfs(part.turns)
        return metrics.agent_level_dbfs if self.role == "agent" else metrics.customer_level_dbfs

    def _turns(self, hearing: Hearing, part: Stretch) -> Finding:
        long = [turn for turn in part.turns if turn.end - turn.start >= self.min_turn_s]
        heard = [(turn, level) for turn in long if (level := turn.acoustics.level_dbfs) is not None]
        found = [(turn, level) for turn, level in heard if self.beyond(level)]
        if found:
            return true(*(partial(self._evidence, *each) for each in found))
        if long and not heard:
            return self._not_measured()
        why = partial(self._between, [level for _, level in heard])
        return not_found(self, hearing, part, why)

    def _not_measured(self) -> Finding:
        return unknown(Evidence(f"{self.place()}没有测到{WHO[self.role]}的音量,无法判断"))

    def _in_words(self, part: Stretch, level: float) -> Evidence:
        why = f"{self.place()}{WHO[self.role]}平均音量 {self.shown(level)},{self.against(level)}"
        role = None if self.role == "any" else Role(self.role)
        return Evidence(why, part.span if self.narrow else None, role)

    def _evidence(self, turn: Turn, level: float) -> Evidence:
        why = (
            f"{ROLE_NAMES[turn.role.value]}在 {clock(turn.start)} 的音量 {self.shown(level)},"
            f"{self.against(level)}"
        )
        return Evidence(why, turn.span, turn.role, quote(turn, 0, 1) or None)

    def _between(self, levels: Sequence[float]) -> str:
        if not levels:
            return f"{self.place()}{WHO[self.role]}没有达到 {self.min_turn_s:g} s 的话轮"
        return (
            f"{self.place()}{WHO[self.role]}各话轮音量 {min(levels):.1f} 至 "
            f"{self.shown(max(levels))},{self.limits}"
        )
