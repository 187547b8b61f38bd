"""Parts of a call: the turns that a position leads to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import NamedTuple

from qa.call import Role, Turn
from qa.language.phrases import Hit
from qa.rules.ear import Listener
from qa.rules.evidence import hit_confidence, quote, span_of
from qa.rules.hearing import Hearing, says_something
from qa.rules.position import Between, Window
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

    @cached_property
    def inside(self) -> frozenset[int]:
        """The identities of its turns."""
        return frozenset(map(id, self.turns))

    @cached_property
    def everywhere(self) -> bool:
        """Whether all that is said in its turns lies inside."""
        return self.since == -inf and self.until == inf

    def holds(self, said: Span) -> bool:
        """Whether a hit in one of its turns lies inside."""
        return self.since <= said.start < self.until

    def heard(self, hearing: Hearing, listener: Listener) -> list[Found]:
        """What a listener hears inside, in order."""
        found = []
        for passage, hits in hearing.found_by(listener):
            if id(passage.first) in self.inside:
                turn = passage.turn
                for hit in hits:
                    if self.everywhere or self.holds(span_of(turn, hit.start, hit.end)):
                        found.append(Found(turn, hit, passage.first, hit_confidence(turn, hit)))
        return found

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
    turns: Sequence[Turn], hit: Span, role: Role | None, before: Window | None, after: Window | None
) -> Stretch:
    """What lies so far before and after a hit of `role` (None: of nobody, such as a silence).

    With both windows the hit itself lies inside.
    """
    own = [turn for turn in turns if turn.start <= hit.start < turn.end]
    earlier = [turn for turn in turns if turn.start < hit.start and turn not in own]
    later = [turn for turn in turns if turn.start >= hit.start and turn not in own]
    early = 0.0 if role is None or any(turn.role is role for turn in own) else EARLY_S
    since, until = hit.end - early, hit.start + early
    chosen = list(own)
    if before:
        since = hit.start - before.seconds if before.seconds else -inf
        chosen = [*_nearest(earlier[::-1], before)[::-1], *chosen]
        until = until if not after else inf
    if after:
        until = hit.end + after.seconds if after.seconds else inf
        chosen += _nearest(later, after)
    reaching = [turn for turn in chosen if turn.end > since and turn.start < until]
    low = since if since > -inf else min([hit.start, *(turn.start for turn in reaching)])
    high = until if until < inf else max([hit.end, *(turn.end for turn in reaching)])
    return Stretch(tuple(reaching), Span(max(0.0, low), max(0.0, low, high)), since, until)


def many_of(hearing: Hearing, role: str) -> int:
    """How many turns hold one of the role."""
    return 1 if hearing.roles_known or role == "any" else _MIXED_TURNS


def _nearest(outward: Sequence[Turn], window: Window) -> Sequence[Turn]:
    """So many turns; all of them where seconds are to decide."""
    if window.turns is None:
        return outward
    return outward[: _place_of(outward, window.turns)]


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
    """From one turn to another, counted among those that say something."""
    places = [place for place, turn in enumerate(turns) if says_something(turn)]
    low = _index(between.from_turn, len(places), many, last=False)
    high = _index(between.to_turn, len(places), many, last=True) + 1
    start = 0 if low <= 0 else places[low] if low < len(places) else len(turns)
    stop = len(turns) if high >= len(places) else places[high] if high > 0 else 0
    return turns[start:stop]


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
