"""Results: an agent's own, a team's, or all; what waits to be published; appeals."""

from collections.abc import Callable, Mapping

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.errors import EarmarkError
from qa.people import Person
from qa.ui import appeal_list, publish_list, result_detail, result_list, signed_in
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.result_address import CALL
from qa.ui.room import roomy

_APPEALS = (Action.APPEAL, Action.COMMENT_APPEAL, Action.DECIDE_APPEAL, Action.JUDGE)
_TAB = "tab"
_TITLES = {"waiting": "To publish", "published": "Published", "appeals": "Appeals"}


def _page() -> None:
    me = signed_in.person(Action.SEE_RESULTS)
    roomy()
    call_id = st.query_params.get(CALL)
    st.title(say("My results") if may(me, Action.APPEAL) else say("Results"))
    if call_id:
        result_detail.way_back()
    told = st.container()
    try:
        if call_id:
            result_detail.draw(me, call_id)
        else:
            _lists(me)
    except EarmarkError as error:
        with told:
            refused(error)


def _lists(me: Person) -> None:
    tabs = _tabs(me)
    asked = st.query_params.get(_TAB, "")
    st.session_state[_TAB] = asked if asked in tabs else next(iter(tabs))
    chosen = st.segmented_control(
        say("What to see"),
        list(tabs),
        format_func=lambda tab: say(_TITLES[tab]),
        key=_TAB,
        on_change=_choose,
        label_visibility="collapsed",
        required=True,
    )
    tabs[str(chosen)](me)


def _choose() -> None:
    st.query_params[_TAB] = st.session_state[_TAB]


def _tabs(me: Person) -> Mapping[str, Callable[[Person], None]]:
    tabs: dict[str, Callable[[Person], None]] = {}
    if may(me, Action.PUBLISH):
        tabs["waiting"] = publish_list.draw
    tabs["published"] = result_list.draw
    if any(may(me, action) for action in _APPEALS):
        tabs["appeals"] = appeal_list.draw
    return tabs


_page()
