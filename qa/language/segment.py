"""Segments: stretches without gaps, found many at a time and in spite of errors.

A segment is a small automaton (Glushkov's: one state a character), so that alternatives cost
nothing but their characters. What may differ between it and what was said:

- *homophones*: another character of the same sound. Same tone counts 1, another tone 2, the
  same only after folding (zh/z, -ng/-n …) 3.
- *edits*: a near sound (initial or final equal, the other close); a syllable too many; a light
  syllable (的 了 您 我 就 …) too few, though not the first or last; in nine syllables or more
  one syllable of any other sound, as two edits. No edit loses or gains a negation or a digit,
  and the first two or the last two syllables have to be free of edits.

and how much of it, by the number of syllables:

    1     the character itself
    2     homophones up to 3: 消护 for 销户, 资讯 for 咨询, but not 头数 for 投诉
    3     homophones up to 6, or one near sound and nothing else
    4–6   one edit; with it, homophones up to one a syllable
    7–    two edits, likewise

A far sound is no edit in a short segment, because it makes another word: 我要投资 is one
character from 我要投诉, and 我要开户 from 我要销户.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from qa.language.automaton import Automaton
from qa.language.sounds import NEGATIONS, encode, near, sounds_of
from qa.language.template import Node

_LIGHT = frozenset("的地得了个您你我们就也都还把给在这那吗吧嘛请是")
"""Syllables spoken so lightly that recognisers lose them."""
_FAR_FROM = 9


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A segment found in a text, at `text[start:end]`."""

    start: int
    end: int
    edits: int
    homophones: int
    syllables: int
    """Of the segment as authored."""


def allowed_edits(syllables: int) -> int:
    """How many edits a segment of so many syllables may hold."""
    return 0 if syllables < 3 else 1 if syllables < 7 else 2


def acceptable(syllables: int, heard: int, edits: int, homophones: int) -> bool:
    """The table above; `heard` is the number of characters matched."""
    if syllables <= 2:
        return not edits and homophones <= (0, 0, 3)[syllables]
    if syllables == 3:
        return homophones <= 6 if not edits else edits == 1 and heard == 3 and not homophones
    most = allowed_edits(syllables)
    return edits < most or (edits == most and homophones <= syllables)


@cache
def homophony(said: str, heard: str) -> int | None:
    """0–3: how unlike two characters of the same sound are; None when the sound differs."""
    if said == heard:
        return 0
    other = sounds_of(heard)[0]
    grades = [
        1 if own.toned == other.toned else 2 if own.plain == other.plain else 3
        for own in sounds_of(said)
        if own.folded == other.folded
    ]
    return min(grades, default=None)


@cache
def substitution(said: str, heard: str) -> int | None:
    """Edits that it takes to hear another sound: 1 when near, 2 when far; None: forbidden."""
    if not (pliable(said) and pliable(heard)):
        return None
    sound = sounds_of(heard)[0].folded
    return 1 if any(sound in near(own.folded) for own in sounds_of(said)) else 2


def pliable(char: str) -> bool:
    """Whether an edit may touch a character: Chinese, and not a negation."""
    return char not in NEGATIONS and "\u3400" <= char <= "\u9fff"


class SegmentIndex:
    """Finds all occurrences of many segments in one pass over a text.

    Two neighbouring syllables without edits, at one end of the segment, are looked up; from
    there the automaton is followed, with edits, to its other end.
    """

    def __init__(self, segments: Iterable[Node]) -> None:
        self._single: dict[str, list[Node]] = defaultdict(list)
        self._pairs: tuple[_Pairs, _Pairs] = (defaultdict(list), defaultdict(list))
        for segment in dict.fromkeys(segments):
            forward = Automaton(segment)
            for state in forward.first & forward.last:
                self._single[forward.chars[state]].append(segment)
            for pairs, automaton in zip(self._pairs, (forward, forward.reversed()), strict=True):
                for key, state, following in automaton.openings():
                    pairs[key].append((segment, automaton, state, following))

    def find(self, chars: str) -> dict[Node, list[Occurrence]]:
        """Segment → its occurrences, one per place, the one with the fewest edits."""
        codes = encode(chars)
        found: dict[Node, dict[tuple[int, int], Occurrence]] = defaultdict(dict)
        for at, char in enumerate(chars):
            for segment in self._single.get(char, ()):
                _keep(found[segment], Occurrence(at, at + 1, 0, 0, 1))
        for at in range(len(chars) - 1):
            for segment, automaton, state, following in self._pairs[0].get(codes[at : at + 2], ()):
                walk = _Walk(automaton, chars, 1)
                for occurrence in walk.from_pair(state, following, at):
                    _keep(found[segment], occurrence)
        for at in range(len(chars) - 1, 0, -1):
            key = codes[at] + codes[at - 1]
            for segment, automaton, state, following in self._pairs[1].get(key, ()):
                walk = _Walk(automaton, chars, -1)
                for occurrence in walk.from_pair(state, following, at):
                    _keep(found[segment], occurrence)
        return {segment: list(places.values()) for segment, places in found.items()}


_Pairs = dict[str, list[tuple[Node, Automaton, int, int]]]


def _keep(places: dict[tuple[int, int], Occurrence], found: Occurrence) -> None:
    """The better of two occurrences at one place."""
    place = (found.start, found.end)
    best = places.get(place)
    if best is None or (found.edits, found.homophones) < (best.edits, best.homophones):
        places[place] = found


class _Walk:
    """One automaton followed along a text, in either direction."""

    __slots__ = ("_automaton", "_chars", "_most_edits", "_step")

    def __init__(self, automaton: Automaton, chars: str, step: int) -> None:
        self._automaton = automaton
        self._chars = chars
        self._step = step
        self._most_edits = allowed_edits(automaton.longest)

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
            if acceptable(syllables, stop - start, edits, homophones):
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
        char = self._chars[at] if 0 <= at < len(self._chars) else ""
        spare = self._most_edits - edits
        for next_state in automaton.follow[state]:
            said = automaton.chars[next_state]
            if char:
                unlike = homophony(said, char)
                cost = 0 if unlike is not None else substitution(said, char) if spare else None
                if cost == 2 and automaton.longest < _FAR_FROM:
                    cost = None
                if cost is not None and cost <= spare:
                    yield from self._ends(
                        next_state,
                        at + step,
                        syllables + 1,
                        homophones + (unlike or 0),
                        edits + cost,
                    )
            if spare and said in _LIGHT:
                yield from self._goes_on(next_state, at, syllables + 1, homophones, edits + 1)
        if spare and char and pliable(char):
            yield from self._goes_on(state, at + step, syllables, homophones, edits + 1)
