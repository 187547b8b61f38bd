"""Spans of time and their algebra.

All times are seconds from the start of the recording. A span is half-open, `[start, end)`,
falsy when empty, and ordered by start, then end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Seconds = float


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, in seconds.

    Raises:
        ValueError: `end` lies before `start`.
    """

    start: Seconds
    end: Seconds

    def __post_init__(self) -> None:
        if not self.start <= self.end:
            raise ValueError(f"a span cannot end before it starts: {self.start} … {self.end}")

    def __bool__(self) -> bool:
        return self.end > self.start

    @property
    def duration(self) -> Seconds:
        """Length in seconds, never negative."""
        return self.end - self.start

    def __and__(self, other: "Span") -> "Span":
        """What both cover; empty (at the later start) when they do not meet."""
        start = max(self.start, other.start)
        return Span(start, max(start, min(self.end, other.end)))

    def overlaps(self, other: "Span") -> bool:
        """Whether both share more than a point."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: Seconds) -> "Span":
        """The same span `by` seconds later."""
        return Span(self.start + by, self.end + by)


def union(spans: Iterable[Span], bridge: Seconds = 0.0) -> tuple[Span, ...]:
    """Disjoint, ordered spans that cover just what `spans` cover.

    Neighbours no more than `bridge` seconds apart become one. Empty spans vanish.
    """
    merged: list[Span] = []
    for span in sorted(filter(None, spans)):
        if merged and span.start <= merged[-1].end + bridge:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def intersection(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """Disjoint, ordered spans covered by both sides."""
    return union(_pairwise(union(left), union(right)))


def _pairwise(left: tuple[Span, ...], right: tuple[Span, ...]) -> Iterator[Span]:
    i = j = 0
    while i < len(left) and j < len(right):
        yield left[i] & right[j]
        if left[i].end < right[j].end:
            i += 1
        else:
            j += 1


def gaps(spans: Iterable[Span], within: Span) -> tuple[Span, ...]:
    """What `spans` leave uncovered of `within`, in order."""
    uncovered: list[Span] = []
    at = within.start
    for span in union(spans):
        if span.end <= at:
            continue
        if span.start >= within.end:
            break
        if span.start > at:
            uncovered.append(Span(at, span.start))
        at = span.end
    if at < within.end:
        uncovered.append(Span(at, within.end))
    return tuple(uncovered)


def total(spans: Iterable[Span]) -> Seconds:
    """Seconds covered by `spans`, overlaps counted once."""
    return sum(span.duration for span in union(spans))
