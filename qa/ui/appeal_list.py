"""The list of appeals."""

from collections.abc import Sequence

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.people import Person
from qa.review.appealing import appeals
from qa.spreadsheet import Column, Table
from qa.store.appeal_values import Appeal, AppealState
from qa.ui import labels, signed_in
from qa.ui.downloads import downloads
from qa.ui.filtering import rule_names
from qa.ui.language import say
from qa.ui.result_address import open_result
from qa.ui.showing import local
from qa.ui.tables import pressed

_KEY = "appeals"
_OPEN, _ALL = "Open ones", "All"


def draw(me: Person) -> None:
    """An agent's own appeals, a team's, or all.

    Raises:
        EarmarkError: the database refuses.
    """
    mine = may(me, Action.APPEAL)
    shown = st.radio(
        say("Which appeals"),
        [_ALL, _OPEN] if mine else [_OPEN, _ALL],
        format_func=say,
        horizontal=True,
        label_visibility="collapsed",
        key="which-appeals",
    )
    state = AppealState.OPEN if shown == _OPEN else None
    found = appeals(signed_in.bench().desk, me, state=state)
    if not found:
        st.info(_nothing(mine, state))
        return
    table = _table(found)
    clicked = pressed(table, f"{_KEY}-{shown}", [each.call_id for each in found])
    downloads(table, _KEY)
    if clicked is not None:
        open_result(clicked)


def _nothing(mine: bool, state: AppealState | None) -> str:
    if mine:
        return say("You have not appealed. Open a result to dispute a verdict or its points.")
    if state is AppealState.OPEN:
        return say("No appeal waits for a decision.")
    return say("Nobody has appealed yet.")


def _table(found: Sequence[Appeal]) -> Table:
    columns = [
        Column(say("State"), 10),
        Column(say("Filed"), 17),
        Column(say("Agent"), 12),
        Column(say("Team"), 10),
        Column(say("About"), 24),
        Column(say("Reason"), 40),
        Column(say("Latest word"), 40),
        Column(say("Call"), 20),
    ]
    names = _names()
    rows = [
        [
            labels.label(labels.APPEALS, each.state),
            local(each.made_at),
            each.agent_id,
            each.team or "",
            names.get(each.code, each.code),
            each.reason,
            _latest(each),
            each.call_id,
        ]
        for each in found
    ]
    return Table(say("Appeals"), columns, rows)


def _names() -> dict[str, str]:
    cards = signed_in.bench().desk.scorecards.values()
    criteria = {item.code: item.name for card in cards for item in card.criteria}
    return {**criteria, **rule_names()}


def _latest(each: Appeal) -> str:
    last = each.events[-1] if len(each.events) > 1 else None
    return f"{last.by}: {last.text}" if last else ""
