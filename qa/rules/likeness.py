"""How alike two sentences are, by characters and by sound."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from qa.language.sounds import encode
from qa.language.spoken import spoken

_CLAUSE = re.compile(r"[^,,。?!;、?!;…\s]+")
_MOST_CLAUSES = 4
"""Clauses that may make up one sentence to compare."""


def likeness(one: str, other: str) -> float:
    """0–1: the normalised indel similarity (2·LCS ÷ total length) of what is spoken.

    By characters or by folded pinyin, whichever is higher: a recogniser errs in spelling more
    often than in sound (see `qa.language.pinyin`).
    """
    left, right = spoken_forms(one), spoken_forms(other)
    return max(fuzz.ratio(left[0], right[0]), fuzz.ratio(left[1], right[1])) / 100


@lru_cache(maxsize=20_000)
def spoken_forms(text: str) -> tuple[str, str]:
    """What is spoken of a text, by character and by sound code."""
    chars = spoken(text).chars
    return chars, encode(chars)


def sentences(text: str, min_chars: int = 1) -> list[tuple[int, int]]:
    """Ranges of the text that may be one sentence: clauses, and up to four neighbouring ones."""
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    return [
        (clauses[first][0], clauses[last][1])
        for first in range(len(clauses))
        for last in range(first, min(len(clauses), first + _MOST_CLAUSES))
        if clauses[last][1] - clauses[first][0] >= min_chars
    ]
