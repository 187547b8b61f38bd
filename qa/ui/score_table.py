"""The points of one result, criterion by criterion."""

from collections.abc import Iterator

import streamlit as st

from qa.people import Person
from qa.scoring.values import ItemState, ScoreItem
from qa.spreadsheet import Cell, Column, Table
from qa.store.appeal_values import Subject
from qa.store.evaluation_values import Answer, Version
from qa.ui.appeal_form import appeal_form, may_appeal
from qa.ui.downloads import downloads
from qa.ui.language import language, say
from qa.ui.seen_result import SeenResult
from qa.ui.showing import number
from qa.ui.tables import records


def draw_score(me: Person, result: SeenResult, version: Version) -> None:
    """Points and comments, and the way to dispute them."""
    st.subheader(say("Score"))
    if version.body.comment:
        st.caption(say("Comment on the call"))
        st.text(version.body.comment)
    table = _table(result, version)
    shown = [column.name for column in table.columns][1:-1]
    st.dataframe(records(table), hide_index=True, height="content", column_order=shown)
    # A table would cut them off.
    for code, answer in version.body.answers.items():
        if answer.comment:
            st.text(f"{result.name(code)}: {answer.comment}")
    downloads(table, "score")
    open_ones = [
        item.code
        for item in version.body.score.items
        if result.appeal_about(Subject.CRITERION, item.code) is None
    ]
    if open_ones and may_appeal(me, result):
        with st.popover(say("Appeal against points"), icon=":material/front_hand:"):
            code = st.selectbox(say("Criterion"), open_ones, format_func=result.name)
            appeal_form(me, result, Subject.CRITERION, code)


def _table(result: SeenResult, version: Version) -> Table:
    columns = [
        Column(say("Section"), 16),
        Column(say("Criterion"), 24),
        Column(say("Points"), 10),
        Column(say("Of"), 8),
        Column(say("Comment"), 40),
    ]
    return Table(say("Score"), columns, list(_rows(result, version)))


def _rows(result: SeenResult, version: Version) -> Iterator[list[Cell]]:
    sections = _sections(result)
    for item in version.body.score.items:
        answer = version.body.answers.get(item.code, Answer())
        yield [
            sections.get(item.code, ""),
            result.name(item.code),
            _points(item),
            item.maximum,
            answer.comment,
        ]


def _sections(result: SeenResult) -> dict[str, str]:
    sections = result.card.sections if result.card else ()
    zh = language() == "zh"
    return {
        each.code: section.name if zh else section.name_en or section.name
        for section in sections
        for each in section.criteria
    }


def _points(item: ScoreItem) -> str:
    if item.state is ItemState.NOT_APPLICABLE:
        return say("Not applicable")
    return number(item.points)
