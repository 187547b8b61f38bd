"""Characters as numbers, with what phrase search has to know of each in arrays.

Characters are numbered as they are met, from 1, and so are their sounds. Numbers never change,
so that phrases made into arrays and texts that come later speak of the same.
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.language.segment import LIGHT, pliable
from qa.language.sounds import NEGATIONS, near, sounds_of
from qa.language.spoken import HESITATIONS, spoken

Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]

PASSED_OVER, MARK, BREAK = -1, -2, -3
"""What stands for characters of a text that are not spoken (`qa.language.spoken`)."""

IS_LIGHT, IS_NEGATION, IS_ARABIC, IS_DIGIT, IS_HESITANT = (1 << bit for bit in range(5))
_ARABIC = frozenset("0123456789")
_DIGITS = _ARABIC | frozenset("abcdefghijklmnopqrstuvwxyz零〇一二三四五六七八九幺十百千两")
_FLAGS = {
    IS_LIGHT: LIGHT,
    IS_NEGATION: NEGATIONS,
    IS_ARABIC: _ARABIC,
    IS_DIGIT: _DIGITS,
    IS_HESITANT: frozenset(words[0] for words in HESITATIONS),
}

READINGS = 3
"""So many a character may have; first the one that a text is heard with."""
FLAGS = 0
FOLDED, TONED, PLAIN, NEAR = range(1, 5)
READING_WIDTH = 4
"""Columns of a character: what it is; then of each reading the grains of its sound, and its place
in `near` or -1."""
_WIDTH = 16
"""A cache line."""


class Characters(NamedTuple):
    """What is known of every character, by its number."""

    characters: Ints
    """(characters, 16)."""
    near: Bytes
    """(sounds, sounds): 1 where the first may be heard for the second."""
    hesitations: Ints
    """(hesitations, characters), the longer before those that it begins with, padded with 0."""


class Texts(NamedTuple):
    """Texts one after the other."""

    characters: Ints
    """The number of every character, or what stands for it."""
    starts: NDArray[np.int32]
    """Where each begins, and where the last ends."""
    seams: Ints
    """Where in each the second of two texts begins; 0 in a single one."""


class Alphabet:
    """All characters met so far in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_codepoint = np.zeros(0x110000, np.int32)
        self._numbers: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._toned: dict[str, int] = {}
        self._plain: dict[str, int] = {}
        self._close: dict[str, int] = {}
        self._characters = _no_characters(4096)
        self._near = np.zeros((512, 512), np.uint8)
        longest = max(map(len, HESITATIONS))
        numbered = (self.numbers("".join(words)) for words in HESITATIONS)
        padded = [np.pad(numbers, (0, longest - len(numbers))) for numbers in numbered]
        self._hesitations = np.array(padded, np.int32)

    @property
    def known(self) -> Characters:
        """What is known; characters met later are not in it."""
        return Characters(self._characters, self._near, self._hesitations)

    def texts(self, texts: Sequence[str], seams: Sequence[int]) -> Texts:
        """Texts as numbers."""
        starts = np.fromiter(accumulate(map(len, texts), initial=0), np.int32, len(texts) + 1)
        return Texts(self.numbers("".join(texts)), starts, np.array(seams, np.int32))

    def numbers(self, text: str) -> Ints:
        """The number of every character, or what stands for it."""
        codepoints = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers: Ints = self._by_codepoint[codepoints]
        if not numbers.all():
            with self._lock:
                for codepoint in np.unique(codepoints[numbers == 0]):
                    self._by_codepoint[codepoint] = self._meaning(chr(codepoint))
            numbers = self._by_codepoint[codepoints]
        return numbers

    def _meaning(self, char: str) -> int:
        heard = spoken(char)
        if heard.chars:
            return self._number(heard.chars)
        return BREAK if heard.breaks else MARK if heard.marks else PASSED_OVER

    def _number(self, char: str) -> int:
        if char not in self._numbers:
            number = len(self._numbers) + 1
            if number == len(self._characters):
                self._characters = np.concatenate([self._characters, _no_characters(number)])
            row = self._characters[number]
            for reading, sound in enumerate(sounds_of(char)):
                columns = row[reading * READING_WIDTH :]
                columns[FOLDED] = _numbered(self._folded, sound.folded)
                columns[TONED] = _numbered(self._toned, sound.toned)
                columns[PLAIN] = _numbered(self._plain, sound.plain)
                columns[NEAR] = self._close_number(sound.folded) if pliable(char) else -1
            row[FLAGS] = sum(flag for flag, chars in _FLAGS.items() if char in chars)
            self._numbers[char] = number
        return self._numbers[char]

    def _close_number(self, folded: str) -> int:
        """The row and column of `near`."""
        if folded not in self._close:
            number = len(self._close)
            if number == len(self._near):
                self._near = np.pad(self._near, (0, number))
            for other, its_number in self._close.items():
                self._near[number, its_number] = folded in near(other)
                self._near[its_number, number] = other in near(folded)
            self._close[folded] = number
        return self._close[folded]


def _no_characters(count: int) -> Ints:
    rows = np.full((count, _WIDTH), -1, np.int32)
    rows[:, FLAGS] = 0
    return rows


def _numbered(numbers: dict[str, int], sound: str) -> int:
    return numbers.setdefault(sound, len(numbers))


@cache
def alphabet() -> Alphabet:
    """The one of this process."""
    return Alphabet()
