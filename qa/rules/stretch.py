"""Parts of a call: the turns that a position leads to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import NamedTuple

from qa.call import Role, Turn
from qa.language.phrases import Hit
from qa.rules.ear import Listener
from qa.rules.evidence import hit_confidence, quote, span_of
from qa.rules.hearing import Hearing, says_something
from qa.rules.position import Between, Window
from qa.rules.verdict import Evidence
from qa.timeline import Seconds, Span

EARLY_S: Seconds = 0.5
"""Question and answer, or a hit and what follows it, may overlap by this much."""
_MIXED_TURNS = 2
"""Where roles are unknown, N turns of one role lie among so many times N turns."""


class Found(NamedTuple):
    """Something heard."""

    turn: Turn
    """With the words of the next one where the hit lies across two."""
    hit: Hit
    first: Turn
    """The turn of the call that it begins in."""
    confidence: float
    """0–1."""

    @property
    def span(self) -> Span:
        """When it was said."""
        return span_of(self.turn, self.hit.start, self.hit.end)

    @property
    def said(self) -> str:
        """As transcribed."""
        return self.turn.text[self.hit.start : self.hit.end]

    @property
    def quote(self) -> str:
        """The sentence that it stands in."""
        return quote(self.turn, self.hit.start, self.hit.end)


@dataclass(frozen=True)
class Stretch:
    """A part of a call."""

    turns: tuple[Turn, ...]
    """Those of the role, and of unknown role, that reach into it."""
    span: Span
    """The time that it takes up, silence included."""
    since: Seconds = -inf
    """What is said earlier in the first turn lies outside."""
    until: Seconds = inf
    """What begins here or later lies outside."""
    hit_role: Role | None = None
    """Who says the hit that it begins after or ends before."""
    early: tuple[Seconds, Seconds] = (0.0, 0.0)
    """By how much what another role says may overlap with that hit, at either end."""

    @cached_property
    def inside(self) -> frozenset[int]:
        """The identities of its turns."""
        return frozenset(map(id, self.turns))

    @cached_property
    def everywhere(self) -> bool:
        """Whether all that is said in its turns lies inside."""
        return self.since == -inf and self.until == inf

    def holds(self, said: Span, role: Role) -> bool:
        """Whether something that a role says in one of its turns lies inside."""
        since, until = self._bounds(role)
        return since <= said.start < until

    def reaches(self, turn: Turn) -> bool:
        """Whether some of a turn may lie inside."""
        since, until = self._bounds(turn.role)
        return turn.end > since and turn.start < until

    def _bounds(self, role: Role) -> tuple[Seconds, Seconds]:
        if role is self.hit_role:
            return self.since, self.until
        return self.since - self.early[0], self.until + self.early[1]

    def heard(self, hearing: Hearing, listener: Listener) -> list[Found]:
        """What a listener hears inside, in order."""
        return list(self.hear(hearing, listener))

    def hear(self, hearing: Hearing, listener: Listener) -> Iterator[Found]:
        """The same, one after the other."""
        for passage, hits in hearing.found_by(listener, self.inside):
            if id(passage.first) in self.inside:
                turn = passage.turn
                for hit in hits:
                    if self.everywhere or self.holds(span_of(turn, hit.start, hit.end), turn.role):
                        yield Found(turn, hit, passage.first, hit_confidence(turn, hit))

    def covers(self, event: Span) -> bool:
        """Whether something that is no turn, such as a silence, begins inside."""
        return self.span.start <= event.start < self.span.end


def whole(turns: Sequence[Turn], hearing: Hearing) -> Stretch:
    """All of the call."""
    return Stretch(tuple(turns), Span(0, hearing.transcript.duration_s))


def beginning(turns: Sequence[Turn], window: Window, many: int) -> Stretch:
    """The first turns or seconds of a role."""
    if window.seconds is not None:
        limit = min((turn.start for turn in turns), default=0.0) + window.seconds
        return _of([turn for turn in turns if turn.start < limit])
    count = (window.turns or 0) * many
    return _of(turns[: _place_of(turns, count)])


def ending(turns: Sequence[Turn], window: Window, many: int) -> Stretch:
    """The last turns or seconds of a role."""
    if window.seconds is not None:
        limit = max((turn.end for turn in turns), default=0.0) - window.seconds
        return _of([turn for turn in turns if turn.end > limit])
    count = (window.turns or 0) * many
    return _of(turns[len(turns) - _place_of(turns[::-1], count) :])


def part(turns: Sequence[Turn], between: Between, hearing: Hearing, many: int) -> Stretch:
    """The turns, seconds or percent that `between` names."""
    if between.from_turn is not None or between.to_turn is not None:
        return _of(_counted(turns, between, many))
    length = hearing.transcript.duration_s
    if between.from_percent is not None or between.to_percent is not None:
        low = length * (between.from_percent or 0) / 100
        high = inf if between.to_percent in (None, 100) else length * between.to_percent / 100
    else:
        low = _second(between.from_s, length, 0.0)
        high = _second(between.to_s, length, inf)
    return _timed(turns, low, high, length)


def around(
    turns: Sequence[Turn],
    hit: Evidence,
    before: Window | None,
    after: Window | None,
    length: Seconds,
    many: int,
) -> Stretch:
    """What lies so far before and after a hit, in a call of `length` seconds.

    With both windows the hit itself lies inside. A window of more turns than there are reaches
    to the end of the call.
    """
    assert hit.span is not None
    begun, ended = hit.span.start, hit.span.end
    own = [turn for turn in turns if turn.start <= begun < turn.end]
    earlier = [turn for turn in turns if turn.start < begun and turn not in own]
    later = [turn for turn in turns if turn.start >= begun and turn not in own]
    nearest, first = _outward(earlier[::-1], before, many)
    following, last = _outward(later, after, many)
    early = EARLY_S if hit.role else 0.0
    near = Stretch(
        turns=(*nearest[::-1], *own, *following),
        span=hit.span,
        since=begun - (before.seconds or inf) if before else ended,
        until=ended + (after.seconds or inf) if after else begun,
        hit_role=hit.role,
        early=(0.0 if before else early, 0.0 if after else early),
    )
    reaching = tuple(filter(near.reaches, near.turns))
    low = near.since if near.since > -inf else min([begun, *(turn.start for turn in reaching)])
    high = near.until if near.until < inf else max([ended, *(turn.end for turn in reaching)])
    low, high = 0.0 if first else max(0.0, low), length if last else high
    return replace(near, turns=reaching, span=Span(low, max(low, high)))


def many_of(hearing: Hearing, role: str) -> int:
    """How many turns hold one of the role."""
    return 1 if hearing.roles_known or role == "any" else _MIXED_TURNS


def _outward(
    turns: Sequence[Turn], window: Window | None, many: int
) -> tuple[Sequence[Turn], bool]:
    """The turns on one side of a hit, and whether there are fewer than the window asks for."""
    if window is None:
        return (), False
    if window.turns is None:
        return turns, False
    count = window.turns * many
    nearest = turns[: _place_of(turns, count)]
    return nearest, sum(map(says_something, nearest)) < count


def _of(turns: Sequence[Turn]) -> Stretch:
    if not turns:
        return Stretch((), Span(0, 0))
    start = min(turn.start for turn in turns)
    return Stretch(tuple(turns), Span(start, max(turn.end for turn in turns)))


def _timed(turns: Sequence[Turn], low: Seconds, high: Seconds, length: Seconds) -> Stretch:
    reaching = tuple(turn for turn in turns if turn.end > low and turn.start < high)
    start = min(max(low, 0.0), length)
    return Stretch(reaching, Span(start, max(start, min(high, length))), low, high)


def _second(at: Seconds | None, length: Seconds, default: Seconds) -> Seconds:
    if at is None:
        return default
    return at if at >= 0 else length + at


def _counted(turns: Sequence[Turn], between: Between, many: int) -> Sequence[Turn]:
    """From one turn to another, counted among those that say something.

    Nothing lies before the first nor behind the last turn: what was heard there without words
    belongs to the part.
    """
    places = [place for place, turn in enumerate(turns) if says_something(turn)]
    low = _index(between.from_turn, len(places), many, last=False)
    stop = _index(between.to_turn, len(places), many, last=True) + 1
    start, end = 0, len(turns)
    if low >= 0 and between.from_turn not in (None, 1):
        start = places[low] if low < len(places) else len(turns)
    if stop <= len(places) and between.to_turn not in (None, -1):
        end = places[stop - 1] + 1 if stop > 0 else 0
    return turns[start:end]


def _index(at: int | None, count: int, many: int, *, last: bool) -> int:
    """Zero-based place of a turn counted from 1 or from -1, of `many` turns for one."""
    if at is None:
        return count if last else 0
    if at > 0:
        return at * many - 1 if last else (at - 1) * many
    return count + ((at + 1) * many - 1 if last else at * many)


def _place_of(turns: Iterable[Turn], count: int) -> int:
    """How many turns hold the first `count` that say something; all where there are fewer."""
    place = 0
    for place, turn in enumerate(turns, start=1):
        count -= says_something(turn)
        if not count:
            return place
    return place
