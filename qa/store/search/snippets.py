"""Where in a turn the words are, and what stands around them."""

from collections.abc import Iterable

from qa.call import Role, Turn
from qa.store.search.grams import folded, positions

_AROUND = 20
"""Characters shown before and after."""


def first_turn(turns: Iterable[Turn], role: Role, asked: str) -> tuple[Turn, str] | None:
    """The role's first turn that contains the folded text, with a snippet of it."""
    for turn in turns:
        if turn.role is role and (snippet := snippet_of(turn.text, asked)) is not None:
            return turn, snippet
    return None


def snippet_of(text: str, asked: str) -> str | None:
    """The part of `text` around the first place of the folded `asked`, … where it is cut."""
    found = folded(text).find(asked)
    if found < 0:
        return None
    origin = positions(text)
    start = max(0, origin[found] - _AROUND)
    end = origin[found + len(asked) - 1] + 1 + _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
