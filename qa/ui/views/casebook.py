"""The casebook: browse, hear, edit, retire, export."""

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.casebook import browsing
from qa.casebook.query import filter_of, key_of
from qa.casebook.tree import categories
from qa.errors import EarmarkError
from qa.people import Person
from qa.ui import address, signed_in
from qa.ui.casebook import filters, listing, tree_editor, undo
from qa.ui.casebook.detail import detail
from qa.ui.casebook.listing import CASE
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.room import roomy

_CARDS, _TABLE, _CATEGORIES = "cards", "table", "categories"
_PAGE, _SHOWN = 20, "casebook_shown"


def _page() -> None:
    me = signed_in.person(Action.SEE_CASEBOOK)
    roomy()
    title, view = st.columns([2, 3], vertical_alignment="bottom")
    title.title(say("Casebook"))
    try:
        if may(me, Action.EDIT_CASES):
            undo.offer(me)
        if CASE in st.query_params:
            _one(me)
            return
        views = [_CARDS, _TABLE]
        views += [_CATEGORIES] if may(me, Action.EDIT_CATEGORIES) else []
        shown = address.switch(view, say("View"), "view", views, say, visible=False)
        _many(me, shown)
    except EarmarkError as error:
        refused(error)


def _one(me: Person) -> None:
    desk, key = signed_in.bench().desk, key_of(st.query_params.get(CASE))
    if key is None:
        st.warning(say("There is no such case."))
        st.button(say("Back to the list"), on_click=address.put, args=(CASE,))
        return
    detail(me, browsing.case(desk, me, key), categories(desk, me))


def _many(me: Person, shown: str) -> None:
    desk = signed_in.bench().desk
    tree = categories(desk, me)
    filter, wrong = filter_of(address.asked())
    if wrong:
        st.warning(f"{say('Not understood in the address, and left out')}: {', '.join(wrong)}")
    counts = browsing.counts(desk, me, filter)
    if shown == _CATEGORIES:
        tree_editor.editor(me, tree, counts)
        return
    filters.filters(browsing.choices(desk, me))
    total = sum(counts[each.key] for each in tree if each.parent is None)
    left, right = st.columns([1, 3], gap="medium")
    filters.categories(left, tree, counts, total)
    with right:
        limit = browsing.MOST if shown == _TABLE else st.session_state.get(_SHOWN, _PAGE)
        found = browsing.cases(desk, me, filter, limit=limit)
        if not found:
            st.info(say(_why_empty(bool(address.asked()))))
            return
        listing.head(me, browsing.cases(desk, me, filter, limit=browsing.MOST), len(found))
        draw = listing.table if shown == _TABLE else listing.cards
        draw(found, tree, select=listing.may_export(me))
        if len(found) == limit and shown == _CARDS and st.button(say("More")):
            st.session_state[_SHOWN] = limit + _PAGE
            st.rerun()


def _why_empty(filtered: bool) -> str:
    if filtered:
        return "No case meets all of these conditions."
    return "There are no cases yet: inspectors file them from the page of a call."


_page()
