"""The page of a call: hear, judge, remark. Nearly all of it is one component."""

from datetime import datetime
from math import inf

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.api.errors import told
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.callpage import CallPage, call_page
from qa.review.callpage_json import page_json
from qa.review.evaluating import last_version, reopen
from qa.review.filters import NAMES
from qa.timeline import Seconds
from qa.ui import component, language, signed_in
from qa.ui.language import say
from qa.ui.navigation import VIEWS

# Parameters of the page's address; those of the queue's filter stand beside them.
_CALL, _AT = "call_id", "at"
# Counts, so that a call that is opened again is drawn anew.
_OPENED = "opened_again"


def _page() -> None:
    me = signed_in.person(Action.SEE_CALL)
    st.set_page_config(initial_sidebar_state="collapsed")
    call_id = st.query_params.get(_CALL)
    if not call_id:
        st.title(say("Call"))
        st.info(say("No call is open. Take the next one from the queue, or look for one."))
        return
    bench = signed_in.bench()
    try:
        page = call_page(bench.desk, me, bench.now(), call_id)
    except EarmarkError as error:
        _refused(error)
        return
    _finished(me, page)
    _component(me, page)


def _component(me: Person, page: CallPage) -> None:
    asked = {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}
    found = component.call_page(
        page_json(page),
        user=me.username,
        language=language.language(),
        queue_filter=asked,
        at=_begin(),
        key=f"call_page-{st.session_state.get(_OPENED, 0)}",
    )
    if found.finished:
        back = "queue.py" if may(me, Action.SEE_QUEUE) else "home.py"
        st.switch_page(VIEWS / back, query_params=asked)
    if found.language and found.language != language.language():
        language.choose(found.language)
    if found.call_id and found.call_id != page.call.call_id:
        st.query_params[_CALL] = found.call_id
        st.rerun()


def _finished(me: Person, page: CallPage) -> None:
    """What stands above an evaluation that is done: by whom, and the way to open it again."""
    last = last_version(page.versions)
    if last is None or not page.readonly:
        return
    left, right = st.columns([5, 1], vertical_alignment="center")
    when = _local(last.made_at)
    left.text(f"{say('Evaluated')} · {last.body.score.total:g} · {last.made_by} · {when}")
    if may(me, Action.JUDGE) and page.claim is None:
        with right.popover(say("Open again")):
            _reopening(me, page.call.call_id)


def _reopening(me: Person, call_id: str) -> None:
    with st.form("reopen", border=False):
        why = st.text_area(say("Why is the evaluation opened again?"), max_chars=4000)
        if not st.form_submit_button(say("Open again"), type="primary"):
            return
    bench = signed_in.bench()
    try:
        reopen(bench.desk, me, bench.now(), call_id, why)
    except EarmarkError as error:
        _refused(error)
        return
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    st.rerun()


def _begin() -> Seconds | None:
    try:
        at = float(st.query_params.get(_AT, ""))
    except ValueError:
        return None
    return at if 0 <= at < inf else None


def _local(moment: datetime) -> str:
    return moment.astimezone(signed_in.bench().desk.timezone).strftime("%Y-%m-%d %H:%M")


def _refused(error: EarmarkError) -> None:
    what = told(error)
    st.error(what.zh if language.language() == "zh" else what.en)


_page()
