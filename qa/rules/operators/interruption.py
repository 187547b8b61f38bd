"""`interruption`: a role cuts in on the other too often, or talks over the other too long.

    interruption: {by: agent, more_than: 2}
    interruption: {by: agent, longest_above_s: 3, min_before_s: 2}

An interruption is overtalk beyond the grace period (0.5 s) that is not a backchannel, counted for
who started second, where the other had the floor for a second (`qa.measures.overtalk`). It holds
beyond any of the limits given. Unknown where the roles are, or where one of them was not heard.
"""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal

from pydantic import Field, model_validator

from qa.call import Role
from qa.measures.overtalk import floor_since
from qa.measures.values import Overtalk
from qa.rules.evidence import clock
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, true
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.measured import BOTH, OTHER, not_found, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Seconds


class Interruption(Operator, Position):
    """A role cuts in on the other."""

    by: Literal["agent", "customer"] = "agent"
    """Who interrupts."""
    more_than: Annotated[int, Field(ge=0)] | None = None
    """So many times are still allowed."""
    longest_above_s: Annotated[float, Field(ge=0)] | None = None
    """Seconds; a single interruption with more overlap counts."""
    total_above_s: Annotated[float, Field(ge=0)] | None = None
    """Seconds of overlap that all of them together may have."""
    min_before_s: Annotated[float, Field(ge=0)] = 0
    """Seconds that the interrupted party has had the floor at least; its pauses up to 1 s belong
    to it. Below 1 s nothing counts as an interruption."""

    @model_validator(mode="after")
    def _some_limit(self) -> "Interruption":
        limits = (self.more_than, self.longest_above_s, self.total_above_s)
        if all(limit is None for limit in limits):
            raise ValueError("give `more_than`, `longest_above_s` or `total_above_s`")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Count and time the interruptions."""
        return unheard(hearing, *BOTH) or over(self, self.by, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        found = [item for item in hearing.measures.overtalk if self._counts(hearing, part, item)]
        longest = [item for item in found if _over(item.span.duration, self.longest_above_s)]
        total_s = sum(item.span.duration for item in found)
        too_many = _over(len(found), self.more_than) or _over(total_s, self.total_above_s)
        summary = partial(self._summary, found)
        if too_many or longest:
            places = found if too_many else longest
            return true(*(partial(self._evidence, hearing, item, summary()) for item in places))
        return not_found(self, hearing, part, summary)

    def _counts(self, hearing: Hearing, part: Stretch, overtalk: Overtalk) -> bool:
        return (
            overtalk.interruption
            and overtalk.initiator.value == self.by
            and (not self.narrow or part.covers(overtalk.span))
            and (not self.min_before_s or self._held_s(hearing, overtalk) >= self.min_before_s)
        )

    def _held_s(self, hearing: Hearing, overtalk: Overtalk) -> Seconds:
        """How long the other had been speaking."""
        at = overtalk.span.start
        return at - floor_since(hearing.transcript.speech[Role(OTHER[self.by])], at)

    def _summary(self, found: Sequence[Overtalk]) -> str:
        lengths = [item.span.duration for item in found]
        figures = (
            (f"{self.place()}{ROLE_NAMES[self.by]}抢话 {len(found)} 次", self.more_than, "次"),
            (f"最长 {max(lengths, default=0.0):.1f} s", self.longest_above_s, "s"),
            (f"合计 {sum(lengths):.1f} s", self.total_above_s, "s"),
        )
        return ",".join(
            figure if limit is None else f"{figure}(上限 {limit:g} {unit})"
            for place, (figure, limit, unit) in enumerate(figures)
            if limit is not None or not place
        )

    def _evidence(self, hearing: Hearing, overtalk: Overtalk, summary: str) -> Evidence:
        said = next(
            (
                turn.text
                for turn in hearing.turns_of(self.by)
                if turn.span.overlaps(overtalk.span) and turn.text
            ),
            None,
        )
        why = (
            f"{clock(overtalk.span.start)} {ROLE_NAMES[OTHER[self.by]]}还在说话时插话,"
            f"重叠 {overtalk.span.duration:.1f} s;{summary}"
        )
        return Evidence(why, overtalk.span, Role(self.by), said)


def _over(figure: float, limit: float | None) -> bool:
    return limit is not None and figure > limit
