"""What inspectors got through."""

from collections.abc import Sequence

import altair as alt

from qa.store.overview_values import Throughput
from qa.ui.charts.drawn import Drawn, Row
from qa.ui.charts.parts import colour, stacked
from qa.ui.language import say


def throughput(found: Sequence[Throughput], names: Sequence[str]) -> Drawn:
    """Evaluations by person and period."""
    people = sorted({each.person for each in found})
    rows: list[Row] = [
        {
            "period": names[each.period],
            "series": each.person,
            "evaluations": each.evaluations,
            "calls": each.calls,
            "order": people.index(each.person),
            "hours": each.audio_s / 3600,
        }
        for each in found
    ]
    told = [
        alt.Tooltip("period:O", title=say("Period")),
        alt.Tooltip("series:N", title=say("Inspector")),
        alt.Tooltip("evaluations:Q", title=say("Evaluations")),
        alt.Tooltip("calls:Q", title=say("Number of calls")),
        alt.Tooltip("hours:Q", title=say("Hours of sound"), format=".1f"),
    ]
    what = ("evaluations", say("Evaluations"))
    return Drawn(
        name="throughput",
        title=say("Evaluations by inspector"),
        caption=say("By the day on which they were made, whenever the calls were."),
        chart=stacked(rows, names, what, told, colour("series", people)) if found else None,
        empty=say("Nobody submitted an evaluation in this range."),
        columns=[
            say(each)
            for each in ("Period", "Inspector", "Evaluations", "Number of calls", "Hours of sound")
        ],
        rows=[
            [row[n] for n in ("period", "series", "evaluations", "calls", "hours")] for row in rows
        ],
    )
