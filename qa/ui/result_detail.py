"""One result: the score, the verdicts with their evidence, appeals, and how it came about."""

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.publishing import acknowledge, publish
from qa.store.evaluation_values import Version
from qa.ui import labels, signed_in
from qa.ui.appeal_cards import draw_appeals
from qa.ui.going import address
from qa.ui.history_list import draw_history
from qa.ui.language import say
from qa.ui.navigation import VIEWS
from qa.ui.notices import refused
from qa.ui.result_address import close_result
from qa.ui.score_table import draw_score
from qa.ui.seen_result import SeenResult, done, seen, what_was_done
from qa.ui.showing import local, number
from qa.ui.verdict_cards import draw_verdicts


def draw(me: Person, call_id: str) -> None:
    """All of one result that the person may see.

    Raises:
        EarmarkError: there is no such call, it is none of the person's, or the database refuses.
    """
    bench = signed_in.bench()
    result = seen(bench.desk, me, bench.now(), call_id)
    version = result.version
    _head(result)
    if told := what_was_done():
        st.success(told)
    if version is None:
        st.info(say("Nobody has evaluated this call yet."))
        return
    _figures(result, version)
    _steps(me, result, version)
    draw_appeals(me, result)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        draw_score(me, result, version)
    with right:
        draw_verdicts(me, result, version)
    draw_history(result)


def way_back() -> None:
    """To the list."""
    st.button(
        say("Back to the list"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=close_result,
    )


def _head(result: SeenResult) -> None:
    call = result.page.call
    agent = call.agent_name or call.agent_id
    about = (
        labels.label(labels.LINES, call.business_line),
        local(call.started_at),
        f"{say('Agent')} {agent}" + (f" ({call.team})" if call.team else ""),
        f"{say('Customer')} {call.customer_name or call.customer_id or '—'}",
        call.call_id,
    )
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.text(" · ".join(about))
    right.page_link(
        VIEWS / "call.py",
        label=say("Hear the call"),
        icon=":material/headphones:",
        query_params=address(call.call_id),
    )


def _figures(result: SeenResult, version: Version) -> None:
    score, until = version.body.score, result.page.appeal_until
    published = [each for each in result.page.versions if each.published_at]
    noted = local(version.acknowledged_at) or say("not yet")
    figures = (
        ("Score", number(score.total)),
        ("Evaluated by", f"{version.made_by} · {local(version.made_at)}"),
        ("Published", local(published[-1].published_at) if published else say("not yet")),
        ("Acknowledged", noted),
        ("Appeal until", local(until) or "—"),
    )
    for column, (title, value) in zip(st.columns([1, 2, 2, 2, 2]), figures, strict=True):
        column.caption(say(title))
        column.text(value)
    if score.fatal:
        st.warning(say("A fatal item failed: the whole evaluation is 0."), icon=":material/gavel:")


def _steps(me: Person, result: SeenResult, version: Version) -> None:
    """What the person may do with the whole result."""
    bench = signed_in.bench()
    fresh = version.published_at is not None and version.acknowledged_at is None
    try:
        if may(me, Action.ACKNOWLEDGE) and fresh:
            if st.button(say("I have taken note"), type="primary", icon=":material/done_all:"):
                acknowledge(bench.desk, me, bench.now(), result.call_id)
                done(say("Noted. If you disagree with something, you can appeal below."))
        elif may(me, Action.PUBLISH) and version.published_at is None:
            st.info(say("The agent does not see this evaluation yet."))
            if st.button(say("Publish"), type="primary", icon=":material/send:"):
                publish(bench.desk, me, bench.now(), [result.call_id])
                done(say("Published: the agent sees it now."))
    except EarmarkError as error:
        refused(error)
