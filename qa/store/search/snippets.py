"""Where in a turn the words are, and what stands around them."""

from collections.abc import Collection, Iterable

from qa.call import Role, Turn
from qa.store.search.grams import folded, positions

_AROUND = 20
"""Characters shown before and after."""


def first_turn(
    turns: Iterable[Turn], role: Role, forms: Collection[str]
) -> tuple[Turn, str] | None:
    """The role's first turn that contains one of the folded texts, with a snippet of it."""
    for turn in turns:
        if turn.role is role and (snippet := snippet_of(turn.text, forms)) is not None:
            return turn, snippet
    return None


def snippet_of(text: str, forms: Collection[str]) -> str | None:
    """The part of `text` around the first of the folded texts, … where it is cut."""
    within = folded(text)
    places = [(found, form) for form in forms if (found := within.find(form)) >= 0]
    if not places:
        return None
    first, form = min(places)
    origin = positions(text)
    start = max(0, origin[first] - _AROUND)
    end = origin[first + len(form) - 1] + 1 + _AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
