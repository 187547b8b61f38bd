"""Evaluations that wait to be published."""

from collections.abc import Sequence

import streamlit as st

from qa.errors import EarmarkError
from qa.people import Person
from qa.review.publishing import PAGE, Unpublished, publish, unpublished
from qa.spreadsheet import Column, Table
from qa.ui import labels, paging, signed_in
from qa.ui.downloads import downloads
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.result_address import open_result
from qa.ui.showing import local
from qa.ui.tables import records

_KEY = "unpublished"
_DONE = "published-just-now"
_ROUND = "published-rounds"
_MOST = 500
_SAVED = 20_000


def draw(me: Person) -> None:
    """What waits, to be chosen and published.

    Raises:
        EarmarkError: the database refuses.
    """
    if count := st.session_state.pop(_DONE, 0):
        st.success(f"{say('Published')}: {count}")
    desk = signed_in.bench().desk
    at = paging.place(_KEY, me.username)
    found = unpublished(desk, me, before=None if at is None else int(at))
    if not found:
        st.info(
            say("Nothing waits to be published. Evaluations come here when they are submitted.")
        )
        return
    chosen = _chosen(found)
    _buttons(me, found, chosen)
    paging.turn(_KEY, _following(found, PAGE))
    downloads(lambda: _whole(me), _KEY)


def _chosen(found: Sequence[Unpublished]) -> list[str]:
    told = st.dataframe(
        records(_table(found)),
        hide_index=True,
        placeholder="",
        # What was chosen before is not chosen any more once it is published.
        key=f"{_KEY}-table-{st.session_state.get(_ROUND, 0)}",
        on_select="rerun",
        selection_mode="multi-row",
    )
    return [found[row].call.call_id for row in told["selection"]["rows"]]


def _buttons(me: Person, found: Sequence[Unpublished], chosen: list[str]) -> None:
    with st.container(horizontal=True):
        st.button(
            f"{say('Publish the chosen ones')} ({len(chosen)})",
            key="publish-chosen",
            type="primary",
            disabled=not chosen,
            on_click=_publish,
            args=(me, chosen),
        )
        st.button(
            f"{say('Publish all of this page')} ({len(found)})",
            key="publish-page",
            on_click=_publish,
            args=(me, [each.call.call_id for each in found]),
        )
        if st.button(say("See the chosen one"), key="see", disabled=len(chosen) != 1):
            open_result(chosen[0])


def _publish(me: Person, call_ids: list[str]) -> None:
    bench = signed_in.bench()
    try:
        st.session_state[_DONE] = publish(bench.desk, me, bench.now(), call_ids)
    except EarmarkError as error:
        refused(error)
    else:
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _whole(me: Person) -> Table:
    desk = signed_in.bench().desk

    def read(at: str | None) -> tuple[list[Unpublished], str | None]:
        found = unpublished(desk, me, before=None if at is None else int(at), limit=_MOST)
        return found, _following(found, _MOST)

    return _table(paging.every(read, _SAVED))


def _following(found: Sequence[Unpublished], limit: int) -> str | None:
    return str(found[-1].version.key) if len(found) >= limit else None


def _table(found: Sequence[Unpublished]) -> Table:
    columns = [
        Column(say("Evaluated"), 17),
        Column(say("Evaluated by"), 12),
        Column(say("Score"), 8),
        Column(say("Line"), 12),
        Column(say("Team"), 10),
        Column(say("Agent"), 14),
        Column(say("Time"), 17),
        Column(say("Comment"), 40),
        Column(say("Call"), 20),
    ]
    rows = [
        [
            local(each.version.made_at),
            each.version.made_by,
            each.version.body.score.total,
            labels.label(labels.LINES, each.call.business_line),
            each.call.team or "",
            each.call.agent_name or each.call.agent_id,
            local(each.call.started_at),
            each.version.body.comment,
            each.call.call_id,
        ]
        for each in found
    ]
    return Table(say("To publish"), columns, rows)
