"""The form that changes a case."""

from collections.abc import Sequence

import streamlit as st

from qa.casebook.browsing import choices
from qa.casebook.filing import Filing, edit_case
from qa.casebook.tree import path_of
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.texts import MOST_CHARACTERS
from qa.store.case_values import Case, Category
from qa.store.remark_values import Quality
from qa.ui import signed_in
from qa.ui.casebook import labels
from qa.ui.language import say
from qa.ui.notices import refused


def form(me: Person, case: Case, tree: Sequence[Category]) -> None:
    """All that people may change of a case."""
    with st.form(f"edit-{case.key}-{case.revision}", border=False):
        filing = _filing(me, case, tree)
        if not st.form_submit_button(say("Save"), type="primary"):
            return
    bench = signed_in.bench()
    try:
        edit_case(bench.desk, me, bench.now(), case.key, case.revision, filing)
    except EarmarkError as error:
        refused(error)
        return
    st.toast(say("Saved."))
    st.rerun()


def _filing(me: Person, case: Case, tree: Sequence[Category]) -> Filing:
    text, bench = case.text, signed_in.bench()
    left, right = st.columns(2)
    qualities = list(Quality)
    quality = left.radio(
        say("Good or bad"),
        qualities,
        index=qualities.index(text.quality),
        format_func=lambda each: say(each.value),
        horizontal=True,
    )
    category = right.selectbox(
        say("Category"),
        offered := [each.key for each in in_order(tree, text.category)],
        index=offered.index(text.category),
        format_func=lambda key: labels.path(tree, key),
    )
    lesson = left.text_area(say("Lesson"), text.lesson, max_chars=MOST_CHARACTERS, height=140)
    better = right.text_area(
        say("Better wording"), text.better, max_chars=MOST_CHARACTERS, height=140
    )
    known = choices(bench.desk, me).tags
    tags = left.multiselect(
        say("Tags"), _with(known, text.tags), default=list(text.tags), accept_new_options=True
    )
    rules = right.multiselect(
        say("Rules"),
        _with(sorted(bench.rule_names), text.rules),
        default=list(text.rules),
        format_func=labels.rule,
    )
    start = left.number_input(say("From (s)"), min_value=0.0, value=text.span.start, step=0.5)
    end = right.number_input(say("To (s)"), min_value=0.0, value=text.span.end, step=0.5)
    return Filing(
        start=start,
        end=end,
        quality=quality,
        category=category,
        tags=tags,
        lesson=lesson or "",
        better=better or "",
        rules=rules,
    )


def in_order(tree: Sequence[Category], kept: int | None = None) -> list[Category]:
    """Categories to choose from, each after the one above it; `kept` in any case."""
    place = {each.key: at for at, each in enumerate(tree)}
    found = [each for each in tree if each.key == kept or not each.retired_at]
    return sorted(found, key=lambda each: [place[up.key] for up in path_of(tree, each.key)])


def _with(offered: Sequence[str], present: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*offered, *present]))
