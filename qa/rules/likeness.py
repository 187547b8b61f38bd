"""How alike two sentences sound."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from qa.language.sounds import encode
from qa.language.spoken import spoken

_CLAUSE = re.compile(r"[^,,。?!;、?!;…\s]+")
_MOST_CLAUSES = 4
"""Clauses that may make up one sentence to compare."""


def likeness(one: str, other: str, at_least: float = 0.0) -> float:
    """0–1: the normalised indel similarity (2·LCS ÷ total length) of how two sentences sound.

    Characters that are the same sound the same, so it is never below the similarity of the
    spelling; a recogniser errs in spelling more often than in sound (see
    `qa.language.pinyin`). Below `at_least` it is 0, and found out sooner.
    """
    return fuzz.ratio(_sounds(one), _sounds(other), score_cutoff=at_least * 100) / 100


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
