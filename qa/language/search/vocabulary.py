"""Phrases as arrays: their segments, and what may stand between these."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from qa.language.automaton import Automaton, ways_to_say
from qa.language.search.alphabet import Alphabet, Ints
from qa.language.search.automata import Edges, compile_edges, number_states
from qa.language.search.openings import Openings, compile_openings
from qa.language.template import Digits, Gap, by_characters_only

ANYTHING, NO_NEGATION, NUMBER, ARABIC_NUMBER = range(4)
"""What may stand between segments."""
MAX_DIGITS = 20
NO_SEGMENT = -1
"""Stands for a segment where a way ends with a number."""


PHRASE, BY_CHARACTERS, STEPS = range(3)
"""Columns of a way: the phrase that it says, whether that is found by characters only, and the
first of its steps."""
SEGMENT, PARTS = range(2)
"""Columns of a step: a segment, or `NO_SEGMENT`, and the first of the parts before it."""
KIND, LEAST, MOST = range(3)
"""Columns of a part: what may stand there, and of how many characters."""


class Ways(NamedTuple):
    """All ways to say all phrases. A way is steps: each a segment, after what stands before it.

    Where a row names the first of something, the row after it names the end.
    """

    first_ways: Ints
    """(segments + 1,): the first way that begins with a segment."""
    ways: Ints
    """(ways + 1, 3)."""
    steps: Ints
    """(steps + 1, 2)."""
    parts: Ints
    """(parts, 3)."""


class Vocabulary(NamedTuple):
    """Phrases ready to be searched for."""

    openings: Openings
    edges: Edges
    ways: Ways
    phrases: int
    """How many."""
    most_steps: int
    """Of a way."""
    most_between: int
    """Characters between two segments."""


_Steps = list[int | Gap | Digits]


def compile_vocabulary(
    phrases: Sequence[str], firm: Collection[str], alphabet: Alphabet
) -> Vocabulary:
    """Phrases, known by their place, as arrays; in `firm` ones no edits are looked for.

    Raises:
        qa.language.template.TemplateError: one of them is malformed or too large.
    """
    numbers: dict[tuple[Automaton, bool], int] = {}
    ways: list[tuple[int, _Steps]] = []
    for place, phrase in enumerate(phrases):
        for way in ways_to_say(phrase):
            steps: _Steps = [
                numbers.setdefault((node, phrase in firm), len(numbers))
                if isinstance(node, Automaton)
                else node
                for node in way
            ]
            ways.append((place, steps))
    states = number_states(list(numbers), alphabet)
    return Vocabulary(
        compile_openings(states),
        compile_edges(states, alphabet),
        _ways(phrases, ways, len(numbers)),
        len(phrases),
        max((len(steps) for _, steps in ways), default=0),
        max(map(_most_between, (steps for _, steps in ways)), default=0),
    )


def _most_between(way: _Steps) -> int:
    """The most characters between two segments of a way."""
    most = between = 0
    for step in way:
        between = 0 if isinstance(step, int) else between + _part(step)[MOST]
        most = max(most, between)
    return most


def _ways(phrases: Sequence[str], ways: Sequence[tuple[int, _Steps]], segments: int) -> Ways:
    in_order = sorted(ways, key=lambda way: _first(way[1]))
    rows: list[tuple[int, bool, int]] = []
    steps: list[tuple[int, int]] = []
    parts: list[tuple[int, int, int]] = []
    for phrase, way in in_order:
        rows.append((phrase, by_characters_only(phrases[phrase]), len(steps)))
        begins = len(parts)
        for step in way if isinstance(way[-1], int) else (*way, NO_SEGMENT):
            if isinstance(step, int):
                steps.append((step, begins))
                begins = len(parts)
            else:
                parts.append(_part(step))
    rows.append((0, False, len(steps)))
    steps.append((NO_SEGMENT, len(parts)))
    firsts = [_first(way) for _, way in in_order]
    return Ways(
        np.searchsorted(firsts, np.arange(segments + 1)).astype(np.int32),
        np.array(rows, np.int32),
        np.array(steps, np.int32),
        np.array(parts, np.int32).reshape(-1, 3),
    )


def _first(way: _Steps) -> int:
    """The segment that a way begins with."""
    first = way[0]
    assert isinstance(first, int)
    return first


def _part(step: Gap | Digits) -> tuple[int, int, int]:
    if isinstance(step, Digits):
        return ARABIC_NUMBER if step.arabic else NUMBER, 1, MAX_DIGITS
    return ANYTHING if step.negation else NO_NEGATION, step.least, step.most
