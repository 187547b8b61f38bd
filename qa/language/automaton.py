"""A segment of a phrase as an automaton: one state a character, as Glushkov built them."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from qa.language.template import Alt, Char, Digits, Gap, Node, Seq, TemplateError, ways

MAX_STATES = 600
MAX_LENGTH = 30
"""Syllables of the longest way through."""


@dataclass(frozen=True, slots=True)
class Automaton:
    """States are numbered so that edges lead upwards; state `s` is heard as `chars[s]`."""

    chars: str
    first: frozenset[int]
    last: frozenset[int]
    edges: tuple[tuple[int, int], ...]
    """In order."""
    longest: int
    """States on the longest way through."""


@lru_cache(maxsize=16_384)
def ways_to_say(phrase: str) -> tuple[tuple[Automaton | Gap | Digits, ...], ...]:
    """Every way to say a phrase, as far as gaps tell them apart, with its segments as automata.

    Raises:
        TemplateError: the phrase is malformed or too large.
    """
    return tuple(
        tuple(node if isinstance(node, Gap | Digits) else automaton(node) for node in way)
        for way in ways(phrase)
    )


def automaton(segment: Node) -> Automaton:
    """The automaton of what holds no gaps.

    Raises:
        TemplateError: the segment is too large.
    """
    chars: list[str] = []
    edges: set[tuple[int, int]] = set()
    first, last, _ = _build(segment, chars, edges)
    if len(chars) > MAX_STATES:
        raise TemplateError(f"more than {MAX_STATES} characters without a gap")
    in_order = tuple(sorted(edges))
    longest = _longest(len(chars), in_order)
    if longest > MAX_LENGTH:
        raise TemplateError(f"{longest} syllables without a gap")
    return Automaton("".join(chars), first, last, in_order, longest)


_States = frozenset[int]
_NONE: _States = frozenset()


def _build(
    node: Node, chars: list[str], edges: set[tuple[int, int]]
) -> tuple[_States, _States, bool]:
    """Add a node's states and edges.

    Gives the states that it may begin and end with, and whether it may be nothing at all.
    """
    if isinstance(node, Char):
        chars.append(node.char)
        one = frozenset((len(chars) - 1,))
        return one, one, False
    if isinstance(node, Alt):
        firsts, lasts, nullable = zip(
            *[_build(way, chars, edges) for way in node.ways], strict=True
        )
        return _NONE.union(*firsts), _NONE.union(*lasts), any(nullable)
    assert isinstance(node, Seq)
    first, last, nothing = _NONE, _NONE, True
    for part in node.parts:
        part_first, part_last, skipped = _build(part, chars, edges)
        edges.update(product(last, part_first))
        first = first | part_first if nothing else first
        last = part_last | last if skipped else part_last
        nothing = nothing and skipped
    return first, last, nothing


def _longest(states: int, edges: tuple[tuple[int, int], ...]) -> int:
    """States on the longest way; edges lead upwards, so each is complete when it is left."""
    lengths = [1] * states
    for before, after in edges:
        lengths[after] = max(lengths[after], lengths[before] + 1)
    return max(lengths, default=0)
