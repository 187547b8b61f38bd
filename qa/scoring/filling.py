"""Filling a scorecard: what the rules decide, and the total of whoever filled it."""

from collections.abc import Iterable, Mapping, Sequence

from qa.rules.verdict import State, Verdict
from qa.scoring.criteria import Criterion, Scorecard
from qa.scoring.values import ItemState, Score, ScoreItem

MAXIMUM = 100.0
"""Totals are on this scale."""


def fill(scorecard: Scorecard, verdicts: Sequence[Verdict]) -> Score:
    """The machine's draft: what the verdicts decide; the rest is left to a person.

    A failed fatal rule makes the evaluation fatal also where no criterion mentions it.
    """
    by_code = {verdict.code: verdict for verdict in verdicts}
    items = tuple(_item(criterion, by_code) for criterion in scorecard.criteria)
    return score_of(scorecard, items, fatal=fatal_fail(verdicts))


def fatal_fail(verdicts: Iterable[Verdict]) -> bool:
    """Whether a fatal rule failed."""
    return any(each.fatal and each.state is State.FAIL for each in verdicts)


def _item(criterion: Criterion, verdicts: Mapping[str, Verdict]) -> ScoreItem:
    judged = [verdicts[code] for code in criterion.rules if code in verdicts]
    state, points = _outcome(judged, len(judged) == len(criterion.rules), criterion.points)
    return ScoreItem(criterion.code, points, criterion.points, state)


def _outcome(
    verdicts: Sequence[Verdict], complete: bool, points: float
) -> tuple[ItemState, float | None]:
    """One failing rule decides; else one that could not judge leaves it to a person.

    A fail takes what it costs, all of the points where the rule does not say. Rules that do
    not apply leave it to the others; without any rule (or without the verdict of one) only a
    person can tell.
    """
    states = {verdict.state for verdict in verdicts}
    if State.FAIL in states:
        costs = [each.cost for each in verdicts if each.state is State.FAIL]
        lost = sum(points if cost is None else cost for cost in costs)
        return ItemState.SCORED, max(0.0, points - lost)
    if not states or not complete or State.UNDETERMINED in states:
        return ItemState.NEEDS_HUMAN, None
    if State.PASS in states:
        return ItemState.SCORED, points
    return ItemState.NOT_APPLICABLE, None


def score_of(scorecard: Scorecard, items: Sequence[ScoreItem], *, fatal: bool = False) -> Score:
    """The total over items, whoever filled them.

    Σ(points × weight) ÷ Σ(possible × weight) × 100 over the scored items, to two decimals
    (weighted sections as in Genesys Cloud, Amazon Connect and Google Quality AI). Items that
    do not apply or wait for a person are in neither sum. A fatal criterion without full
    points, or `fatal` from elsewhere, makes the total 0 (Amazon Connect's automatic fail).
    """
    scored = [
        (item, item.points, scorecard.weight_of(item.code))
        for item in items
        if item.state is ItemState.SCORED and item.points is not None
    ]
    grave = {each.code for each in scorecard.criteria if each.fatal}
    fatal = fatal or any(i.code in grave and points < i.maximum for i, points, _ in scored)
    possible = sum(item.maximum * weight for item, _, weight in scored)
    total = None
    if fatal:
        total = 0.0
    elif possible:
        earned = sum(points * weight for _, points, weight in scored)
        total = round(earned / possible * MAXIMUM, 2)
    return Score(scorecard.identity, total, MAXIMUM, fatal, tuple(items))
