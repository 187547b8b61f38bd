"""A segment of a phrase as an automaton: one state a character, as Glushkov built them."""

from collections.abc import Iterator
from itertools import product

from qa.language.sounds import code_of, sounds_of
from qa.language.template import Alt, Char, Node, Seq, TemplateError, nullable

MAX_STATES = 600
MAX_LENGTH = 30
"""Syllables of the longest way through."""


class Automaton:
    """States are numbered; state `s` is heard as `chars[s]`.

    Raises:
        TemplateError: the segment is too large.
    """

    __slots__ = ("_by_sound", "chars", "first", "follow", "last", "longest")

    def __init__(self, segment: Node) -> None:
        chars: list[str] = []
        edges: set[tuple[int, int]] = set()
        first, last = _build(segment, chars, edges)
        if len(chars) > MAX_STATES:
            raise TemplateError(f"more than {MAX_STATES} characters without a gap")
        self._set(chars, first, last, edges)
        if self.longest > MAX_LENGTH:
            raise TemplateError(f"{self.longest} syllables without a gap")

    def _set(
        self, chars: list[str], first: frozenset[int], last: frozenset[int],
        edges: set[tuple[int, int]],
    ) -> None:  # fmt: skip
        self.chars = chars
        self.first = first
        self.last = last
        follow: list[list[int]] = [[] for _ in chars]
        for before, after in sorted(edges):
            follow[before].append(after)
        self.follow = tuple(map(tuple, follow))
        self.longest = _longest(self.follow)
        self._by_sound = tuple(map(self._sorted_by_sound, self.follow))

    def _sorted_by_sound(self, states: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
        by_sound: dict[str, tuple[int, ...]] = {}
        for state in states:
            for code in _codes(self.chars[state]):
                by_sound[code] = (*by_sound.get(code, ()), state)
        return by_sound

    def hearing(self, state: int, code: str) -> tuple[int, ...]:
        """The states after `state` whose sound has this code."""
        return self._by_sound[state].get(code, ())

    def reversed(self) -> "Automaton":
        """The automaton that reads backwards."""
        edges = {(after, state) for state, ends in enumerate(self.follow) for after in ends}
        other = object.__new__(Automaton)
        other._set(self.chars, self.last, self.first, edges)
        return other

    def openings(self) -> Iterator[tuple[str, int, int]]:
        """(sound codes, first state, second state) of every way to begin."""
        for state in self.first:
            for following in self.follow[state]:
                for key in product(_codes(self.chars[state]), _codes(self.chars[following])):
                    yield "".join(key), state, following


def _codes(char: str) -> set[str]:
    return {code_of(sound.folded) for sound in sounds_of(char)}


_Ends = tuple[frozenset[int], frozenset[int]]


def _build(node: Node, chars: list[str], edges: set[tuple[int, int]]) -> _Ends:
    """Add a node's states and edges; gives those it may begin and end with."""
    if isinstance(node, Char):
        chars.append(node.char)
        one = frozenset((len(chars) - 1,))
        return one, one
    if isinstance(node, Alt):
        built = [_build(way, chars, edges) for way in node.ways]
        firsts, lasts = zip(*built, strict=True)
        return frozenset().union(*firsts), frozenset().union(*lasts)
    assert isinstance(node, Seq)
    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    begun = False
    for part in node.parts:
        part_first, part_last = _build(part, chars, edges)
        edges.update(product(last, part_first))
        first = first if begun else first | part_first
        last = part_last | last if nullable(part) else part_last
        begun = begun or not nullable(part)
    return first, last


def _longest(follow: tuple[tuple[int, ...], ...]) -> int:
    """States on the longest way; edges always lead one way, so there are no cycles."""
    longest: dict[int, int] = {}

    def length(state: int) -> int:
        if state not in longest:
            longest[state] = 1 + max(map(length, follow[state]), default=0)
        return longest[state]

    return max(map(length, range(len(follow))), default=0)
