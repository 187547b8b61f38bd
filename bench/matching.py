"""Precision, recall and F1, of verdicts and of spans of time."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.timeline import Seconds, Span


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of what there is; sums are made by `+`."""

    right: int = 0
    wrong: int = 0
    """Found, but not there."""
    missed: int = 0
    """There, but not found."""

    def __add__(self, other: "Hits") -> "Hits":
        return Hits(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """None when nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """None when there is nothing to find."""
        there = self.right + self.missed
        return self.right / there if there else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None when there is nothing on either side."""
        either = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / either if either else None


@dataclass(frozen=True, slots=True)
class Matched:
    """Two lists of spans, paired."""

    pairs: tuple[tuple[Span, Span], ...]
    """True span, found span."""
    wrong: tuple[Span, ...]
    missed: tuple[Span, ...]

    @property
    def hits(self) -> Hits:
        """Their counts."""
        return Hits(len(self.pairs), len(self.wrong), len(self.missed))


def match_spans(truth: Sequence[Span], found: Sequence[Span], tolerance_s: Seconds) -> Matched:
    """Pair spans whose both ends differ by at most `tolerance_s`, each at most once.

    Pairs are made in order of time: spans of one kind in one call do not overlap, so the first
    that fits is the only one.
    """
    left = sorted(found)
    pairs: list[tuple[Span, Span]] = []
    missed: list[Span] = []
    for span in sorted(truth):
        near = next((other for other in left if _near(span, other, tolerance_s)), None)
        if near is None:
            missed.append(span)
        else:
            left.remove(near)
            pairs.append((span, near))
    return Matched(tuple(pairs), tuple(left), tuple(missed))


def _near(one: Span, other: Span, tolerance_s: Seconds) -> bool:
    rounding = 1e-9
    worst = max(abs(one.start - other.start), abs(one.end - other.end))
    return worst <= tolerance_s + rounding
