"""The key figures above the charts, beside those of the days before."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from qa.call import Satisfaction
from qa.review.overview import Charts
from qa.rules.verdict import State
from qa.scoring.estimate import Estimate
from qa.scoring.values import PlanKind
from qa.ui.language import say


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one range; None where nothing can be told."""

    calls: int
    coverage: float | None
    """Evaluated calls of those in the plan, 0–1."""
    evaluations: int
    score: Estimate | None
    """People's average, of the random sample."""
    dissatisfied: float | None
    """Of the rated calls, 0–1."""
    invited: float | None
    """Of the calls where it applies, 0–1."""


def figures_of(charts: Charts) -> Figures:
    """All figures of a range."""
    whole = charts.whole
    volume = whole.volume()
    planned = [each for each in volume if each.kind is not PlanKind.NONE]
    ratings = whole.dissatisfaction()
    bad = sum(each.ratings.get(Satisfaction.DISSATISFIED, 0) for each in ratings)
    invitations = whole.invitations()
    return Figures(
        calls=sum(each.calls for each in volume),
        coverage=_share((each.done for each in planned), (each.calls for each in planned)),
        evaluations=sum(each.evaluations for each in whole.throughput()),
        score=whole.average_scores()[0].human,
        dissatisfied=_share([bad], (each.rated for each in ratings)),
        invited=_share(
            (each.states.get(State.PASS, 0) for each in invitations),
            (each.applicable for each in invitations),
        ),
    )


def show(now: Figures, before: Figures) -> None:
    """A row of figures, with their change since as many days right before."""
    columns = st.columns([5, 5, 5, 7, 5, 5])
    compared = before.calls > 0
    columns[0].metric(
        say("Number of calls"),
        f"{now.calls:,}",
        _difference(now.calls, before.calls, compared),
        delta_color="off",
        help=say("The change is against as many days right before."),
        border=True,
    )
    columns[1].metric(
        say("Plan done"),
        _percent(now.coverage),
        _points(now.coverage, before.coverage),
        help=say("Evaluated calls as a share of those that the plan asks for."),
        border=True,
    )
    columns[2].metric(
        say("Evaluations"),
        f"{now.evaluations:,}",
        _difference(now.evaluations, before.evaluations, compared),
        delta_color="off",
        help=say("By the day on which they were made."),
        border=True,
    )
    columns[3].metric(
        say("Average score"),
        _score(now.score),
        _score_change(now.score, before.score),
        help=say("By people, told from the random sample alone; ± is half of the 95 % interval."),
        border=True,
    )
    columns[4].metric(
        say("Dissatisfied"),
        _percent(now.dissatisfied),
        _points(now.dissatisfied, before.dissatisfied),
        delta_color="inverse",
        help=say("Of the calls that were rated."),
        border=True,
    )
    columns[5].metric(
        say("Invited to rate"),
        _percent(now.invited),
        _points(now.invited, before.invited),
        help=say("Of the calls in which the agent had to invite the customer."),
        border=True,
    )


def _share(hits: Iterable[int], of: Iterable[int]) -> float | None:
    whole = sum(of)
    return sum(hits) / whole if whole else None


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _points(now: float | None, before: float | None) -> str | None:
    if now is None or before is None:
        return None
    return f"{(now - before) * 100:+.1f} {say('pp')}"


def _difference(now: int, before: int, compared: bool) -> str | None:
    return f"{now - before:+,}" if compared else None


def _score(score: Estimate | None) -> str:
    if score is None:
        return "–"
    if score.low is None:
        return f"{score.value:.1f}"
    return f"{score.value:.1f} ±{score.value - score.low:.1f}"


def _score_change(now: Estimate | None, before: Estimate | None) -> str | None:
    return None if now is None or before is None else f"{now.value - before.value:+.1f}"
