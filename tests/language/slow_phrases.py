"""Phrases found one way at a time, in plain Python: what the compiled search has to find."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from slow_segments import Occurrence, SegmentIndex

from qa.language.automaton import automaton
from qa.language.phrases import Hit
from qa.language.sounds import NEGATIONS
from qa.language.spoken import Spoken, spoken
from qa.language.template import Digits, Gap, Node, by_characters_only, ways

_HESITATIONS = re.compile("就是说|那个|这个|就是")
_ARABIC = frozenset("0123456789")
_DIGITS = _ARABIC | frozenset("abcdefghijklmnopqrstuvwxyz零〇一二三四五六七八九幺十百千两")
_MAX_DIGITS = 20
_HOMOPHONE_LOSS = 0.04
"""Quality lost by a syllable of which only the sound is right, at most four times that."""
_EDIT_LOSS = 0.8
"""Quality lost by an edited syllable."""


_Steps = tuple[int | Gap | Digits, ...]
"""A way to say a phrase, its segments by number."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """A way found so far: its segments from `start` to `end`."""

    start: int
    end: int
    edits: int
    homophones: int
    syllables: int

    def then(self, found: Occurrence) -> "_Chain":
        """The chain with one more segment."""
        return _Chain(
            self.start,
            found.end,
            self.edits + found.edits,
            self.homophones + found.homophones,
            self.syllables + found.syllables,
        )


class SlowPhraseIndex:
    """Many phrases, searched together."""

    def __init__(self, phrases: Iterable[str], firm: Collection[str] = ()) -> None:
        """`firm` names the phrases in which no edits are looked for, only homophones."""
        numbers: dict[tuple[Node, bool], int] = {}
        self._by_first: dict[int, list[tuple[str, _Steps]]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            for way in ways(phrase):
                steps = tuple(
                    node
                    if isinstance(node, Gap | Digits)
                    else numbers.setdefault((node, phrase in firm), len(numbers))
                    for node in way
                )
                first = steps[0]
                assert isinstance(first, int)
                self._by_first[first].append((phrase, steps))
        self._segments = SegmentIndex(
            [automaton(node) for node, _ in numbers],
            {number for (_, is_firm), number in numbers.items() if is_firm},
        )

    def search(self, text: str) -> Mapping[str, tuple[Hit, ...]]:
        """Phrase → its hits, in order and not overlapping each other; the best at each place."""
        heard = spoken(text)
        found = self._search(heard)
        fluent = _without_hesitations(heard)
        if fluent:
            for phrase, hits in self._search(fluent).items():
                found[phrase] += hits
        return {phrase: _best(hits) for phrase, hits in found.items()}

    def _search(self, heard: Spoken) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = defaultdict(list)
        segments = self._segments.find(heard.chars, heard.marks)
        for first in segments:
            for phrase, steps in self._by_first.get(first, ()):
                if all(step in segments for step in steps if isinstance(step, int)):
                    for chain in _chains(steps, segments, heard):
                        exact = not chain.edits and not chain.homophones
                        if exact or not by_characters_only(phrase):
                            found[phrase].append(_hit(phrase, chain, heard))
        return found


def _hit(phrase: str, chain: _Chain, heard: Spoken) -> Hit:
    loss = _EDIT_LOSS * chain.edits + _HOMOPHONE_LOSS * chain.homophones
    start, end = heard.at[chain.start], heard.at[chain.end - 1] + 1
    exact = not chain.edits and not chain.homophones
    return Hit(start, end, phrase, exact, chain.edits, round(1 - loss / chain.syllables, 3))


def _best(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Of overlapping hits of one phrase the best."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=_worth):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return tuple(sorted(kept))


def _worth(hit: Hit) -> tuple[float, int, int, int]:
    return -hit.quality, hit.start - hit.end, hit.start, hit.edits


def _chains(
    steps: _Steps, segments: Mapping[int, Sequence[Occurrence]], heard: Spoken
) -> Iterator[_Chain]:
    """Every way in which the parts follow each other in what was heard."""
    nothing = _Chain(0, 0, 0, 0, 0)
    chains: list[_Chain] = []
    between: list[Gap | Digits] = []
    for place, step in enumerate(steps):
        if not isinstance(step, int):
            between.append(step)
            continue
        if not place:
            chains = [replace(nothing, start=at.start).then(at) for at in segments[step]]
            continue
        chains = [
            chain.then(at)
            for chain in chains
            for at in segments[step]
            if chain.end <= at.start and _fits(between, chain.end, at.start, heard)
        ]
        between = []
    return iter(_over_digits(chains, between, heard) if between else chains)


def _over_digits(
    chains: Sequence[_Chain], between: Sequence[Gap | Digits], heard: Spoken
) -> list[_Chain]:
    """Chains that what is left, a number at its end, follows; stretched over it."""
    return [
        replace(chain, end=end)
        for chain in chains
        for end in range(chain.end + 1, min(len(heard.chars), chain.end + _MAX_DIGITS) + 1)
        if _fits(between, chain.end, end, heard)
    ]


def _digits_end(start: int, digits: Digits, heard: Spoken) -> int:
    known = _ARABIC if digits.arabic else _DIGITS
    end = start
    while end < min(len(heard.chars), start + _MAX_DIGITS) and heard.chars[end] in known:
        end += 1
    return end


def _fits(between: Sequence[Gap | Digits], start: int, end: int, heard: Spoken) -> bool:
    """Whether `chars[start:end]` can be what stands between two segments."""
    if not between:
        return start == end
    if any(start <= at <= end for at in heard.breaks) and start < end:
        return False
    part, rest = between[0], between[1:]
    if isinstance(part, Digits):
        stop = min(_digits_end(start, part, heard), end)
        return any(_fits(rest, at, end, heard) for at in range(stop, start, -1))
    for size in range(part.least, min(part.most, end - start) + 1):
        if not part.negation and NEGATIONS.intersection(heard.chars[start : start + size]):
            return False
        if _fits(rest, start + size, end, heard):
            return True
    return False


def _without_hesitations(heard: Spoken) -> Spoken | None:
    """The same without 那个, 这个, 就是(说); None when there are none."""
    kept = [index for piece in _pieces(heard.chars) for index in piece]
    if len(kept) == len(heard.chars):
        return None

    def moved(places: frozenset[int]) -> frozenset[int]:
        return frozenset(bisect_left(kept, at) for at in places)

    return Spoken(
        "".join(heard.chars[index] for index in kept),
        tuple(heard.at[index] for index in kept),
        moved(heard.breaks),
        moved(heard.marks),
    )


def _pieces(chars: str) -> list[range]:
    """What lies between hesitations, as ranges of indices."""
    start = 0
    pieces = []
    for match in _HESITATIONS.finditer(chars):
        pieces.append(range(start, match.start()))
        start = match.end()
    return [*pieces, range(start, len(chars))]
