"""Find many phrases in a text at once, by characters and by sound, in spite of errors.

Phrases are templates (`qa.language.template`); their unbroken runs are found together
(`qa.language.runs`) and then joined over the gaps between them. A hit names the phrase, where
it stands in the original text, and how well it was heard.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.language.runs import Occurrence, RunIndex
from qa.language.sounds import NEGATIONS
from qa.language.spoken import Spoken, spoken, without_hesitations
from qa.language.template import Digits, Gap, Part, Variant, by_characters_only, variants

_DIGITS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz零〇一二三四五六七八九幺十百千两")
_MAX_DIGITS = 20
_COST_OF_NOTHING_RIGHT = 25
"""Per syllable: with it a hit's quality falls to 0; an edit in four syllables leaves 0.8."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A phrase found in a text: `text[start:end]`."""

    start: int
    end: int
    phrase: str
    """As authored."""
    exact: bool
    """Found by characters; otherwise by sound."""
    edits: int
    """Syllables too many, too few or other than the phrase's."""
    quality: float
    """1 for the same characters, falling with homophones and edits."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """A variant found so far: its runs from `start` to `end`."""

    start: int
    end: int
    cost: int
    edits: int


class PhraseIndex:
    """Many phrases, searched together.

    Raises:
        qa.language.template.TemplateError: one of them is malformed.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first_run: dict[str, list[tuple[str, Variant]]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            for variant in variants(phrase):
                self._by_first_run[str(variant[0])].append((phrase, variant))
        runs = (
            part
            for ways in self._by_first_run.values()
            for _, variant in ways
            for part in variant
            if isinstance(part, str)
        )
        self._runs = RunIndex(runs)

    def search(self, text: str) -> Mapping[str, tuple[Hit, ...]]:
        """Phrase → its hits, in order and not overlapping each other; the best at each place."""
        heard = spoken(text)
        found = self._search(heard)
        fluent = without_hesitations(heard)
        if fluent:
            for phrase, hits in self._search(fluent).items():
                found[phrase] += hits
        return {phrase: _best(hits) for phrase, hits in found.items()}

    def _search(self, heard: Spoken) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = defaultdict(list)
        runs = self._runs.find(heard.chars)
        for run in runs.keys() & self._by_first_run.keys():
            for phrase, variant in self._by_first_run[run]:
                if all(part in runs for part in variant if isinstance(part, str)):
                    for chain in _chains(variant, runs, heard):
                        if not chain.cost or not by_characters_only(phrase):
                            found[phrase].append(_hit(phrase, variant, chain, heard))
        return found


def _hit(phrase: str, variant: Variant, chain: _Chain, heard: Spoken) -> Hit:
    length = sum(len(part) for part in variant if isinstance(part, str))
    quality = max(0.0, 1 - chain.cost / (_COST_OF_NOTHING_RIGHT * length))
    start, end = heard.range_of(chain.start, chain.end)
    return Hit(start, end, phrase, chain.cost == 0, chain.edits, round(quality, 3))


def _best(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Of overlapping hits of one phrase the best, then the longest, then the first."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.quality, hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return tuple(sorted(kept))


def _chains(
    variant: Variant, runs: Mapping[str, Sequence[Occurrence]], heard: Spoken
) -> Iterator[_Chain]:
    """Every way in which a variant's parts follow each other in what was heard."""
    chains = [_Chain(at.start, at.end, at.cost, at.edits) for at in runs[str(variant[0])]]
    rest = list(variant[1:])
    while rest and chains:
        between: list[Part] = []
        while rest and not isinstance(rest[0], str):
            between.append(rest.pop(0))
        if not rest:
            return iter(_over_digits(chains, heard))
        run = str(rest.pop(0))
        chains = [
            _Chain(chain.start, at.end, chain.cost + at.cost, chain.edits + at.edits)
            for chain in chains
            for at in runs[run]
            if chain.end <= at.start and _fits(between, chain.end, at.start, heard)
        ]
    return iter(chains)


def _over_digits(chains: Sequence[_Chain], heard: Spoken) -> list[_Chain]:
    """Chains that a number follows, stretched over it."""
    return [
        _Chain(chain.start, end, chain.cost, chain.edits)
        for chain in chains
        if (end := _digits_end(chain.end, heard)) > chain.end
    ]


def _digits_end(start: int, heard: Spoken) -> int:
    end = start
    while end < min(len(heard.chars), start + _MAX_DIGITS) and heard.chars[end] in _DIGITS:
        end += 1
    return end


def _fits(between: Sequence[Part], start: int, end: int, heard: Spoken) -> bool:
    """Whether `chars[start:end]` can be what stands between two runs."""
    if not between:
        return start == end
    if any(start <= at <= end for at in heard.breaks) and start < end:
        return False
    part, rest = between[0], between[1:]
    if isinstance(part, Digits):
        stop = min(_digits_end(start, heard), end)
        return any(_fits(rest, at, end, heard) for at in range(stop, start, -1))
    assert isinstance(part, Gap)
    for size in range(part.least, min(part.most, end - start) + 1):
        if not part.negation and NEGATIONS.intersection(heard.chars[start : start + size]):
            return False
        if _fits(rest, start + size, end, heard):
            return True
    return False
