"""Phrases searched for in the straightforward way: each in every turn, one after the other.

As one would write it in an afternoon: a regular expression for the spelling, and for what a
recogniser misspells the partial ratio (rapidfuzz) of the pinyin. It finds other things than
Earmark does; what is compared is the time.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from qa.rules.rulebook import Rulebook

_ALIKE = 90
"""Partial ratio, 0–100, from which something sounds the same."""
_GROUP = re.compile(r"\(([^()|]*)[^()]*\)")
_SLOT = re.compile(r"\{[^}]*\}")
_SPELLED = (
    (re.compile(r"\{(\d+)-(\d+)\}"), r".{\1,\2}"),
    (re.compile(r"\{digits\}"), "[0-9A-Za-z一二三四五六七八九十零幺]+"),
    (re.compile(r"\{number\}"), "[0-9]+"),
    (re.compile("…"), "[^。?!]{0,6}"),
    (re.compile("~"), "[^。?!不没别]{0,4}"),
    (re.compile("^="), ""),
)


@dataclass(frozen=True, slots=True)
class Naive:
    """A phrase, made ready to search."""

    pattern: re.Pattern[str]
    pinyin: str

    def said_in(self, text: str, pinyin: str) -> bool:
        """Whether it is said in a turn, as spelled or as it sounds."""
        if self.pattern.search(text):
            return True
        return fuzz.partial_ratio(self.pinyin, pinyin) >= _ALIKE


def naive_phrases(book: Rulebook) -> list[Naive]:
    """Every phrase of a rulebook once."""
    phrases = dict.fromkeys(phrase for each in book.operators for phrase in each.vocabulary())
    return [Naive(re.compile(_pattern(phrase)), _pinyin(_spoken(phrase))) for phrase in phrases]


def search(phrases: Sequence[Naive], texts: Iterable[str]) -> int:
    """How many phrases are said in these turns."""
    found = 0
    for text in texts:
        pinyin = _pinyin(text)
        found += sum(phrase.said_in(text, pinyin) for phrase in phrases)
    return found


def _pattern(phrase: str) -> str:
    for written, meant in _SPELLED:
        phrase = written.sub(meant, phrase)
    return phrase


def _spoken(phrase: str) -> str:
    """One way to say it: the first of all alternatives, nothing in the gaps."""
    before = ""
    spoken = _SLOT.sub("", phrase)
    while spoken != before:
        before, spoken = spoken, _GROUP.sub(r"\1", spoken)
    return re.sub(r"[…~?=\[\]]", "", spoken)


def _pinyin(text: str) -> str:
    return " ".join(lazy_pinyin(text))
