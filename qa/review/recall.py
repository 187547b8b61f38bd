"""How many of the true fails a rule finds, told from the random sample.

Only the sample can tell: what nobody reviews because the rule let it pass is never missed. In
it, calls that the rule failed and calls that it let pass may have been decided on to different
shares, and so may business lines; so each is a stratum, weighed with the number of calls that
it stands for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, inf, sqrt

from qa.rules.verdict import State
from qa.scoring.estimate import wilson

LEAST_TRUE_FAILS = 5
"""Fewer in the sample tell too little: the interval for two of four is 0.70 wide."""


class Basis(StrEnum):
    """What can be said of a rule's recall, and why not more."""

    ESTIMATED = "estimated"
    NOTHING_MISSED = "nothing_missed"
    """No miss was found among the calls that were checked: only a lower limit can be told."""
    TOO_FEW = "too_few"
    """Too few true fails in the sample."""
    NOT_SAMPLED = "not_sampled"
    """No call of the sample that the rule let pass was decided on."""


@dataclass(frozen=True, slots=True)
class Recall:
    """Of the calls that truly fail a rule, the share that it fails."""

    basis: Basis
    found: int
    """True fails in the sample that the rule failed."""
    missed: int
    """True fails in the sample that it did not."""
    checked: int
    """Calls of the sample that it did not fail and an inspector decided on."""
    value: float | None = None
    """0–1; None unless it is estimated."""
    low: float | None = None
    """Limits of the 95 % interval, as far as they can be told."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Calls that a rule judged alike: all there are, and those in the sample."""

    population: int
    """All of them, reviewed or not."""
    decided: int
    """Of the sample, those on which an inspector could decide."""
    true_fails: int
    """Of these, those that truly fail the rule."""


@dataclass(frozen=True, slots=True)
class _Total:
    """Calls of several parts that truly fail, with the limits of a 95 % interval."""

    value: float
    low: float
    high: float


def estimate_recall(parts: Mapping[State, Sequence[Part]]) -> Recall:
    """The recall of a rule.

    The true fails found, A, and those missed, B, are each estimated as Σ N p over their strata;
    limits of such a sum, and of A ÷ B, come from the Wilson limits of the shares p (MOVER: Zou
    & Donner 2008, Statistics in Medicine 27, 1693–1702; for ratios Donner & Zou 2012,
    Statistical Methods in Medical Research 21, 347–359), and A ÷ B gives A ÷ (A + B). The number
    of calls in a stratum is known, not estimated.

    Calls with a verdict (`undetermined`, `not_applicable`) on which inspectors never decide are
    left out, as if none of them failed.

    Args:
        parts: by verdict; one part a business line.
    """
    failed = parts.get(State.FAIL, ())
    checked = [
        part
        for state, each in parts.items()
        if state is not State.FAIL and _decided(each)
        for part in _collapsed(each)
    ]
    found, missed = (sum(part.true_fails for part in each) for each in (failed, checked))
    counts = found, missed, _decided(checked)
    if not checked or (State.PASS in parts and not _decided(parts[State.PASS])):
        return Recall(Basis.NOT_SAMPLED, *counts)
    if found + missed < LEAST_TRUE_FAILS or (failed and not _decided(failed)):
        return Recall(Basis.TOO_FEW, *counts)
    all_found, all_missed = _total(_collapsed(failed)), _total(checked)
    low, high = _limits(all_found, all_missed)
    if not missed:
        return Recall(Basis.NOTHING_MISSED, *counts, low=low)
    value = all_found.value / (all_found.value + all_missed.value)
    return Recall(Basis.ESTIMATED, *counts, value, low, high)


def _decided(parts: Iterable[Part]) -> int:
    return sum(part.decided for part in parts)


def _collapsed(parts: Sequence[Part]) -> Sequence[Part]:
    """One part of all where one of them has no sample of its own to tell its share from."""
    if all(part.decided for part in parts):
        return parts
    columns = zip(
        *((part.population, part.decided, part.true_fails) for part in parts), strict=True
    )
    return [Part(*map(sum, columns))]


def _total(parts: Sequence[Part]) -> _Total:
    value = below = above = 0.0
    for part in parts:
        share = part.true_fails / part.decided
        low, high = wilson(share, part.decided)
        value += part.population * share
        below = hypot(below, part.population * (share - low))
        above = hypot(above, part.population * (high - share))
    return _Total(value, value - below, value + above)


def _limits(found: _Total, missed: _Total) -> tuple[float, float]:
    """Limits of found ÷ (found + missed)."""
    low = _ratio(found, found.value - found.low, missed, missed.high - missed.value, upper=False)
    high = _ratio(found, found.high - found.value, missed, missed.value - missed.low, upper=True)
    return low / (1 + low), 1.0 if high == inf else high / (1 + high)


def _ratio(a: _Total, off_a: float, b: _Total, off_b: float, *, upper: bool) -> float:
    """A limit of a ÷ b, given how far the limits lie off that it depends on."""
    product = a.value * b.value
    of_a, of_b = a.value**2 - off_a**2, b.value**2 - off_b**2
    root = sqrt(max(0.0, product**2 - of_a * of_b))
    if not upper:
        # The textbook's (product − root) ÷ of_b, in a form that no missed call makes 0 ÷ 0.
        return of_a / (product + root) if product + root else 0.0
    return (product + root) / of_b if of_b > 0 else inf
