"""Error rates of text: one written form on both sides, then edit distance."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from qa.language.normalise import normalise
from qa.language.pinyin import syllables

_UNCOUNTED = re.compile(r"[\W_]")


@dataclass(frozen=True, slots=True)
class Errors:
    """Edits needed, of so many units in the truth; sums over calls are made by `+`."""

    edits: int = 0
    units: int = 0

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(self.edits + other.edits, self.units + other.units)

    def capped(self) -> "Errors":
        """No more edits than units: a loop of invented text is no worse than silence."""
        return Errors(min(self.edits, self.units), self.units)

    @property
    def rate(self) -> float:
        """Edits per unit; 0 when there is nothing to get wrong."""
        return self.edits / self.units if self.units else float(self.edits > 0)


@dataclass(frozen=True, slots=True)
class TextErrors:
    """Errors counted in characters and in toneless pinyin syllables."""

    characters: Errors = Errors()
    syllables: Errors = Errors()

    def __add__(self, other: "TextErrors") -> "TextErrors":
        return TextErrors(self.characters + other.characters, self.syllables + other.syllables)


def written(parts: Iterable[str]) -> str:
    """Parts of a text in one form: Simplified, numbers normalised, lower case, no punctuation.

    The parts are kept apart until numbers are normalised, so that 三 and 五 of two turns do not
    become a number.
    """
    return _UNCOUNTED.sub("", normalise("\n".join(parts))).lower()


def text_errors(truth: Iterable[str], heard: Iterable[str]) -> TextErrors:
    """Errors of what was heard against what was said, each given in parts."""
    said, got = written(truth), written(heard)
    spoken, sounded = syllables(said), syllables(got)
    return TextErrors(
        Errors(Levenshtein.distance(said, got), len(said)),
        Errors(Levenshtein.distance(spoken, sounded), len(spoken)),
    )
