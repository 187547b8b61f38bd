"""The rules that are failed most often."""

from collections.abc import Callable, Sequence

import altair as alt

from qa.review.overview import FailingRule
from qa.ui.charts.drawn import Drawn, Row
from qa.ui.charts.parts import PERCENT, bars
from qa.ui.language import say


def failing_rules(found: Sequence[FailingRule], name_of: Callable[[FailingRule], str]) -> Drawn:
    """Bars, the most frequent first."""
    rows: list[Row] = [
        {
            "rule": name_of(each),
            "code": each.code,
            "fails": each.fails,
            "of": each.applicable,
            "rate": each.rate,
        }
        for each in found
    ]
    told = [
        alt.Tooltip("rule:N", title=say("Rule")),
        alt.Tooltip("code:N", title=say("Code")),
        alt.Tooltip("fails:Q", title=say("Fails"), format=","),
        alt.Tooltip("of:Q", title=say("Applicable calls"), format=","),
        alt.Tooltip("rate:Q", title=say("Fail rate"), format=PERCENT),
    ]
    x = alt.X("fails:Q", title=say("Fails"), axis=alt.Axis(tickMinStep=1))
    return Drawn(
        name="rules",
        title=say("Rules failed most often"),
        chart=bars(rows, "rule", x, told) if rows else None,
        empty=say("No rule was failed in this range."),
        columns=[say(each) for each in ("Rule", "Code", "Fails", "Applicable calls", "Fail rate")],
        rows=[[row[name] for name in ("rule", "code", "fails", "of", "rate")] for row in rows],
    )
