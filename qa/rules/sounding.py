"""Where something known is said, by sound: a customer's name, a product."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from qa.language.sounds import encode
from qa.language.spoken import Spoken, spoken

_LONG = 4
"""Syllables from which a part may be misheard; in fewer each one tells."""


def sounding_like(wanted: str, text: str, likeness: float) -> Iterator[tuple[int, int]]:
    """Ranges of the text that sound like `wanted`.

    Every syllable has to sound the same, zh/z and -ng/-n aside; from four syllables on, a
    stretch of which the share `likeness` does (`rapidfuzz.fuzz.partial_ratio`).
    """
    heard = spoken(text)
    codes, sounds = encode(heard.chars), encode(spoken(wanted).chars)
    at = codes.find(sounds) if sounds else -1
    if at < 0 and len(sounds) >= _LONG:
        closest = fuzz.partial_ratio_alignment(sounds, codes, score_cutoff=likeness * 100)
        if closest and closest.dest_end > closest.dest_start and len(codes) >= len(sounds):
            yield _range(heard, closest.dest_start, closest.dest_end)
    while at >= 0:
        yield _range(heard, at, at + len(sounds))
        at = codes.find(sounds, at + len(sounds))


def _range(heard: Spoken, start: int, end: int) -> tuple[int, int]:
    return heard.at[start], heard.at[end - 1] + 1
