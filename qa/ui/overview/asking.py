"""Which days and calls the overview is of, all in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from qa.errors import ReviewError
from qa.review.filters import Filter
from qa.review.overview import Range, Step
from qa.ui import address
from qa.ui.labels import LINES, label
from qa.ui.language import say

SPANS = ("30", "7", "90", "custom")
STEPS = (Step.DAY, Step.WEEK, Step.MONTH)
SINCE, UNTIL = "since", "until"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    range: Range
    filter: Filter
    wrong: tuple[str, ...]
    """Parameters that cannot be read: these count for nothing."""


def controls(last: date, lines: Sequence[str], teams: Sequence[str]) -> Asked:
    """Draw the controls.

    Args:
        last: the last day that has calls.
        lines: business lines to choose from.
        teams: to choose from; fewer than two offer no choice.
    """
    top = st.columns([10, 6, 6, 6], vertical_alignment="top")
    span = address.switch(top[0], say("Days"), "days", SPANS, _span)
    step = address.switch(top[1], say("Summed up by"), "step", [each.value for each in STEPS], say)
    address.several(top[2], say("Business line"), "lines", lines, partial(label, LINES))
    if len(teams) > 1:
        address.several(top[3], say("Team"), "teams", teams)
    wrong: list[str] = []
    days = _days(span, last, wrong)
    filter = _filter(wrong)
    return Asked(Range(*days, Step(step)), filter, tuple(wrong))


def _span(name: str) -> str:
    return say("Custom") if name == "custom" else say("Last {} days").format(name)


def _days(span: str, last: date, wrong: list[str]) -> tuple[date, date]:
    usual = (last - timedelta(days=int(SPANS[0]) - 1), last)
    if span != "custom":
        return last - timedelta(days=int(span) - 1), last
    first = _day(SINCE, usual[0], wrong)
    until = _day(UNTIL, usual[1], wrong)
    left, right, _ = st.columns([2, 2, 5])
    first = _picked(left, say("Since"), SINCE, first)
    until = _picked(right, say("Until"), UNTIL, until)
    return first, until


def _day(name: str, usual: date, wrong: list[str]) -> date:
    written = st.query_params.get(name)
    if not written:
        return usual
    try:
        found = Filter.of({name: [written]})
    except ReviewError:
        wrong.append(name)
        return usual
    return (found.since or found.until) or usual


def _picked(where: DeltaGenerator, label: str, name: str, present: date) -> date:
    key = f"overview-{name}"
    st.session_state[key] = present
    where.date_input(
        label,
        key=key,
        on_change=_keep,
        args=(name,),
        min_value=date(1970, 1, 1),
        format="YYYY-MM-DD",
    )
    return present


def _keep(name: str) -> None:
    chosen: date | None = st.session_state[f"overview-{name}"]
    address.put(name, chosen.isoformat() if chosen else "")


def _filter(wrong: list[str]) -> Filter:
    query = {name: st.query_params.get_all(name) for name in ("lines", "teams")}
    try:
        return Filter.of(query)
    except ReviewError:
        wrong += list(query)
        return Filter()
