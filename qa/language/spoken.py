"""What of a written utterance was spoken: the text as phrase search sees it.

Punctuation, spaces and interjections (呃 啊 嗯 呢 …) carry no meaning that a phrase could
depend on, and recognisers add and drop them at will: they are left out, and every remaining
character remembers where it stood.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

INTERJECTIONS = frozenset("啊呃嗯呢哈呀哦噢喔哎唉诶欸唔")
_SENTENCE_ENDS = frozenset("。?!;?!;\n…")
_HESITATIONS = re.compile("就是说|那个|这个|就是")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The characters that count, in order."""

    chars: str
    """Lower case, without punctuation, spaces and interjections."""
    at: tuple[int, ...]
    """Where each stands in the original text."""
    breaks: frozenset[int]
    """Indices into `chars` that begin a new sentence."""
    marks: frozenset[int]
    """Indices into `chars` before which any punctuation mark stands."""

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text that holds `chars[start:end]`, `end > start`."""
        return self.at[start], self.at[end - 1] + 1


def spoken(text: str) -> Spoken:
    """Leave out what phrase search passes over."""
    chars: list[str] = []
    at: list[int] = []
    breaks: set[int] = set()
    marks: set[int] = set()
    for index, char in enumerate(text):
        if char in _SENTENCE_ENDS:
            breaks.add(len(chars))
        elif (char.isalnum() or char == "%") and char not in INTERJECTIONS:
            chars.append(char.lower()[0])
            at.append(index)
        elif not char.isspace() and char not in INTERJECTIONS:
            marks.add(len(chars))
    return Spoken("".join(chars), tuple(at), frozenset(breaks), frozenset(marks | breaks))


def without_hesitations(heard: Spoken) -> Spoken | None:
    """The same without 那个, 这个, 就是(说); None when there are none.

    They are fillers in one place and content in another, so they are searched both ways.
    """
    kept = [index for piece in _pieces(heard.chars) for index in piece]
    if len(kept) == len(heard.chars):
        return None

    def moved(places: frozenset[int]) -> frozenset[int]:
        return frozenset(bisect_left(kept, at) for at in places)

    return Spoken(
        "".join(heard.chars[index] for index in kept),
        tuple(heard.at[index] for index in kept),
        moved(heard.breaks),
        moved(heard.marks),
    )


def _pieces(chars: str) -> list[range]:
    """What lies between hesitations, as ranges of indices."""
    start = 0
    pieces = []
    for match in _HESITATIONS.finditer(chars):
        pieces.append(range(start, match.start()))
        start = match.end()
    return [*pieces, range(start, len(chars))]
