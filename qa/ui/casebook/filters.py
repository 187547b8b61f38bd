"""Which cases are shown: the tree of categories and the filters, all in the address."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from qa.casebook.browsing import Choices
from qa.casebook.tree import path_of
from qa.store.case_values import Category
from qa.store.remark_values import Quality
from qa.ui import address
from qa.ui.casebook.labels import category_name, rule
from qa.ui.labels import LINES, label
from qa.ui.language import say
from qa.ui.plain import plain

CATEGORY, QUALITY = "category", "quality"
_EVERY = ""


def filters(choices: Choices) -> None:
    """The controls above the list."""
    first = st.columns([6, 5, 6, 4], vertical_alignment="top")
    address.text(first[0], say("Search lesson, wording, transcript, tags"), "text")
    options = [_EVERY, *(each.value for each in Quality)]
    address.switch(first[1], say("Good or bad"), QUALITY, options, lambda each: say(each or "Any"))
    address.several(first[2], say("Tags"), "tag", choices.tags)
    address.toggle(first[3], say("Retired ones"), "retired")
    second = st.columns(4)
    address.select(second[0], say("Business line"), "line", choices.lines, partial(label, LINES))
    address.select(second[1], say("Team"), "team", choices.teams)
    agents = sorted(choices.agents)
    address.select(
        second[2],
        say("Agent"),
        "agent",
        agents,
        lambda each: f"{choices.agents.get(each, '')} {each}".strip(),
    )
    address.select(second[3], say("Rule"), "rule", choices.rules, rule)


def categories(
    where: DeltaGenerator, tree: Sequence[Category], counts: Mapping[int, int], total: int
) -> None:
    """The tree; below the one that is chosen it is open."""
    chosen = st.query_params.get(CATEGORY, _EVERY)
    shown = {str(each.key): each for each in _open(tree, chosen)}
    options = [_EVERY, *shown]

    def shown_as(key: str) -> str:
        if key not in shown:
            return f"**{say('All categories')}** ({total})"
        each = shown[key]
        indent = "　" * (len(path_of(tree, each.key)) - 1)
        return f"{indent}{plain(category_name(each))} ({counts.get(each.key, 0)})"

    st.session_state["category-tree"] = chosen if chosen in shown else _EVERY
    where.radio(
        say("Category"), options, format_func=shown_as, key="category-tree", on_change=_keep
    )


def _keep() -> None:
    address.put(CATEGORY, st.session_state["category-tree"])


def _open(tree: Sequence[Category], chosen: str) -> Iterator[Category]:
    """In order, those at the top and what lies on and below the way to the chosen one."""
    by_key = {str(each.key): each for each in tree}
    way = {each.key for each in path_of(tree, by_key[chosen].key)} if chosen in by_key else set()

    def under(parent: int | None) -> Iterator[Category]:
        for each in tree:
            if each.parent != parent or (each.retired_at and each.key not in way):
                continue
            yield each
            if each.key in way:
                yield from under(each.key)

    yield from under(None)
