"""Segments in a text, found one automaton and one character at a time.

Plain Python over characters and sounds, no arrays: what the compiled search has to find.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from qa.language.automaton import Automaton
from qa.language.segment import LIGHT, allowed_edits, pliable
from qa.language.sounds import near, sounds_of


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A segment found in a text, at `text[start:end]`."""

    start: int
    end: int
    edits: int
    homophones: int
    syllables: int
    """Of the segment as authored."""


_SHORT = (0, 0, 1, 3)
"""Homophones allowed in up to three syllables."""


def acceptable(syllables: int, edits: int, homophones: int) -> bool:
    """Whether what differs is within the table above."""
    most = allowed_edits(syllables)
    if not most:
        return not edits and homophones <= _SHORT[syllables]
    if edits < most:
        return homophones <= 3 * syllables
    return edits == most and homophones <= syllables - 3


@cache
def homophony(said: str, heard: str) -> int | None:
    """0–4: how unlike two characters of the same sound are; None when the sound differs."""
    if said == heard:
        return 0
    other = sounds_of(heard)[0]
    grades = [
        1 if own.toned == other.toned else 3 if own.plain == other.plain else 4
        for own in sounds_of(said)
        if own.folded == other.folded
    ]
    return min(grades, default=None)


@cache
def is_near(said: str, heard: str) -> bool:
    """Whether hearing `heard` for `said` is an edit: a near sound that no meaning hangs on."""
    if homophony(said, heard) is not None:
        return False
    sound = sounds_of(heard)[0].folded
    close = any(sound in near(own.folded) for own in sounds_of(said))
    return close and pliable(said) and pliable(heard)


class SegmentIndex:
    """Finds all occurrences of many segments, known by their place in `segments`."""

    def __init__(self, segments: Sequence[Automaton], firm: Collection[int] = ()) -> None:
        """`firm` names the segments, by number, in which no edits are looked for."""
        self._single: dict[str, list[int]] = defaultdict(list)
        self._forward: _Openings = defaultdict(list)
        self._backward: _Openings = defaultdict(list)
        for number, segment in enumerate(segments):
            edits = 0 if number in firm else allowed_edits(segment.longest)
            for state in segment.first & segment.last:
                self._single[segment.chars[state]].append(number)
            for key, state, following in _openings(segment):
                self._forward[key].append((number, segment, edits, state, following))
            if edits:
                backward = _reversed(segment)
                for key, state, following in _openings(backward):
                    self._backward[key].append((number, backward, edits, state, following))

    def find(self, chars: str, marks: Collection[int] = ()) -> dict[int, list[Occurrence]]:
        """Segment → its occurrences, one per place, the one with the fewest edits.

        `marks` are the indices before which a punctuation mark was written.
        """
        found: dict[int, dict[tuple[int, int], Occurrence]] = defaultdict(dict)
        for number, occurrence in self._occurrences(chars):
            if _credible(occurrence, marks):
                _keep(found[number], occurrence)
        return {number: list(places.values()) for number, places in found.items()}

    def _occurrences(self, chars: str) -> Iterator[tuple[int, Occurrence]]:
        for at, char in enumerate(chars):
            for number in self._single.get(char, ()):
                yield number, Occurrence(at, at + 1, 0, 0, 1)
        sounds = [_heard(char) for char in chars]
        for at in range(len(chars) - 1):
            yield from self._walks(self._forward, chars, sounds, at, 1)
        for at in range(len(chars) - 1, 0, -1):
            yield from self._walks(self._backward, chars, sounds, at, -1)

    def _walks(
        self, openings: "_Openings", chars: str, sounds: Sequence[str], at: int, step: int
    ) -> Iterator[tuple[int, Occurrence]]:
        key = (sounds[at], sounds[at + step])
        for number, automaton, edits, state, following in openings.get(key, ()):
            for found in _Walk(automaton, chars, step, edits).from_pair(state, following, at):
                yield number, found


_Openings = dict[tuple[str, str], list[tuple[int, Automaton, int, int, int]]]
"""Two sounds → number, automaton, most edits, first and second state."""


