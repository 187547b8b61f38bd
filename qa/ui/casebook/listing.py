"""The cases that the filters leave: as cards or as a table, to open, select and export."""

import io
from collections.abc import Sequence
from functools import partial

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.casebook.archive import MOST, export_cases
from qa.people import Person
from qa.spreadsheet import Column, Table
from qa.store.case_values import Case, Category
from qa.ui import address, signed_in
from qa.ui.casebook import labels
from qa.ui.downloads import downloads
from qa.ui.language import say
from qa.ui.plain import plain
from qa.ui.showing import local

CASE = "case"
"""Parameter of the address: the case that is open."""
_SELECTED = "casebook_selected"
_CHARACTERS = 90


def cards(found: Sequence[Case], tree: Sequence[Category], *, select: bool) -> None:
    """Two beside each other."""
    for place in range(0, len(found), 2):
        row = st.columns(2)
        for column, case in zip(row, found[place : place + 2], strict=False):
            with column.container(border=True, height="stretch"):
                _card(case, tree, select=select)


def _card(case: Case, tree: Sequence[Category], *, select: bool) -> None:
    colour = labels.QUALITY_COLOURS[case.text.quality]
    where = plain(labels.path(tree, case.text.category))
    st.markdown(f":{colour}-badge[{labels.quality(case)}] **{where}** :gray[\\#{case.key}]")
    st.text(_short(case.text.lesson or " ".join(each.text for each in case.excerpt)))
    tags = " ".join(f":gray-badge[{plain(tag)}]" for tag in case.text.tags)
    day = local(case.filed_at).partition(" ")[0]
    about = f"{plain(labels.agent(case))} · {plain(case.filed_by)} {day}"
    st.caption(f"{about} {tags}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("Open"),
            key=f"open-{case.key}",
            icon=":material/play_circle:",
            on_click=address.put,
            args=(CASE, str(case.key)),
        )
        if select:
            key = f"select-{case.key}"
            st.session_state[key] = case.key in _selected()
            st.checkbox(say("Select"), key=key, on_change=_toggle, args=(case.key,))


def table(found: Sequence[Case], tree: Sequence[Category], *, select: bool) -> None:
    """A row a case; what is ticked is selected."""
    shown = _table(found, tree)
    names = [column.name for column in shown.columns]
    rows = [dict(zip(names, row, strict=True)) for row in shown.rows]
    ticked = st.dataframe(
        rows, hide_index=True, on_select="rerun", selection_mode="multi-row", key="casebook-rows"
    )
    places = ticked.selection.rows
    keys = [found[place].key for place in places if place < len(found)]
    if select:
        st.session_state[_SELECTED] = set(keys)
    with st.container(horizontal=True):
        st.button(
            say("Open"),
            icon=":material/play_circle:",
            disabled=len(keys) != 1,
            help=say("Tick one row to open it."),
            on_click=address.put,
            args=(CASE, str(keys[0]) if keys else ""),
        )
        downloads(_table(found, tree), say("cases"))


def _table(found: Sequence[Case], tree: Sequence[Category]) -> Table:
    columns = [
        Column("#", 8),
        Column(say("Good or bad"), 8),
        Column(say("Category"), 24),
        Column(say("Lesson"), 40),
        Column(say("Better wording"), 40),
        Column(say("Tags"), 16),
        Column(say("Rules"), 24),
        Column(say("Agent"), 20),
        Column(say("Call"), 18),
        Column(say("Filed by"), 12),
        Column(say("Filed at"), 17),
    ]
    rows = [
        (
            case.key,
            labels.quality(case),
            labels.path(tree, case.text.category),
            case.text.lesson,
            case.text.better,
            "、".join(case.text.tags),
            "、".join(map(labels.rule, case.text.rules)),
            labels.agent(case),
            case.call_id,
            case.filed_by,
            local(case.filed_at),
        )
        for case in found
    ]
    return Table(say("cases"), columns, rows)


def head(me: Person, every: Sequence[Case], shown: int) -> None:
    """How many cases there are, and the ZIP of what is selected, or else of all of them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        more = "+" if len(every) == MOST else ""
        st.text(say("{} of {} cases").format(shown, f"{len(every)}{more}"), width="stretch")
        if may_export(me):
            _export(me, every)


def _export(me: Person, every: Sequence[Case]) -> None:
    selected = [each.key for each in every if each.key in _selected()]
    keys = selected or [each.key for each in every]
    label = say("Export the selected ones") if selected else say("Export all of these")
    st.download_button(
        f"{label} ({len(keys)})",
        partial(packed, me, keys),
        file_name=f"{say('cases')}.zip",
        mime="application/zip",
        icon=":material/folder_zip:",
        help=say("A ZIP with the clips, an Excel sheet and a page that plays offline."),
        on_click="ignore",
        key="export-cases",
    )


def packed(me: Person, keys: Sequence[int]) -> bytes:
    """The ZIP's bytes."""
    bench, out = signed_in.bench(), io.BytesIO()
    names = {code: each.zh for code, each in bench.rule_names.items()}
    export_cases(bench.desk, bench.clips, me, bench.now(), keys, out, names=names)
    return out.getvalue()


def may_export(me: Person) -> bool:
    """Whether the person may take cases away."""
    return may(me, Action.EXPORT)


def _selected() -> set[int]:
    chosen: set[int] = st.session_state.setdefault(_SELECTED, set())
    return chosen


def _toggle(key: int) -> None:
    _selected().symmetric_difference_update({key})


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _CHARACTERS else flat[: _CHARACTERS - 1] + "…"
