"""The appeals about one result: what was said of them, and what the person may say."""

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.appealing import comment, reject, uphold
from qa.review.texts import MOST_CHARACTERS
from qa.rules.verdict import State
from qa.store.appeal_values import Appeal, AppealState, Subject
from qa.ui import labels, signed_in
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.plain import plain
from qa.ui.seen_result import SeenResult, done
from qa.ui.showing import local

_COLOURS = {AppealState.OPEN: "orange", AppealState.UPHELD: "green", AppealState.REJECTED: "gray"}
_OPPOSITES = {State.FAIL: State.PASS, State.PASS: State.FAIL}


def draw_appeals(me: Person, result: SeenResult) -> None:
    """Every appeal with its steps; open ones with what the person may do."""
    if not result.page.appeals:
        return
    st.subheader(say("Appeals"))
    for each in result.page.appeals:
        with st.container(border=True, gap="xsmall", key=f"appeal-card-{each.key}"):
            _steps(result, each)
            if each.state is AppealState.OPEN:
                _answer(me, result, each)


def _steps(result: SeenResult, each: Appeal) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        subject = labels.label(labels.SUBJECTS, each.subject)
        st.markdown(f"**{subject}: {plain(result.name(each.code))}**")
        colour = _COLOURS[each.state]
        st.badge(labels.label(labels.APPEALS, each.state), color=colour)  # type: ignore[arg-type]
    for event in each.events:
        st.caption(
            f"{labels.label(labels.STEPS, event.step)} · {plain(event.by)} · {local(event.at)}"
        )
        st.text(event.text)


def _answer(me: Person, result: SeenResult, each: Appeal) -> None:
    try:
        if may(me, Action.COMMENT_APPEAL):
            _comment(me, each)
        if may(me, Action.DECIDE_APPEAL):
            _decide(me, result, each)
    except EarmarkError as error:
        refused(error)


def _comment(me: Person, each: Appeal) -> None:
    with st.form(f"comment-{each.key}", border=False):
        text = st.text_area(say("Your comment for the manager"), max_chars=MOST_CHARACTERS)
        if not st.form_submit_button(say("Add the comment")):
            return
    bench = signed_in.bench()
    comment(bench.desk, me, bench.now(), each.key, text)
    done(say("The comment was added."))


def _decide(me: Person, result: SeenResult, each: Appeal) -> None:
    with st.form(f"decide-{each.key}", border=False):
        state, points = _right(result, each)
        why = st.text_area(say("Reason of the decision"), max_chars=MOST_CHARACTERS)
        with st.container(horizontal=True):
            upheld = st.form_submit_button(say("Uphold and change the score"), type="primary")
            rejected = st.form_submit_button(say("Reject"))
    bench = signed_in.bench()
    if upheld:
        uphold(bench.desk, me, bench.now(), each.key, why, true_state=state, points=points)
        done(say("Upheld: the agent sees the changed result."))
    if rejected:
        reject(bench.desk, me, bench.now(), each.key, why)
        done(say("Rejected: the result stays."))


def _right(result: SeenResult, each: Appeal) -> tuple[State | None, float | None]:
    """What it should have been: a verdict's state, or a criterion's points."""
    if each.subject is Subject.CRITERION:
        most = (
            next((item.points for item in result.card.criteria if item.code == each.code), 0.0)
            if result.card
            else 0.0
        )
        return None, st.number_input(
            f"{say('Right points')} (0–{most:g})", 0.0, most, most, step=0.5, format="%g"
        )
    now = next((item.state for item in result.page.verdicts if item.code == each.code), None)
    others = [state for state in State if state is not now]
    first = _OPPOSITES.get(now) if now else None
    chosen = st.selectbox(
        say("Right verdict"),
        list(map(str, others)),
        index=others.index(first) if first else None,
        format_func=lambda code: labels.label(labels.STATES, code),
        placeholder=say("Choose"),
    )
    return (State(chosen) if chosen else None), None
