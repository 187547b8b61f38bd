"""Runs: unbroken stretches of characters, found many at a time and in spite of errors.

What a difference between a run and what was said costs:

    the same character                                   0
    another character, same sound and tone               1
    … same sound, other tone                             2
    … same sound after folding (zh/z, -ng/-n …)          3
    a near sound (one of initial and final equal)       20
    a syllable too many                                 20
    a light syllable (的 了 您 我 就 …) too few         20
    another sound, in runs of 9 or more                 40
    anything that loses or gains a negation, a digit     forbidden

and what a run of n syllables may cost (`budget`): 1: 0, only the character itself; 2: 3, such
as 消护 for 销户 and 资讯 for 咨询, but not 头数 for 投诉; 3: 6, where a near sound costs 6, so
that both others have to be right; 4–6: one edit and a few homophones (20 + n); from 7: two
edits (40 + n). A far sound is never an edit in a short run, because it is another word: 我要投资
is one character from 我要投诉, and 我要开户 from 我要销户.

Runs of up to three syllables are looked up whole. A longer one with k edits is cut into k + 1
pieces, of which at least one must be intact: pieces are looked up and the rest is aligned.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from qa.language.alignment import NEAR_IN_THREE, Run, align, budget
from qa.language.sounds import code_of, encode, near


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A run found in a text: `text[start:end]`, at a cost, with so many edits in it."""

    start: int
    end: int
    cost: int
    edits: int


class RunIndex:
    """Finds all occurrences of many runs in one pass over a text."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.runs = tuple(Run(text) for text in dict.fromkeys(texts))
        self._keys: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number, run in enumerate(self.runs):
            for offset, key in set(_keys_of(run)):
                self._keys[key].append((number, offset, len(key)))
        self._lengths = sorted({len(key) for key in self._keys})

    def find(self, chars: str) -> dict[str, list[Occurrence]]:
        """Run → where it occurs; of overlapping alignments at one place the cheapest."""
        codes = encode(chars)
        best: dict[tuple[int, int, int], Occurrence] = {}
        for number, offset, anchor, length in self._anchors(codes):
            found = _occurrence(self.runs[number], offset, length, chars, anchor)
            if found:
                place = (number, found.start, found.end)
                best[place] = min(found, best.get(place, found), key=_by_cost)
        found_by_run: dict[str, list[Occurrence]] = defaultdict(list)
        for (number, _, _), occurrence in best.items():
            found_by_run[self.runs[number].text].append(occurrence)
        return found_by_run

    def _anchors(self, codes: str) -> Iterator[tuple[int, int, int, int]]:
        keys = self._keys
        for length in self._lengths:
            for anchor in range(len(codes) - length + 1):
                for number, offset, size in keys.get(codes[anchor : anchor + length], ()):
                    yield number, offset, anchor, size


def _by_cost(occurrence: Occurrence) -> tuple[int, int]:
    return occurrence.cost, occurrence.edits


def _occurrence(run: Run, offset: int, length: int, chars: str, anchor: int) -> Occurrence | None:
    """The cheapest alignment in which `length` syllables of the run from `offset` on are intact
    at `anchor`; for short runs that is the whole run."""
    limit = budget(len(run))
    cost = edits = 0
    for index in range(length):
        step = run.cost(offset + index, chars[anchor + index])
        if step is None:
            return None
        cost += step
        edits += step == NEAR_IN_THREE
    if cost > limit:
        return None
    after = align(run, offset + length, len(run), chars, anchor + length, limit - cost)
    if after is None:
        return None
    before = align(run, offset - 1, -1, chars, anchor - 1, limit - cost - after[0])
    if before is None:
        return None
    return Occurrence(
        before[2] + 1, after[2], cost + before[0] + after[0], edits + before[1] + after[1]
    )


def _keys_of(run: Run) -> Iterator[tuple[int, str]]:
    """(offset, sound code) under which a run is looked up."""
    if len(run) <= 3:
        yield from ((0, key) for key in _spellings(run.codes))
        if len(run) == 3:
            yield from ((0, key) for key in _near_spellings(run))
        return
    pieces = 2 if len(run) <= 6 else 3
    cuts = [len(run) * piece // pieces for piece in range(pieces + 1)]
    for start, end in pairwise(cuts):
        yield from ((start, key) for key in _spellings(run.codes[start:end]))


def _spellings(codes: tuple[frozenset[str], ...]) -> list[str]:
    return ["".join(spelling) for spelling in product(*codes)]


def _near_spellings(run: Run) -> Iterator[str]:
    for index, foldeds in enumerate(run.folded):
        others = frozenset(code_of(other) for folded in foldeds for other in near(folded))
        yield from _spellings((*run.codes[:index], others, *run.codes[index + 1 :]))