def _heard(char: str) -> str:
    return sounds_of(char)[0].folded


def _sounds(char: str) -> set[str]:
    return {sound.folded for sound in sounds_of(char)}


def _openings(automaton: Automaton) -> Iterator[tuple[tuple[str, str], int, int]]:
    for state, following in automaton.edges:
        if state in automaton.first:
            said, then = automaton.chars[state], automaton.chars[following]
            for key in product(_sounds(said), _sounds(then)):
                yield key, state, following


def _reversed(automaton: Automaton) -> Automaton:
    return replace(
        automaton,
        first=automaton.last,
        last=automaton.first,
        edges=tuple(sorted((after, before) for before, after in automaton.edges)),
    )


def _credible(found: Occurrence, marks: Collection[int]) -> bool:
    """Whether a short occurrence is of one piece; with three syllables it may be exact."""
    if found.syllables > 3 or (found.syllables == 3 and not found.homophones):
        return True
    return not any(found.start < mark < found.end for mark in marks)


def _keep(places: dict[tuple[int, int], Occurrence], found: Occurrence) -> None:
    """The better of two occurrences at one place."""
    place = (found.start, found.end)
    best = places.get(place)
    if best is None or _cost(found) < _cost(best):
        places[place] = found


def _cost(found: Occurrence) -> tuple[int, int, int]:
    return found.edits, found.homophones, -found.syllables


class _Walk:
    """One automaton followed along a text, in either direction."""

    def __init__(self, automaton: Automaton, chars: str, step: int, most_edits: int) -> None:
        self._automaton = automaton
        self._follow: dict[int, list[int]] = defaultdict(list)
        for before, after in automaton.edges:
            self._follow[before].append(after)
        self._chars = chars
        self._step = step
        self._most_edits = most_edits

    def from_pair(self, state: int, following: int, at: int) -> Iterator[Occurrence]:
        """Occurrences whose first two syllables (in this direction) are heard at `at`."""
        said = self._automaton.chars
        first = homophony(said[state], self._chars[at])
        second = homophony(said[following], self._chars[at + self._step])
        if first is None or second is None:
            return
        ends = self._ends(following, at + 2 * self._step, 2, first + second, 0)
        for end, syllables, homophones, edits in ends:
            start, stop = (at, end) if self._step > 0 else (end + 1, at + 1)
            if acceptable(syllables, edits, homophones):
                yield Occurrence(start, stop, edits, homophones, syllables)

    def _ends(
        self, state: int, at: int, syllables: int, homophones: int, edits: int
    ) -> Iterator[tuple[int, int, int, int]]:
        """Where the automaton may end once `state` has been heard just before `at`."""
        if state in self._automaton.last:
            yield at, syllables, homophones, edits
        yield from self._goes_on(state, at, syllables, homophones, edits)

    def _goes_on(
        self, state: int, at: int, syllables: int, homophones: int, edits: int
    ) -> Iterator[tuple[int, int, int, int]]:
        automaton, step = self._automaton, self._step
        inside = 0 <= at < len(self._chars)
        if inside:
            for next_state in self._follow[state]:
                unlike = homophony(automaton.chars[next_state], self._chars[at])
                if unlike is not None:
                    yield from self._ends(
                        next_state, at + step, syllables + 1, homophones + unlike, edits
                    )
        if edits == self._most_edits:
            return
        for next_state in self._follow[state]:
            said = automaton.chars[next_state]
            if inside and is_near(said, self._chars[at]):
                yield from self._ends(next_state, at + step, syllables + 1, homophones, edits + 1)
            if said in LIGHT:
                yield from self._goes_on(next_state, at, syllables + 1, homophones, edits + 1)
        if inside and self._superfluous(at):
            yield from self._goes_on(state, at + step, syllables, homophones, edits + 1)

    def _superfluous(self, at: int) -> bool:
        """Whether the character may be one too many: a light one, or a stutter."""
        char = self._chars[at]
        return char in LIGHT or char in (self._chars[at - 1 : at], self._chars[at + 1 : at + 2])
