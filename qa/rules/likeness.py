"""How alike two sentences sound."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from qa.language.sounds import encode
from qa.language.spoken import spoken

_CLAUSE = re.compile(r"[^,,。?!;、?!;…\s]+")
_MOST_CLAUSES = 4
"""Clauses that may make up one sentence to compare."""
_BLOCK = 40
"""Groups of texts compared with each other at a time: the work grows with its square."""


def likeness(one: str, other: str, at_least: float = 0.0) -> float:
    """0–1: the normalised indel similarity (2·LCS ÷ total length) of how two sentences sound.

    Characters that are the same sound the same, so it is never below the similarity of the
    spelling; a recogniser errs in spelling more often than in sound (see
    `qa.language.pinyin`). Below `at_least` it is 0, and found out sooner.
    """
    return fuzz.ratio(_sounds(one), _sounds(other), score_cutoff=at_least * 100) / 100


def with_echo(
    groups: Sequence[Sequence[str]], at_least: float, reach: int
) -> frozenset[tuple[int, int]]:
    """Which texts, by group and place in it, one in the next `reach` groups is so much like."""
    found: set[tuple[int, int]] = set()
    for start in range(0, len(groups), _BLOCK):
        block = groups[start : start + _BLOCK + reach]
        names = [
            (start + at, place) for at, group in enumerate(block) for place in range(len(group))
        ]
        sounds = [_sounds(text) for group in block for text in group]
        alike = process.cdist(sounds, sounds, scorer=fuzz.ratio, score_cutoff=at_least * 100)
        numbers = np.array([number for number, _ in names], dtype=np.int64)
        apart = numbers[None, :] - numbers[:, None]
        echoed = np.any((alike > 0) & (apart > 0) & (apart <= reach), axis=1)
        found.update(name for name, is_echoed in zip(names, echoed, strict=True) if is_echoed)
    return frozenset(found)


@lru_cache(maxsize=50_000)
def _sounds(text: str) -> str:
    return encode(spoken(text).chars)


@lru_cache(maxsize=50_000)
def sentences(text: str, min_chars: int = 1) -> tuple[tuple[int, int], ...]:
    """Ranges of the text that may be one sentence: clauses, and up to four neighbouring ones."""
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    return tuple(
        (clauses[first][0], clauses[last][1])
        for first in range(len(clauses))
        for last in range(first, min(len(clauses), first + _MOST_CLAUSES))
        if clauses[last][1] - clauses[first][0] >= min_chars
    )
