"""Segments: stretches without gaps, found many at a time and in spite of errors.

A segment is a small automaton (Glushkov's: one state a character), so that alternatives cost
nothing but their characters. What may differ between it and what was said:

- *homophones*: another character of the same sound. Same tone counts 1, another tone 3, the
  same only after folding (zh/z, -ng/-n …) 4.
- *edits*: a near sound (initial or final equal, the other close); a light syllable (的 了 就
  给 …) or a repeated one too many; a light one too few, though not the first or last. No edit
  loses or gains a negation or a digit, and the first two or the last two syllables have to be
  free of edits.

and how much of it, by the number of syllables:

    1     the character itself
    2     homophones up to 1: 公号 for 工号, but not 号反 for 好烦
    3     homophones up to 3: 大个分 for 打个分
    4–6   homophones up to three a syllable; one edit, and with it homophones up to three less
          than syllables
    7–    likewise with two edits

Short segments are that strict because any two syllables are the sound of some words, and any
three are near it. Another sound altogether is never an edit, because it makes another word:
我要投资 is one character from 我要投诉, and 我要开户 from 我要销户. Across a punctuation mark two
syllables are never taken together, and three only if they are the very characters.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from qa.language.automaton import Automaton
from qa.language.sounds import NEGATIONS, encode, near, sounds_of
from qa.language.template import Node

LIGHT = frozenset("的地得了个就也都还把给在这那吗吧嘛")
"""Syllables so light that recognisers lose and invent them."""


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


def allowed_edits(syllables: int) -> int:
    """How many edits a segment of so many syllables may hold."""
    return 0 if syllables < 4 else 1 if syllables < 7 else 2


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


def pliable(char: str) -> bool:
    """Whether an edit may touch a character: Chinese, and not a negation."""
    return char not in NEGATIONS and "\u3400" <= char <= "\u9fff"


class SegmentIndex:
    """Finds all occurrences of many segments in one pass over a text.

    Segments are known by their place in `segments`. Two neighbouring syllables without edits,
    at one end of a segment, are looked up; from there its automaton is followed, with edits, to
    its other end.
    """

    def __init__(self, segments: Sequence[Node], firm: Collection[int] = ()) -> None:
        """`firm` names the segments, by number, in which no edits are looked for."""
        self._single: dict[str, list[int]] = defaultdict(list)
        self._forward: _Openings = defaultdict(list)
        self._backward: _Openings = defaultdict(list)
        for number, segment in enumerate(segments):
            forward = Automaton(segment)
            edits = 0 if number in firm else allowed_edits(forward.longest)
            for state in forward.first & forward.last:
                self._single[forward.chars[state]].append(number)
            for key, state, following in forward.openings():
                self._forward[key].append((number, forward, edits, state, following))
            if edits:
                backward = forward.reversed()
                for key, state, following in backward.openings():
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
        codes = encode(chars)
        for at in range(len(chars) - 1):
            openings = self._forward.get(codes[at : at + 2], ())
            for number, automaton, edits, state, following in openings:
                walk = _Walk(automaton, chars, codes, 1, edits)
                for found in walk.from_pair(state, following, at):
                    yield number, found
        for at in range(len(chars) - 1, 0, -1):
            openings = self._backward.get(codes[at] + codes[at - 1], ())
            for number, automaton, edits, state, following in openings:
                walk = _Walk(automaton, chars, codes, -1, edits)
                for found in walk.from_pair(state, following, at):
                    yield number, found


_Openings = dict[str, list[tuple[int, Automaton, int, int, int]]]
"""Sound codes → number, automaton, most edits, first and second state."""


def _credible(found: Occurrence, marks: Collection[int]) -> bool:
    """Whether a short occurrence is of one piece; with three syllables it may be exact."""
    if found.syllables > 3 or (found.syllables == 3 and not found.homophones):
        return True
    return not any(found.start < mark < found.end for mark in marks)


def _keep(places: dict[tuple[int, int], Occurrence], found: Occurrence) -> None:
    """The better of two occurrences at one place."""
    place = (found.start, found.end)
    best = places.get(place)
    if best is None or (found.edits, found.homophones) < (best.edits, best.homophones):
        places[place] = found


class _Walk:
    """One automaton followed along a text, in either direction."""

    __slots__ = ("_automaton", "_chars", "_codes", "_most_edits", "_step")

    def __init__(
        self, automaton: Automaton, chars: str, codes: str, step: int, most_edits: int
    ) -> None:
        self._automaton = automaton
        self._chars = chars
        self._codes = codes
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
            for next_state in automaton.hearing(state, self._codes[at]):
                unlike = homophony(automaton.chars[next_state], self._chars[at]) or 0
                yield from self._ends(
                    next_state, at + step, syllables + 1, homophones + unlike, edits
                )
        if edits == self._most_edits:
            return
        for next_state in automaton.follow[state]:
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
