"""Patterns that know how many steps backtracking takes through them, counted, not timed.

The text that they are matched against is `a` without end, and all that they can take is `a`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from qa.rules.operators.pattern import PIECE

Ways = Mapping[int, int]
"""Place → in how many ways a pattern gets there."""


@dataclass(frozen=True)
class Part:
    """A part of a pattern."""

    written: str
    ends: Callable[[Ways, list[int]], Ways]
    """Where it gets from where it starts; notes how many steps that takes."""


def steps(part: Part) -> int:
    """All steps in a piece, when nothing that follows ever fits."""
    taken: list[int] = []
    part.ends(dict.fromkeys(range(PIECE), 1), taken)
    return sum(taken)


def _text(written: str) -> Part:
    def ends(starts: Ways, taken: list[int]) -> Ways:
        taken.append(sum(starts.values()))
        return {at + len(written): ways for at, ways in starts.items() if at < PIECE}

    return Part(written, ends)


def _one_after_the_other(parts: Sequence[Part]) -> Part:
    def ends(starts: Ways, taken: list[int]) -> Ways:
        for part in parts:
            starts = part.ends(starts, taken)
        return starts

    return Part("".join(part.written for part in parts), ends)


def _one_of(parts: Sequence[Part]) -> Part:
    def ends(starts: Ways, taken: list[int]) -> Ways:
        return _together(part.ends(starts, taken) for part in parts)

    return Part(f"(?:{'|'.join(part.written for part in parts)})", ends)


def _repeated(part: Part, least: int, more: int | None) -> Part:
    most = max(least, PIECE) if more is None else least + more

    def ends(starts: Ways, taken: list[int]) -> Ways:
        reached = [starts]
        for _ in range(most):
            reached.append(part.ends(reached[-1], taken))
        return _together(reached[least:])

    atom = part.written if len(part.written) == 1 else f"(?:{part.written})"
    return Part(f"{atom}{{{least},{'' if more is None else most}}}", ends)


def _together(found: Iterable[Ways]) -> Ways:
    counts: Counter[int] = Counter()
    for ways in found:
        counts.update(ways)
    return counts


_least, _more = st.integers(0, 30), st.just(0) | st.none() | st.integers(0, 60)
_texts = st.sampled_from(["", "a", "aa"]).map(_text)
parts = st.recursive(
    _texts | st.builds(_repeated, _texts, _least, _more),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=5).map(_one_after_the_other)
        | st.builds(lambda part, times: _one_after_the_other([part] * times), inner, _least)
        | st.lists(inner, min_size=2, max_size=4).map(_one_of)
        | st.builds(_repeated, inner, _least, _more)
    ),
    max_leaves=12,
)
