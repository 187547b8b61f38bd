"""The verdicts of one result with what was said."""

import streamlit as st

from qa.people import Person
from qa.rules.verdict import Evidence, State
from qa.store.appeal_values import Subject
from qa.store.evaluation_values import CheckedVerdict, Version
from qa.ui import labels
from qa.ui.appeal_form import appeal_form, may_appeal
from qa.ui.going import address
from qa.ui.language import say
from qa.ui.navigation import VIEWS
from qa.ui.plain import plain
from qa.ui.seen_result import SeenResult
from qa.ui.showing import length

_COLOURS = {State.FAIL: "red", State.UNDETERMINED: "orange", State.PASS: "green"}
_FIRST = (State.FAIL, State.UNDETERMINED)


def draw_verdicts(me: Person, result: SeenResult, version: Version) -> None:
    """What is wrong first; the rest can be unfolded."""
    st.subheader(say("Verdicts"))
    verdicts = version.body.verdicts
    first = [each for state in _FIRST for each in verdicts if each.state is state]
    # What a person or an appeal changed is worth a look, whatever it is now.
    first += [
        each for each in verdicts if each.state not in _FIRST and each.state is not each.machine
    ]
    rest = [each for each in verdicts if each not in first]
    if not first:
        st.success(say("Nothing is wrong."))
    for each in first:
        _card(me, result, each)
    if rest:
        with st.expander(f"{say('Passed or not applicable')} ({len(rest)})"):
            for each in rest:
                st.text(f"{labels.label(labels.STATES, each.state)} · {each.name}")


def _card(me: Person, result: SeenResult, verdict: CheckedVerdict) -> None:
    with st.container(border=True, gap="xsmall", key=f"verdict-{verdict.code}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(verdict.name)}**")
            colour = _COLOURS.get(verdict.state, "gray")
            st.badge(labels.label(labels.STATES, verdict.state), color=colour)  # type: ignore[arg-type]
            if verdict.fatal:
                st.badge(say("Fatal item"), color="red", icon=":material/gavel:")
        if verdict.outcome is not None:
            st.text(_decided(verdict))
        for evidence in _evidence(result, verdict.code):
            _said(result, evidence)
        about = result.appeal_about(Subject.VERDICT, verdict.code)
        if about is not None:
            st.caption(f"{say('Appeal')}: {labels.label(labels.APPEALS, about.state)}")
        elif may_appeal(me, result):
            with st.popover(say("Appeal"), icon=":material/front_hand:"):
                appeal_form(me, result, Subject.VERDICT, verdict.code)


def _decided(verdict: CheckedVerdict) -> str:
    machine = labels.label(labels.STATES, verdict.machine)
    outcome = labels.label(labels.OUTCOMES, verdict.outcome or "")
    text = f"{say('Machine')}: {machine} → {outcome} ({verdict.decided_by or '—'})"
    return f"{text}: {verdict.reason}" if verdict.reason else text


def _evidence(result: SeenResult, code: str) -> tuple[Evidence, ...]:
    judged = result.page.judged
    found = (each.evidence for each in judged.verdicts if each.code == code) if judged else iter(())
    return next(found, ())


def _said(result: SeenResult, evidence: Evidence) -> None:
    st.text(evidence.why)
    if evidence.span is None:
        return
    who = labels.label(labels.ROLES, evidence.role) if evidence.role else ""
    begin = evidence.span.start
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            VIEWS / "call.py",
            label=length(begin),
            icon=":material/play_circle:",
            help=say("Hear it"),
            query_params=address(result.call_id, at=begin),
        )
        if evidence.quote:
            st.text(f"{who}:「{evidence.quote}」", width="stretch")
