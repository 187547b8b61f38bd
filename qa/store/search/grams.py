"""What is indexed of a text, and what is asked for: pure functions, no database.

Chinese has no spaces, and a dictionary would cut words that an inspector looks for. So the
unit is the pair of neighbouring characters: a word of two is one look-up, a longer one a
phrase of overlapping pairs, and a single character has its own entry. Case, width, punctuation
and spaces are ignored. Changing `folded` or `documents` needs a migration that rebuilds the
index, because entries are removed by computing them again.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.call import Role, Turn

MAX_PHRASE = 100
"""Characters of a query that the index is asked for; pieces of a long turn overlap by as many."""
_DOCUMENT = 1_500
"""Characters a document. PostgreSQL knows 16,383 positions in one and 256 of one pair, and has
to unpack the whole of it to check a phrase."""


@dataclass(frozen=True, slots=True)
class Document:
    """A stretch of what one role says in a call."""

    role: Role
    part: int
    """From 0, in order of time."""
    pieces: tuple[str, ...]
    """Folded turns, or parts of one; no phrase is found across two."""


class _Kept(dict[int, str]):
    """What remains of each character, by code point, worked out when first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(c for c in plain if c == "%" or unicodedata.category(c)[0] in "LN")
        return self[code]


_kept = _Kept()
_DECIMAL_POINT = re.compile(r"(?<=\d)[..](?=\d)")


def folded(text: str) -> str:
    """The characters that count in a search: letters, digits and %, in one width and case.

    A decimal point becomes the 点 that is spoken, lest 3.5 be found in 35.
    """
    return _DECIMAL_POINT.sub("点", text).translate(_kept)


def positions(text: str) -> tuple[int, ...]:
    """Of each character of `folded(text)`, which one of `text` it came from."""
    spoken = _DECIMAL_POINT.sub("点", text)
    return tuple(at for at, character in enumerate(spoken) for _ in _kept[ord(character)])


def documents(turns: Iterable[Turn]) -> Iterator[Document]:
    """What to index of a call."""
    spoken: dict[Role, list[str]] = {}
    for turn in turns:
        if text := folded(turn.text):
            spoken.setdefault(turn.role, []).extend(_cut(text))
    for role, pieces in spoken.items():
        for part, packed in enumerate(_packed(pieces)):
            yield Document(role, part, tuple(packed))


def _cut(text: str) -> Iterator[str]:
    """Parts of at most a document's size, each repeating the end of the one before it."""
    step = _DOCUMENT - MAX_PHRASE
    for start in range(0, max(1, len(text) - MAX_PHRASE), step):
        yield text[start : start + _DOCUMENT]


def _packed(pieces: Iterable[str]) -> Iterator[list[str]]:
    packed: list[str] = []
    size = 0
    for piece in pieces:
        if packed and size + len(piece) > _DOCUMENT:
            yield packed
            packed, size = [], 0
        packed.append(piece)
        size += len(piece)
    if packed:
        yield packed


def pairs(text: str) -> Sequence[str]:
    """Overlapping pairs of neighbouring characters; none for a single one."""
    return [text[i : i + 2] for i in range(len(text) - 1)]
