"""What the charts have in common: time from left to right, a legend above, percents."""

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt

from qa.review.overview import Step
from qa.ui.charts.drawn import Row
from qa.ui.language import say

HEIGHT, BAR = 250, 30
"""Of a chart, and of a bar that lies, in pixels."""
PERCENT = ".1%"
HALF, WHOLE = 30, 64
"""Chinese characters that a legend has room for, at half of a laptop's screen and all of it."""


def labels(periods: Sequence[date], step: Step) -> list[str]:
    """How the periods are called, short."""
    years = len({each.year for each in periods}) > 1
    if step is Step.MONTH:
        return [f"{each:%Y-%m}" for each in periods]
    return [f"{each:%Y-%m-%d}" if years else f"{each:%m-%d}" for each in periods]


def time_axis(names: Sequence[str]) -> alt.X:
    """Periods in order, those without figures as well."""
    return alt.X(
        "period:O",
        title=None,
        sort=list(names),
        scale=alt.Scale(domain=list(names)),
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8),
    )


def colour(
    field: str,
    names: Sequence[str],
    colours: Mapping[str, str] | None = None,
    *,
    room: int = HALF,
) -> alt.Color:
    """A colour each, told above the chart in as many rows as its width asks for."""
    scale = alt.Scale(domain=list(names))
    if colours is not None:
        scale = alt.Scale(domain=list(names), range=[colours[name] for name in names])
    longest = max(map(_width, names), default=1)
    columns = max(1, min(len(names), int(room / (longest + 2))))
    legend = alt.Legend(orient="top", title=None, columns=columns, symbolLimit=12)
    return alt.Color(f"{field}:N", scale=scale, legend=legend, sort=list(names))


def _width(text: str) -> float:
    """In Chinese characters; others take about half as much room."""
    return sum(1.0 if each > "\u2e80" else 0.6 for each in text)


def single(rows: Sequence[Row]) -> bool:
    """Whether there is nothing that a line could join."""
    return len({row["period"] for row in rows}) == 1


def data(rows: Sequence[Row]) -> alt.InlineData:
    """Figures within the chart itself."""
    return alt.InlineData(values=[dict(row) for row in rows])


def bars(
    rows: Sequence[Row], y: str, x: alt.X, told: Sequence[alt.Tooltip], *, sort: str = "-x"
) -> alt.Chart:
    """Bars that lie, one below the other; `y` names the field that tells them apart."""
    count = len({row[y] for row in rows})
    labels = alt.Axis(labelLimit=220, labelOverlap=False)
    drawn: alt.Chart = (
        alt.Chart(data(rows))
        .mark_bar(cornerRadiusEnd=3, size=BAR * 0.7)
        .encode(x=x, y=alt.Y(f"{y}:N", title=None, sort=sort, axis=labels), tooltip=list(told))
        .properties(height=max(HEIGHT, BAR * count))
    )
    return drawn


def stacked(
    rows: Sequence[Row],
    names: Sequence[str],
    what: tuple[str, str],
    told: Sequence[alt.Tooltip],
    colours: alt.Color,
) -> alt.Chart:
    """Counts by `series` and period, above one another; of a single period side by side.

    Args:
        rows: with `period`, `series` and the count.
        names: of the periods.
        what: the field of the count, and its title.
        told: of a mark.
        colours: of the series; they are stacked in its order.
    """
    field, title = what
    axis = alt.Axis(tickMinStep=1)
    if single(rows):
        lying = bars(rows, "series", alt.X(f"{field}:Q", title=title, axis=axis), told)
        drawn: alt.Chart = lying.encode(color=colours.legend(None))
    else:
        drawn = _standing(rows, names, what, told, colours)
    return drawn


def _standing(
    rows: Sequence[Row],
    names: Sequence[str],
    what: tuple[str, str],
    told: Sequence[alt.Tooltip],
    colours: alt.Color,
) -> alt.Chart:
    field, title = what
    drawn: alt.Chart = (
        alt.Chart(data(rows))
        .mark_bar()
        .encode(
            x=time_axis(names),
            y=alt.Y(f"{field}:Q", title=title, axis=alt.Axis(tickMinStep=1)),
            color=colours,
            order=alt.Order("order:Q"),
            tooltip=list(told),
        )
        .properties(height=HEIGHT)
    )
    return drawn


def lines(
    rows: Sequence[Row],
    names: Sequence[str],
    y: alt.Y,
    told: Sequence[alt.Tooltip],
    *,
    room: int = HALF,
) -> alt.Chart:
    """A line for each `series`; a click on its name in the legend shows it alone."""
    picked = alt.selection_point(fields=["series"], bind="legend")
    series = list(dict.fromkeys(str(row["series"]) for row in rows))
    drawn: alt.Chart = (
        alt.Chart(data(rows))
        .mark_line(point=alt.OverlayMarkDef(size=36))
        .encode(
            x=time_axis(names),
            y=y,
            color=colour("series", series, room=room),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.12)),
            tooltip=list(told),
        )
        .add_params(picked)
        .properties(height=HEIGHT)
    )
    return drawn


def shares(
    rows: Sequence[Row],
    names: Sequence[str],
    title: str,
    tips: Sequence[alt.Tooltip],
    *,
    top: float | None = None,
) -> alt.Chart:
    """Shares by `series` over time; of a single period beside one another instead.

    Args:
        rows: with `period`, `series` and `share`.
        names: of the periods.
        title: of the shares.
        tips: what is told of a mark beside period, series and share.
        top: of the axis, 0–1; the highest share when left out.
    """
    told = [
        alt.Tooltip("period:O", title=say("Period")),
        alt.Tooltip("series:N", title=say("Of what")),
        alt.Tooltip("share:Q", title=title, format=PERCENT),
        *tips,
    ]
    axis = alt.Axis(format="%", tickCount=5)
    most = top or min(1.0, 1.05 * max((float(str(row["share"])) for row in rows), default=0.0))
    scale = alt.Scale(domain=[0, max(0.05, most)])
    if single(rows):
        return bars(rows, "series", alt.X("share:Q", title=title, axis=axis, scale=scale), told)
    return lines(rows, names, alt.Y("share:Q", title=title, axis=axis, scale=scale), told)
