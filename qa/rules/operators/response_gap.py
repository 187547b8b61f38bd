"""`response_gap`: somebody takes too long, or hardly any time, before speaking.

    response_gap: {by: agent, above_s: 5, at_least: 2}     # after the customer has spoken
    response_gap: {by: agent, after: start, above_s: 5}    # picks up and says nothing
    response_gap: {by: agent, below_s: 0.2, min_before_s: 10}

From the end of what was said last to the start of the role's turn. Bare interjections are no
answer and end no wait, and a voice of 1.5 s or more is an answer though its words were lost.
Who starts more than 0.5 s before the other ends does not answer but cuts in (`interruption`); by
less the gap is 0. A gap in which the agent had asked to wait does not count: `silence` judges
waits.

Unknown where the roles are, or where one of them was not heard; `after: start` also where the
recording starts in speech.
"""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from qa.call import Role, Turn
from qa.rules.doubts import missing_ends
from qa.rules.evidence import clock, quote
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.operators.measured import BOTH, not_found, takes_turn, unheard
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import EARLY_S, Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Seconds, Span


class Gap(NamedTuple):
    """What passes before a turn."""

    turn: Turn
    before: Turn | None
    """Who spoke last; None at the start of the recording."""
    since: Seconds
    """When the gap begins."""
    length_s: Seconds
    """Never negative."""


class ResponseGap(Operator, Limits, Position):
    """The time before a role speaks is too long or too short."""

    SHOWN: ClassVar[str] = "{:.1f} s"

    by: Literal["agent", "customer"] = "agent"
    """Who speaks after the gap."""
    after: Literal["other", "same", "any", "start"] = "other"
    """Who spoke before it: the other party, the same one, any of them; or `start`, from the start
    of the recording to the role's first sound."""
    above_s: Annotated[float, Field(ge=0)] | None = None
    """Seconds; a longer gap counts."""
    below_s: Annotated[float, Field(gt=0)] | None = None
    """Seconds; a shorter gap counts."""
    at_least: Annotated[int, Field(ge=1)] = 1
    """How many such gaps there have to be."""
    min_before_s: Annotated[float, Field(ge=0)] = 0
    """Seconds that the turn before the gap lasts at least."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Measure every gap."""
        nothing = unheard(hearing, *((self.by,) if self.after == "start" else BOTH))
        if nothing:
            return nothing
        lost = missing_ends(hearing, ["start"]) if self.after == "start" else ()
        if lost:
            return unknown(Evidence(f"{lost[0]},无法判断{ROLE_NAMES[self.by]}多久开口"))
        return over(self, self.by, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        gaps = list(self._gaps(hearing, part))
        found = [gap for gap in gaps if self.beyond(gap.length_s)]
        if len(found) >= self.at_least:
            return true(*(partial(self._evidence, gap) for gap in found))
        why = partial(self._in_words, gaps, len(found))
        return not_found(self, hearing, part, why)

    def _gaps(self, hearing: Hearing, part: Stretch) -> Iterator[Gap]:
        """Every gap in a part of the call but those that were announced."""
        for gap in self._first(hearing) if self.after == "start" else self._between(hearing):
            outside = self.narrow and not (
                id(gap.turn) in part.inside and part.holds(gap.turn.span, gap.turn.role)
            )
            if not outside and not (self.beyond(gap.length_s) and _announced(hearing, gap)):
                yield gap

    def _first(self, hearing: Hearing) -> Iterator[Gap]:
        first = hearing.turns_of(self.by)[0]
        yield Gap(first, None, 0.0, first.start)

    def _between(self, hearing: Hearing) -> Iterator[Gap]:
        last: Turn | None = None
        ours = Role(self.by)
        for turn in filter(takes_turn, hearing.turns):
            if last and turn.role is ours and self._follows(last, turn):
                yield Gap(turn, last, last.end, max(0.0, turn.start - last.end))
            if last is None or turn.end >= last.end:
                last = turn

    def _follows(self, before: Turn, turn: Turn) -> bool:
        """Whether a turn is an answer to the one before, as `after` would have it."""
        same = before.role is turn.role
        return (
            (self.after == "any" or same == (self.after == "same"))
            and turn.start >= before.end - EARLY_S
            and before.end - before.start >= self.min_before_s
        )

    def _evidence(self, gap: Gap) -> Evidence:
        who = ROLE_NAMES[self.by]
        before = f"{ROLE_NAMES[gap.before.role.value]}说完" if gap.before else "录音开始"
        length = self.shown(gap.length_s)
        why = f"{clock(gap.since)} {before},{who}隔 {length} 开口,{self.against(gap.length_s)}"
        span = Span(gap.since, gap.since + gap.length_s)
        return Evidence(why, span, Role(self.by), quote(gap.turn, 0, 1) or None)

    def _in_words(self, gaps: list[Gap], count: int) -> str:
        who = ROLE_NAMES[self.by]
        if not gaps:
            return f"{self.place()}没有可计算的{who}开口前的间隔"
        lengths = [gap.length_s for gap in gaps]
        few = f",不足 {self.at_least} 个" if self.at_least > 1 else ""
        return (
            f"{self.place()}{who}开口前的间隔共 {len(gaps)} 个,最短 {self.shown(min(lengths))}、"
            f"最长 {self.shown(max(lengths))},超限 {count} 个{few}({self.limits})"
        )


def _announced(hearing: Hearing, gap: Gap) -> bool:
    """Whether the agent had asked to wait."""
    return any(
        silence.announced and gap.since <= silence.span.start < gap.turn.start
        for silence in hearing.measures.silences
    )
