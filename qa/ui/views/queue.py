"""The queue: what waits, how far the day is, and the way to the next call."""

import streamlit as st

from qa.accounts.permissions import Action
from qa.api import Workbench
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.filters import Filter
from qa.review.queue import MOST, next_call, progress, queue_page, take
from qa.spreadsheet import Table
from qa.store.queue_values import ListedCall
from qa.ui import paging, signed_in
from qa.ui.call_table import queue_table
from qa.ui.day import progress_of_the_day
from qa.ui.downloads import downloads
from qa.ui.filtering import filtered
from qa.ui.going import open_call
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.room import roomy
from qa.ui.tables import pressed

_KEY = "queue"
_SAVED = 20_000
"""Rows of a download at most."""


def _page() -> None:
    me = signed_in.person(Action.SEE_QUEUE)
    roomy()
    bench = signed_in.bench()
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.title(say("Queue"))
    wanted = right.button(
        say("Next call"),
        type="primary",
        icon=":material/play_arrow:",
        shortcut="N",
        width="stretch",
    )
    told = st.container()
    try:
        bar = st.container()
        filter = filtered(me)
        if wanted:
            with told:
                _next(bench, me, filter)
        with bar:
            progress_of_the_day(progress(bench.desk, me, bench.now(), filter), me)
        _waiting(bench, me, filter)
    except EarmarkError as error:
        with told:
            refused(error)


def _next(bench: Workbench, me: Person, filter: Filter) -> None:
    claim = next_call(bench.desk, me, bench.now(), filter)
    if claim is not None:
        open_call(claim.call_id, filter)
    if filter.query():
        st.info(
            say("No call that fits the filter waits any more. Take conditions back for others.")
        )
    else:
        st.success(say("Nothing waits any more: the day's plan is done, or others have the rest."))


def _waiting(bench: Workbench, me: Person, filter: Filter) -> None:
    at = paging.place(_KEY, filter)
    page = queue_page(bench.desk, me, bench.now(), filter, after=at)
    if not page.calls:
        if filter.query():
            st.info(say("No call that fits the filter waits."))
        else:
            st.info(say("No call waits here. After the next nightly run there are new ones."))
        return
    table = queue_table(page.calls)
    clicked = pressed(table, _KEY, [each.call.call_id for each in page.calls])
    paging.turn(_KEY, page.next)
    downloads(lambda: _whole(bench, me, filter), _KEY)
    if clicked is not None:
        take(bench.desk, me, bench.now(), clicked)
        open_call(clicked, filter)


def _whole(bench: Workbench, me: Person, filter: Filter) -> Table:
    def read(at: str | None) -> tuple[list[ListedCall], str | None]:
        page = queue_page(bench.desk, me, bench.now(), filter, after=at, limit=MOST)
        return list(page.calls), page.next

    return queue_table(paging.every(read, _SAVED))


_page()
