"""Runs of characters or syllables as numbers, without a vocabulary.

A run of n units gets a 64-bit hash, computed for all places of a text at once; its lowest bits
are the column of the feature matrix (the hashing trick: Weinberger et al. 2009). That keeps the
memory bounded whatever people say, needs no list of everything that customers said in the model
folder, and lets a score be traced back to the place in the text that it came from.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from zlib import crc32

import numpy as np
import rjieba
from numpy.typing import NDArray

from qa.language.pinyin import syllables

BITS = 21
"""Columns a view: 2 million. Some 10 % of the runs of a few thousand dialogues share one."""
Codes = NDArray[np.uint64]
Columns = NDArray[np.int32]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)


class Unit(StrEnum):
    """What a run is made of."""

    CHARACTER = "character"
    SOUND = "sound"
    """The toneless syllable of a character, read on its own: a homophone in its place changes
    nothing, and neither do the words around it."""
    WORD = "word"
    """A word as jieba segments."""


def units(text: str, unit: Unit) -> Sequence[str]:
    """What runs of `text` are made of; joined they are the text again."""
    return rjieba.cut(text) if unit is Unit.WORD else text


def codes(of: Sequence[str], unit: Unit) -> Codes:
    """One number for each of these units."""
    read = sound_of if unit is Unit.SOUND else _spelling_of
    return np.fromiter(map(read, of), dtype=np.uint64, count=len(of))


def columns(of: Codes, length: int) -> Columns:
    """The column of the run of `length` units that starts at each place, in order."""
    if len(of) < length:
        return np.empty(0, dtype=np.int32)
    hashed = _mixed(of * _MULTIPLIER + np.uint64(length))
    for further in range(1, length):
        hashed = _mixed(hashed[:-1] * _MULTIPLIER + of[further:])
    return (hashed & np.uint64((1 << BITS) - 1)).astype(np.int32)


def _mixed(value: Codes) -> Codes:
    """Every bit depends on every bit (the finaliser of SplitMix64, one round)."""
    value = (value ^ (value >> np.uint64(30))) * _MIXER
    return value ^ (value >> np.uint64(31))


@lru_cache(maxsize=65_536)
def _spelling_of(unit: str) -> int:
    return crc32(unit.lower().encode())


@lru_cache(maxsize=65_536)
def sound_of(char: str) -> int:
    """The toneless syllable of one character, read on its own, as a number."""
    return crc32(syllables(char.lower())[0].encode())
