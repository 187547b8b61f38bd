"""What of a written utterance was spoken: the text as phrase search sees it.

Punctuation, spaces and interjections (呃 啊 嗯 呢 …) carry no meaning that a phrase could
depend on, and recognisers add and drop them at will: they are left out, and every remaining
character remembers where it stood.
"""

from dataclasses import dataclass

INTERJECTIONS = frozenset("啊呃嗯呢哈呀哦噢喔哎唉诶欸唔")
HESITATIONS = ("就是说", "那个", "这个", "就是")
"""Fillers in one place and content in another."""
_SENTENCE_ENDS = frozenset("。?!;?!;\n…")


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
