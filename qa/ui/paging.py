"""Pages of a list that is read page by page, each from where the one before ended."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from qa.ui.language import say

T = TypeVar("T")


def place(key: str, about: object) -> str | None:
    """Where the page that is shown begins; None is the first one.

    Args:
        key: of the list.
        about: what the list is of; of something else the first page is shown.
    """
    if st.session_state.get(_about(key)) != about:
        st.session_state[_about(key)] = about
        st.session_state[_trail(key)] = []
    trail: list[str] = st.session_state[_trail(key)]
    return trail[-1] if trail else None


def turn(key: str, following: str | None) -> None:
    """Buttons for the page before and the one after, where there are any.

    Args:
        key: of the list.
        following: where the next page begins.
    """
    trail: list[str] = st.session_state[_trail(key)]
    if not trail and following is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        before, after = say("Previous page"), say("Next page")
        st.button(
            before,
            key=f"{key}-previous",
            icon=":material/chevron_left:",
            disabled=not trail,
            on_click=_back,
            args=(key,),
        )
        st.text(str(len(trail) + 1))
        st.button(
            after,
            key=f"{key}-next",
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=following is None,
            on_click=_on,
            args=(key, following),
        )


def every(page: Callable[[str | None], tuple[list[T], str | None]], most: int) -> list[T]:
    """All rows of a list, from its pages, but not more than so many."""
    found: list[T] = []
    at: str | None = None
    while len(found) < most:
        rows, at = page(at)
        found += rows
        if at is None:
            break
    return found[:most]


def _back(key: str) -> None:
    st.session_state[_trail(key)].pop()


def _on(key: str, following: str) -> None:
    st.session_state[_trail(key)].append(following)


def _about(key: str) -> str:
    return f"{key}-about"


def _trail(key: str) -> str:
    return f"{key}-trail"
