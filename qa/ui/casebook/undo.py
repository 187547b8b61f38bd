"""Retiring, restoring, and taking it back."""

from dataclasses import dataclass

import streamlit as st

from qa.casebook.browsing import case as case_of
from qa.casebook.filing import retire_case
from qa.casebook.tree import retire_category
from qa.errors import EarmarkError
from qa.people import Person
from qa.store.case_values import Case
from qa.ui import signed_in
from qa.ui.language import say
from qa.ui.notices import refused

_LAST = "casebook_undo"


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done last, and can be taken back."""

    category: bool
    key: int
    back: bool
    """It was restored, rather than retired."""


def retiring(me: Person, case: Case) -> None:
    """The button that retires a case or restores it."""
    back = case.retired_at is not None
    icon = ":material/restore_from_trash:" if back else ":material/delete:"
    if st.button(say("Restore" if back else "Retire"), icon=icon):
        _do(me, _Done(False, case.key, back), case.revision)


def retiring_category(me: Person, key: int, *, back: bool) -> None:
    """The same of a category."""
    if st.button(say("Restore" if back else "Retire"), key="retire-category"):
        _do(me, _Done(True, key, back))


def offer(me: Person) -> None:
    """What was just done, with the way back."""
    done: _Done | None = st.session_state.get(_LAST)
    if done is None:
        return
    what = "The category was" if done.category else "The case was"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        text = f"{say(what)} {say('restored' if done.back else 'retired')} #{done.key}"
        st.text(text, width="stretch")
        if st.button(say("Undo"), icon=":material/undo:"):
            _do(me, _Done(done.category, done.key, not done.back), undone=True)
        if st.button(say("Close"), type="tertiary", icon=":material/close:"):
            st.session_state.pop(_LAST)
            st.rerun()


def _do(me: Person, done: _Done, revision: int | None = None, *, undone: bool = False) -> None:
    bench = signed_in.bench()
    try:
        if done.category:
            retire_category(bench.desk, me, bench.now(), done.key, back=done.back)
        else:
            seen = revision or case_of(bench.desk, me, done.key).revision
            retire_case(bench.desk, me, bench.now(), done.key, seen, back=done.back)
    except EarmarkError as error:
        refused(error)
        return
    st.session_state.pop(_LAST, None)
    if not undone:
        st.session_state[_LAST] = done
    st.rerun()
