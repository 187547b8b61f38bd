"""The average score, told from the random sample."""

from collections.abc import Sequence

import altair as alt

from qa.review.overview import AverageScore
from qa.ui.charts.drawn import Drawn, Row
from qa.ui.charts.parts import HEIGHT, colour, data, single, time_axis
from qa.ui.language import say

_ROOM = 15
"""Points below the lowest average that are shown: two calls can make an interval of any length."""


def scores(found: Sequence[AverageScore], names: Sequence[str]) -> Drawn:
    """People's and the machine's average, with their confidence intervals."""
    rows = [row for each in found for row in _rows(each, names)]
    empty = say("The random sample of this range has no scores yet.")
    return Drawn(
        name="scores",
        title=say("Average score"),
        caption=say(
            "Told from the random sample alone, with its 95 % confidence interval: calls that "
            "must be heard were chosen for what they are."
        ),
        chart=_chart(rows, names) if rows else None,
        empty=empty,
        columns=[
            say(each)
            for each in ("Period", "By", "Average score", "From", "To", "Sample", "Number of calls")
        ],
        rows=[
            [row[name] for name in ("period", "series", "value", "low", "high", "n", "of")]
            for row in rows
        ],
    )


def _rows(each: AverageScore, names: Sequence[str]) -> list[Row]:
    estimates = ((say("people"), each.human), (say("machine"), each.machine))
    return [
        {
            "period": names[each.period],
            "series": series,
            "value": found.value,
            "low": None if found.low is None else max(0.0, found.low),
            "high": None if found.high is None else min(100.0, found.high),
            "n": found.sample,
            "of": found.population,
        }
        for series, found in estimates
        if found is not None
    ]


def _chart(rows: Sequence[Row], names: Sequence[str]) -> alt.LayerChart:
    series = [say("people"), say("machine")]
    present = [name for name in series if any(row["series"] == name for row in rows)]
    least = min(float(str(row["value"])) for row in rows) - _ROOM
    scale = alt.Scale(domain=[max(0.0, least - least % 5), 100], clamp=True)
    base = alt.Chart(data(rows)).encode(
        x=time_axis([str(rows[0]["period"])] if single(rows) else names),
        xOffset=alt.XOffset("series:N", sort=present),
        color=colour("series", present),
    )
    ranges = base.mark_rule(strokeWidth=2, opacity=0.6).encode(
        y=alt.Y("low:Q", title=say("Average score"), scale=scale), y2="high:Q"
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        y=alt.Y("value:Q", title=say("Average score"), scale=scale),
        tooltip=[
            alt.Tooltip("period:O", title=say("Period")),
            alt.Tooltip("series:N", title=say("By")),
            alt.Tooltip("value:Q", title=say("Average score"), format=".1f"),
            alt.Tooltip("low:Q", title=say("From"), format=".1f"),
            alt.Tooltip("high:Q", title=say("To"), format=".1f"),
            alt.Tooltip("n:Q", title=say("Sample"), format=","),
        ],
    )
    drawn: alt.LayerChart = (ranges + points).properties(height=HEIGHT)
    return drawn
