"""How many calls there are by bucket of the plan, and how far the plan is done."""

from collections.abc import Sequence

import altair as alt

from qa.scoring.values import PlanKind
from qa.store.overview_values import Volume
from qa.ui.charts.drawn import Drawn, Row
from qa.ui.charts.parts import colour, shares, stacked
from qa.ui.labels import BUCKETS, label
from qa.ui.language import say

_COLOURS = {
    PlanKind.MANDATORY: "#e0605e",
    PlanKind.TARGETED: "#e8a33d",
    PlanKind.RANDOM: "#4c8be0",
    PlanKind.NONE: "#9aa3af",
}


def bucket(kind: PlanKind) -> str:
    """Its name."""
    return label(BUCKETS, kind)


def volume(found: Sequence[Volume], names: Sequence[str]) -> Drawn:
    """Calls by period and bucket."""
    kinds = [kind for kind in _COLOURS if any(each.kind is kind for each in found)]
    colours = {bucket(kind): _COLOURS[kind] for kind in kinds}
    rows: list[Row] = [
        {
            "period": names[each.period],
            "series": bucket(each.kind),
            "calls": each.calls,
            "done": each.done,
            "order": list(_COLOURS).index(each.kind),
        }
        for each in found
    ]
    told = [
        alt.Tooltip("period:O", title=say("Period")),
        alt.Tooltip("series:N", title=say("Bucket")),
        alt.Tooltip("calls:Q", title=say("Number of calls"), format=","),
        alt.Tooltip("done:Q", title=say("Evaluated"), format=","),
    ]
    shown = colour("series", list(colours), colours)
    return Drawn(
        name="volume",
        title=say("Calls by bucket of the review plan"),
        chart=stacked(rows, names, ("calls", say("Number of calls")), told, shown)
        if found
        else None,
        empty=say("There are no calls in this range."),
        columns=[
            say(each) for each in ("Period", "Bucket", "Number of calls", "Evaluated", "Coverage")
        ],
        rows=[
            (names[each.period], bucket(each.kind), each.calls, each.done, each.done / each.calls)
            for each in found
        ],
    )


def coverage(found: Sequence[Volume], names: Sequence[str]) -> Drawn:
    """How much of each bucket people evaluated."""
    planned = [each for each in found if each.kind is not PlanKind.NONE]
    rows: list[Row] = [
        {
            "period": names[each.period],
            "series": bucket(each.kind),
            "share": each.done / each.calls,
            "calls": each.calls,
            "done": each.done,
        }
        for each in planned
    ]
    tips = [
        alt.Tooltip("done:Q", title=say("Evaluated"), format=","),
        alt.Tooltip("calls:Q", title=say("Planned"), format=","),
    ]
    return Drawn(
        name="coverage",
        title=say("How much of the plan is done"),
        caption=say("Evaluated calls as a share of those that the plan asks for."),
        chart=shares(rows, names, say("Coverage"), tips, top=1.0) if planned else None,
        empty=say("No review plan was drawn for this range; the nightly run draws it."),
        columns=[say(each) for each in ("Period", "Bucket", "Planned", "Evaluated", "Coverage")],
        rows=[
            (names[each.period], bucket(each.kind), each.calls, each.done, each.done / each.calls)
            for each in planned
        ],
    )
