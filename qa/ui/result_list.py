"""The list of published results."""

from collections.abc import Sequence

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.people import Person
from qa.review.publishing import PAGE, PublishedResult, results
from qa.spreadsheet import Column, Table
from qa.ui import labels, paging, signed_in
from qa.ui.downloads import downloads
from qa.ui.language import say
from qa.ui.result_address import open_result
from qa.ui.showing import local
from qa.ui.tables import pressed

_KEY = "results"
_MOST = 500
_SAVED = 20_000


def draw(me: Person) -> None:
    """The results that the person sees, the one published last first.

    Raises:
        EarmarkError: the database refuses.
    """
    desk = signed_in.bench().desk
    at = paging.place(_KEY, me.username)
    found = results(desk, me, before=None if at is None else int(at))
    if not found:
        mine = may(me, Action.APPEAL)
        st.info(
            say("No result yet. As soon as one is published, it is shown here.")
            if mine
            else say("Nothing is published yet. Managers publish under “To publish”.")
        )
        return
    clicked = pressed(_table(found), _KEY, [each.call.call_id for each in found])
    paging.turn(_KEY, _following(found, PAGE))
    downloads(lambda: _whole(me), _KEY)
    if clicked is not None:
        open_result(clicked)


def _whole(me: Person) -> Table:
    desk = signed_in.bench().desk

    def read(at: str | None) -> tuple[list[PublishedResult], str | None]:
        before = None if at is None else int(at)
        found = results(desk, me, before=before, limit=_MOST)
        return found, _following(found, _MOST)

    return _table(paging.every(read, _SAVED))


def _following(found: Sequence[PublishedResult], limit: int) -> str | None:
    return str(found[-1].version.key) if len(found) >= limit else None


def _table(found: Sequence[PublishedResult]) -> Table:
    columns = [
        Column(say("Published"), 17),
        Column(say("Time"), 17),
        Column(say("Line"), 12),
        Column(say("Team"), 10),
        Column(say("Agent"), 14),
        Column(say("Score"), 8),
        Column(say("Evaluation"), 16),
        Column(say("Evaluated by"), 12),
        Column(say("Acknowledged"), 17),
        Column(say("Appeal until"), 17),
        Column(say("Call"), 20),
    ]
    rows = [
        [
            local(each.version.published_at),
            local(each.call.started_at),
            labels.label(labels.LINES, each.call.business_line),
            each.call.team or "",
            each.call.agent_name or each.call.agent_id,
            each.version.body.score.total,
            labels.label(labels.VERSIONS, each.version.kind),
            each.version.made_by,
            local(each.version.acknowledged_at) or say("not yet"),
            local(each.appeal_until),
            each.call.call_id,
        ]
        for each in found
    ]
    return Table(say("Results"), columns, rows)
