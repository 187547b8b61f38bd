"""One case: its sound, what was said, what is to be learnt, and how it came about."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.api.clips import clip_url
from qa.api.errors import told
from qa.casebook.clips import clip_of
from qa.casebook.filing import history
from qa.errors import EarmarkError
from qa.people import Person
from qa.spreadsheet import Column, Table
from qa.store.case_values import Case, CaseText, CaseVersion, Category
from qa.ui import address, signed_in
from qa.ui.casebook import editing, labels, undo
from qa.ui.casebook.listing import CASE
from qa.ui.downloads import downloads
from qa.ui.labels import LINES, ROLES, label
from qa.ui.language import language, say
from qa.ui.navigation import VIEWS
from qa.ui.plain import plain
from qa.ui.showing import local

_FIELDS = {
    "span": "Span",
    "quality": "Good or bad",
    "category": "Category",
    "tags": "Tags",
    "lesson": "Lesson",
    "better": "Better wording",
    "rules": "Rules",
}


def detail(me: Person, case: Case, tree: Sequence[Category]) -> None:
    """Everything about a case."""
    _head(me, case, tree)
    heard, learnt = st.columns([3, 2], gap="large")
    with heard:
        _sound(case)
        _said(case)
    with learnt:
        _lesson(case)
    if may(me, Action.EDIT_CASES):
        with st.expander(say("Edit"), icon=":material/edit:"):
            editing.form(me, case, tree)
    with st.expander(say("History"), icon=":material/history:"):
        _history(me, case)


def _head(me: Person, case: Case, tree: Sequence[Category]) -> None:
    colour = labels.QUALITY_COLOURS[case.text.quality]
    where = plain(labels.path(tree, case.text.category))
    st.markdown(f"#### :{colour}-badge[{labels.quality(case)}] {where} :gray[\\#{case.key}]")
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ":material/arrow_back:"
        st.button(say("Back to the list"), icon=icon, on_click=address.put, args=(CASE,))
        there = case.there and may(me, Action.SEE_CALL)
        if there and st.button(say("Open the call here"), icon=":material/headphones:"):
            query = {"call_id": case.call_id, "at": f"{case.text.span.start:g}"}
            st.switch_page(VIEWS / "call.py", query_params=query)
        if may(me, Action.EDIT_CASES):
            undo.retiring(me, case)
    if case.retired_at:
        st.warning(say("This case is retired: it is not among those that are shown."))


def _sound(case: Case) -> None:
    bench = signed_in.bench()
    try:
        clip_of(bench.desk, bench.clips, case)
    except EarmarkError as error:
        what = told(error)
        st.warning(plain(what.zh if language() == "zh" else what.en))
        return
    name = f"{say('Clip of the case')} {case.key}"
    # The route checks who asks, and notes who has heard it: `st.audio` would do neither.
    st.html(
        f'<audio controls preload="none" style="width:100%" aria-label="{name}" '
        f'src="{clip_url(case.key)}?{case.revision}"></audio>'
    )


def _said(case: Case) -> None:
    if not case.excerpt:
        st.caption(say("There is no transcript of this stretch."))
    for said in case.excerpt:
        colour = labels.ROLE_COLOURS[said.role]
        clock = f"{int(said.start // 60):02}\\:{int(said.start % 60):02}"
        role = f":{colour}-badge[{label(ROLES, said.role)}]"
        st.markdown(f"{role} :gray[{clock}] {plain(said.text)}")


def _lesson(case: Case) -> None:
    text = case.text
    for title, written in (("Lesson", text.lesson), ("Better wording", text.better)):
        if written:
            st.markdown(f"**{say(title)}**")
            with st.container(border=True):
                st.text(written)
    if text.rules:
        st.markdown(f"**{say('Rules')}**")
        st.markdown(" ".join(f":violet-badge[{plain(labels.rule(code))}]" for code in text.rules))
    if text.tags:
        st.markdown(f"**{say('Tags')}**")
        st.markdown(" ".join(f":gray-badge[{plain(tag)}]" for tag in text.tags))
    for title, value in (
        ("Call", f"{case.call_id} {labels.stretch(text.span)}"),
        ("Agent", labels.agent(case)),
        ("Business line", label(LINES, case.business_line)),
        ("Filed by", f"{case.filed_by} {local(case.filed_at)}"),
    ):
        st.caption(f"{say(title)}:{plain(value)}")


def _history(me: Person, case: Case) -> None:
    versions = history(signed_in.bench().desk, me, case.key)
    columns = [Column(say(name)) for name in ("Version", "Time", "By", "Action", "Changed")]
    rows = [
        (
            str(version.revision),
            local(version.made_at),
            version.made_by,
            say(version.what),
            "、".join(_differences(before, version)),
        )
        for before, version in zip([None, *versions], versions, strict=False)
    ]
    names = [column.name for column in columns]
    st.dataframe([dict(zip(names, row, strict=True)) for row in rows], hide_index=True)
    downloads(Table(say("History"), columns, rows), f"{say('case')}-{case.key}")


def _differences(before: CaseVersion | None, after: CaseVersion) -> list[str]:
    if before is None:
        return []

    def differs(name: str) -> bool:
        changed: CaseText = replace(before.text, **{name: getattr(after.text, name)})
        return changed != before.text

    return [say(title) for name, title in _FIELDS.items() if differs(name)]
