"""The overview: what the calls, the verdicts and the evaluations of some days come to."""

import streamlit as st

from qa.accounts.permissions import Action
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.overview import Charts, last_day, teams
from qa.ui import signed_in
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.overview import asking, board, figures
from qa.ui.room import roomy


def _page() -> None:
    me = signed_in.person(Action.SEE_OVERVIEW)
    roomy()
    st.title(say("Overview"))
    try:
        _shown(me)
    except EarmarkError as error:
        refused(error)


def _shown(me: Person) -> None:
    desk = signed_in.bench().desk
    last = last_day(desk, me)
    if last is None:
        st.info(say("There are no calls yet: the nightly run brings them."))
        return
    asked = asking.controls(last, sorted(desk.scorecards), teams(desk, me))
    if asked.wrong:
        left_out = ", ".join(asked.wrong)
        st.warning(f"{say('Not understood in the address, and left out')}: {left_out}")
    charts = Charts(desk, me, asked.range, asked.filter)
    st.caption(f"{asked.range.first} – {asked.range.last}")
    figures.show(figures.figures_of(charts), figures.figures_of(charts.before))
    board.board(charts)


_page()
