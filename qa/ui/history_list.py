"""How a result came about: every version, and what it changed."""

import streamlit as st

from qa.review.evaluating import FIRST_WHY
from qa.review.history import Change, Chapter, history
from qa.rules.verdict import State
from qa.store.evaluation_values import VersionKind
from qa.ui import labels
from qa.ui.language import say
from qa.ui.plain import plain
from qa.ui.seen_result import SeenResult
from qa.ui.showing import local, number


def draw_history(result: SeenResult) -> None:
    """All versions that the person sees, the latest first."""
    st.subheader(say("History"))
    for chapter in reversed(history(result.page.versions)):
        with st.container(border=True, gap="xsmall", key=f"version-{chapter.version.version}"):
            _chapter(result, chapter)


def _chapter(result: SeenResult, chapter: Chapter) -> None:
    version = chapter.version
    machine = version.kind is VersionKind.MACHINE
    kind = labels.label(labels.VERSIONS, version.kind)
    by = "" if machine else f" · {plain(version.made_by)}"
    st.markdown(f"**{say('Version')} {version.version} · {kind}**{by} · {local(version.made_at)}")
    st.text(f"{say('Score')}: {_total(chapter)}")
    if version.why and not machine:
        first = version.why == FIRST_WHY
        st.text(f"{say('Why')}: {say('First evaluation') if first else version.why}")
    for change in chapter.changes:
        st.text(f"{result.name(change.code)}: {_value(change, old=True)} → {_value(change)}")
    if version.published_at:
        by = plain(version.published_by or "")
        st.caption(f"{say('Published')} {local(version.published_at)} · {by}")


def _total(chapter: Chapter) -> str:
    now, before = number(chapter.version.body.score.total), number(chapter.total_before)
    return now if chapter.total_before is None or now == before else f"{before} → {now}"


def _value(change: Change, *, old: bool = False) -> str:
    value = change.before if old else change.after
    if isinstance(value, State):
        return labels.label(labels.STATES, value)
    return number(value)
