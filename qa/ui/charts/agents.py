"""Agents' trend."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean

import altair as alt

from qa.store.overview_values import AgentCount
from qa.ui.charts.drawn import Drawn, Row
from qa.ui.charts.parts import WHOLE, bars, lines, single
from qa.ui.language import say

MOST = 8
"""Lines that can still be told apart."""


def agent_name(each: AgentCount) -> str:
    """Name and id."""
    return " ".join(filter(None, (each.agent_name, each.agent_id)))


def lowest(found: Iterable[AgentCount]) -> list[str]:
    """The agents with the lowest scores by the machine, by id."""
    scores: dict[str, list[float]] = defaultdict(list)
    for each in found:
        if each.machine_score is not None:
            scores[each.agent_id].append(each.machine_score)
    return sorted(scores, key=lambda agent: (fmean(scores[agent]), agent))[:MOST]


def agents(found: Sequence[AgentCount], names: Sequence[str], shown: Sequence[str]) -> Drawn:
    """The machine's average score of some agents; the table has all of them."""
    rows = [_row(each, names) for each in found if each.machine_score is not None]
    drawn = [row for row in rows if row["agent"] in shown]
    titles = (
        "Period",
        "Agent",
        "Team",
        "Number of calls",
        "Machine's score",
        "People's score",
        "Fails",
    )
    return Drawn(
        name="agents",
        title=say("Agents' trend"),
        caption=say(
            "The machine's average over all calls of an agent. People's scores are in the table; "
            "they are of calls chosen for what they are, so they are no estimate."
        ),
        chart=_chart(drawn, names) if drawn else None,
        empty=say("No agent has a judged call in this range."),
        columns=[say(each) for each in titles],
        rows=[
            (
                names[each.period],
                agent_name(each),
                each.team,
                each.calls,
                each.machine_score,
                each.human_score,
                each.fails,
            )
            for each in found
        ],
    )


def _row(each: AgentCount, names: Sequence[str]) -> Row:
    return {
        "period": names[each.period],
        "series": agent_name(each),
        "agent": each.agent_id,
        "score": each.machine_score,
        "calls": each.calls,
        "fails": each.fails,
    }


def _chart(rows: Sequence[Row], names: Sequence[str]) -> alt.Chart:
    told = [
        alt.Tooltip("period:O", title=say("Period")),
        alt.Tooltip("series:N", title=say("Agent")),
        alt.Tooltip("score:Q", title=say("Machine's score"), format=".1f"),
        alt.Tooltip("calls:Q", title=say("Number of calls"), format=","),
        alt.Tooltip("fails:Q", title=say("Fails"), format=","),
    ]
    title = say("Machine's score")
    if single(rows):
        x = alt.X("score:Q", title=title, scale=alt.Scale(domain=[0, 100]))
        return bars(rows, "series", x, told, sort="x")
    y = alt.Y("score:Q", title=title, scale=alt.Scale(zero=False))
    return lines(rows, names, y, told, room=WHOLE)
