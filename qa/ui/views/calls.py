"""Search of all calls: what was said in them, and what is known of them."""

import streamlit as st

from qa.accounts.permissions import Action
from qa.api import Workbench
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.filters import Filter
from qa.review.searching import MOST, CallsPage, search_calls
from qa.spreadsheet import Table
from qa.timeline import Seconds
from qa.ui import paging, signed_in
from qa.ui.call_table import calls_table, hits_table
from qa.ui.downloads import downloads
from qa.ui.filtering import filtered
from qa.ui.going import open_call
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.room import roomy
from qa.ui.tables import pressed

_KEY = "calls"
_SAVED = 20_000
"""Calls of a download at most."""


def _page() -> None:
    me = signed_in.person(Action.SEARCH_CALLS)
    roomy()
    st.title(say("Search calls"))
    told = st.container()
    try:
        _found(signed_in.bench(), me, filtered(me))
    except EarmarkError as error:
        with told:
            refused(error)


def _found(bench: Workbench, me: Person, filter: Filter) -> None:
    at = paging.place(_KEY, filter)
    page = search_calls(bench.desk, me, bench.now(), filter, after=at)
    if not page.calls:
        st.info(say("No call fits. Take conditions back, or search for a part of the words."))
        return
    clicked = pressed(_table(page), _KEY, _places(page))
    paging.turn(_KEY, page.next)
    downloads(lambda: _whole(bench, me, filter), _KEY)
    if clicked is not None:
        call_id, begin = clicked
        open_call(call_id, at=begin)


def _table(page: CallsPage) -> Table:
    return hits_table(page.calls, page.hits) if page.hits else calls_table(page.calls)


def _places(page: CallsPage) -> list[tuple[str, Seconds | None]]:
    """The call of each row, and from where to hear it."""
    if not page.hits:
        return [(each.call.call_id, None) for each in page.calls]
    return [
        (each.call.call_id, hit.turn_start)
        for each in page.calls
        for hit in page.hits.get(each.call.call_id, ())
    ]


def _whole(bench: Workbench, me: Person, filter: Filter) -> Table:
    def read(at: str | None) -> tuple[list[CallsPage], str | None]:
        page = search_calls(bench.desk, me, bench.now(), filter, after=at, limit=MOST)
        return [page], page.next

    pages = paging.every(read, _SAVED // MOST)
    hits = {call_id: found for page in pages for call_id, found in page.hits.items()}
    return _table(CallsPage(tuple(each for page in pages for each in page.calls), hits, None))


_page()
