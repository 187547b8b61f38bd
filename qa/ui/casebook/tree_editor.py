"""The tree of categories, for those who edit it."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from qa.casebook.tree import NAME_CHARACTERS, add_category, change_category, path_of
from qa.errors import EarmarkError
from qa.people import Person
from qa.spreadsheet import Column, Table
from qa.store.case_values import Category
from qa.ui import signed_in
from qa.ui.casebook import labels, undo
from qa.ui.casebook.editing import in_order
from qa.ui.downloads import downloads
from qa.ui.language import say
from qa.ui.notices import refused

_TOP = 0
"""Stands for the top of the tree: keys begin at 1."""


def editor(me: Person, tree: Sequence[Category], counts: Mapping[int, int]) -> None:
    """All categories, with forms to add, rename, move and retire them."""
    listed, forms = st.columns([3, 2], gap="large")
    with listed:
        _listed(tree, counts)
    with forms:
        add, change = st.tabs([say("Add a category"), say("Change a category")])
        with add:
            _adding(me, tree)
        with change:
            _changing(me, tree)


def _listed(tree: Sequence[Category], counts: Mapping[int, int]) -> None:
    every = sorted([*in_order(tree), *(each for each in tree if each.retired_at)], key=_retired)
    columns = [
        Column(say("Category"), 30),
        Column(say("English name"), 30),
        Column(say("Cases"), 8),
        Column(say("State"), 10),
    ]
    rows = [
        (
            "　" * (len(path_of(tree, each.key)) - 1) + each.name,
            each.name_en,
            counts.get(each.key, 0),
            say("retired" if each.retired_at else "in force"),
        )
        for each in every
    ]
    names = [column.name for column in columns]
    st.dataframe([dict(zip(names, row, strict=True)) for row in rows], hide_index=True, height=560)
    downloads(Table(say("categories"), columns, rows), say("categories"))


def _retired(category: Category) -> bool:
    return category.retired_at is not None


def _adding(me: Person, tree: Sequence[Category]) -> None:
    with st.form("add-category", clear_on_submit=True):
        parent = _parent(tree, _TOP)
        name = st.text_input(say("Category name"), max_chars=NAME_CHARACTERS)
        name_en = st.text_input(say("English name"), max_chars=NAME_CHARACTERS)
        if not st.form_submit_button(say("Add"), type="primary"):
            return
    bench = signed_in.bench()
    _done(
        lambda: add_category(bench.desk, me, bench.now(), parent or None, name or "", name_en or "")
    )


def _changing(me: Person, tree: Sequence[Category]) -> None:
    by_key = {each.key: each for each in [*in_order(tree), *filter(_retired, tree)]}
    key = st.selectbox(
        say("Category"), list(by_key), format_func=lambda key: labels.path(tree, key), key="whom"
    )
    if key is None:
        return
    chosen = by_key[key]
    if not chosen.retired_at:
        _change(me, tree, chosen)
    undo.retiring_category(me, key, back=chosen.retired_at is not None)


def _change(me: Person, tree: Sequence[Category], chosen: Category) -> None:
    with st.form(f"change-{chosen.key}"):
        parent = _parent(tree, chosen.parent or _TOP)
        name = st.text_input(say("Category name"), chosen.name, max_chars=NAME_CHARACTERS)
        name_en = st.text_input(say("English name"), chosen.name_en, max_chars=NAME_CHARACTERS)
        position = st.number_input(
            say("Place among its siblings"), min_value=0, max_value=999, value=chosen.position
        )
        if not st.form_submit_button(say("Save"), type="primary"):
            return
    bench = signed_in.bench()
    _done(
        lambda: change_category(
            bench.desk,
            me,
            bench.now(),
            chosen.key,
            name=name or "",
            name_en=name_en or "",
            parent=parent or None,
            position=position,
        )
    )


def _parent(tree: Sequence[Category], present: int) -> int:
    offered = [_TOP, *(each.key for each in in_order(tree))]
    return st.selectbox(
        say("Below"),
        offered,
        index=offered.index(present),
        format_func=lambda key: labels.path(tree, key) if key else say("(at the top)"),
    )


def _done(change: Callable[[], object]) -> None:
    try:
        change()
    except EarmarkError as error:
        refused(error)
        return
    st.toast(say("Saved."))
    st.rerun()
