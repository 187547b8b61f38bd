"""`monologue`: somebody speaks on for too long without letting the other in.

    monologue: {role: agent, above_s: 60}

From the first to the last sound of what one role says. Its own pauses below 3 s belong to it and
backchannels of the other (嗯, 好的) do not end it; anything else that the other says does
(`qa.measures.talk`). Every monologue that begins in the part of the call that is looked at counts
with its whole length. Unknown where the roles are, and where one of them was not heard.
"""

from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from qa.call import Role
from qa.measures.overtalk import Party
from qa.measures.talk import monologues
from qa.rules.evidence import clock, quote
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, true
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.measured import BOTH, OTHER, WHO, not_found, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Span


class Monologue(Operator, Position):
    """Somebody speaks on for too long."""

    role: Literal["agent", "customer", "any"] = "agent"
    """Who speaks."""
    above_s: Annotated[float, Field(gt=0)]
    """Seconds; a longer monologue holds."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare every monologue."""
        return unheard(hearing, *BOTH) or over(self, self.role, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        longest = hearing.measures.metrics.longest_monologue_s or 0.0
        found = self._found(hearing, part) if longest > self.above_s else []
        if found:
            return true(*(partial(self._evidence, hearing, *each) for each in found))
        return not_found(self, hearing, part, partial(self._in_words, longest))

    def _found(self, hearing: Hearing, part: Stretch) -> list[tuple[str, Span]]:
        parties = {role: Party.of(hearing.transcript, Role(role)) for role in BOTH}
        return [
            (role, span)
            for role in (BOTH if self.role == "any" else (self.role,))
            for span in monologues(parties[role], parties[OTHER[role]])
            if span.duration > self.above_s and (not self.narrow or part.covers(span))
        ]

    def _evidence(self, hearing: Hearing, role: str, span: Span) -> Evidence:
        why = (
            f"{ROLE_NAMES[role]}从 {clock(span.start)} 起连续说了 {span.duration:.1f} s,"
            f"超过 {self.above_s:g} s"
        )
        turns = (turn for turn in hearing.turns_of(role) if turn.span.overlaps(span) and turn.text)
        first = next(turns, None)
        return Evidence(why, span, Role(role), quote(first, 0, 1) if first else None)

    def _in_words(self, longest: float) -> str:
        return (
            f"{self.place()}{WHO[self.role]}没有连续说话超过 {self.above_s:g} s"
            f"(双方最长一段 {longest:.1f} s)"
        )
