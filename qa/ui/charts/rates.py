"""Shares over time: verdicts of rules, invitations to rate, dissatisfied customers."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import altair as alt

from qa.rules.verdict import State
from qa.store.overview_values import RatingCount, VerdictCount
from qa.ui.charts.drawn import Drawn, Row
from qa.ui.charts.parts import shares
from qa.ui.labels import LINES, label
from qa.ui.language import say

_MOST_LINES = 8


def failing(
    found: Sequence[VerdictCount],
    names: Sequence[str],
    rule: Callable[[VerdictCount], str],
    *,
    by_team: bool,
) -> Drawn:
    """How often rules are failed: one rule by team, or several over all teams."""
    series = _team if by_team else rule
    rows = [_row(each, names, series(each), State.FAIL) for each in found if each.applicable]
    tips = [
        alt.Tooltip("hits:Q", title=say("Fails"), format=","),
        alt.Tooltip("of:Q", title=say("Applicable calls"), format=","),
    ]
    return Drawn(
        name="verdicts",
        title=say("Fail rate by rule"),
        caption=say("Of the calls that pass or fail the rule; undetermined ones are left out."),
        chart=shares(rows, names, say("Fail rate"), tips) if rows else None,
        empty=say("No verdicts in this range: the calls have not been judged yet."),
        columns=[
            say(each)
            for each in ("Period", "Rule", "Team", "Fails", "Applicable calls", "Fail rate")
        ],
        rows=[
            (
                names[each.period],
                rule(each),
                _team(each) if by_team else say("All teams"),
                each.states.get(State.FAIL, 0),
                each.applicable,
                each.fail_rate,
            )
            for each in found
            if each.applicable
        ],
    )


def invitations(found: Sequence[VerdictCount], names: Sequence[str]) -> Drawn:
    """How often agents invite customers to rate; all teams, and each of them if they are few."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for each in found:
        sums[each.period][0] += each.states.get(State.PASS, 0)
        sums[each.period][1] += each.applicable
    whole: list[Row] = [
        _share(names[period], say("All teams"), hits, of)
        for period, (hits, of) in sorted(sums.items())
        if of
    ]
    teams = [_row(each, names, _team(each), State.PASS) for each in found if each.applicable]
    few = len({row["series"] for row in teams}) <= _MOST_LINES
    tips = [
        alt.Tooltip("hits:Q", title=say("Invited"), format=","),
        alt.Tooltip("of:Q", title=say("Applicable calls"), format=","),
    ]
    drawn = [*whole, *(teams if few else [])]
    return Drawn(
        name="invitations",
        title=say("Customers invited to rate"),
        caption=say("Of the calls in which the agent had to invite the customer."),
        chart=shares(drawn, names, say("Invitation rate"), tips) if drawn else None,
        empty=say("No call in this range was judged by the rule on inviting customers to rate."),
        columns=[say(each) for each in ("Period", "Team", "Invited", "Applicable calls", "Rate")],
        rows=[_cells(row) for row in [*whole, *teams]],
    )


def dissatisfaction(found: Sequence[RatingCount], names: Sequence[str]) -> Drawn:
    """How many of the customers who rated were dissatisfied."""
    rows = [
        _share(names[each.period], label(LINES, each.line), round(rate * each.rated), each.rated)
        for each in found
        if (rate := each.dissatisfied_rate) is not None
    ]
    tips = [
        alt.Tooltip("hits:Q", title=say("Dissatisfied"), format=","),
        alt.Tooltip("of:Q", title=say("Rated calls"), format=","),
    ]
    return Drawn(
        name="dissatisfaction",
        title=say("Dissatisfied customers"),
        caption=say("Of the calls that were rated; who does not rate is not counted as satisfied."),
        chart=shares(rows, names, say("Dissatisfied"), tips) if rows else None,
        empty=say("No call in this range was rated by its customer."),
        columns=[
            say(each) for each in ("Period", "Business line", "Dissatisfied", "Rated calls", "Rate")
        ],
        rows=[_cells(row) for row in rows],
    )


def _team(count: VerdictCount) -> str:
    return count.team or say("(no team)")


def _row(each: VerdictCount, names: Sequence[str], series: str, state: State) -> Row:
    return _share(names[each.period], series, each.states.get(state, 0), each.applicable)


def _share(period: str, series: str, hits: int, of: int) -> Row:
    return {"period": period, "series": series, "share": hits / of, "hits": hits, "of": of}


def _cells(row: Row) -> list[str | int | float | None]:
    return [row[name] for name in ("period", "series", "hits", "of", "share")]
