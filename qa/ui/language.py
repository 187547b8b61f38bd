"""The language of this browser's pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, NoReturn

import streamlit as st

from qa.ui.words import LANGUAGES, translated

_KEY = "language"
_CHOSEN = "language_chosen"
"""Streamlit lets nobody set the control's value once it is drawn."""

Language = Literal["zh", "en"]
_SPOKEN: ContextVar[Language | None] = ContextVar("spoken", default=None)


def language() -> Language:
    """The page's, or that of `speaking`."""
    spoken = _SPOKEN.get()
    if spoken is not None:
        return spoken
    if _CHOSEN in st.session_state:
        st.session_state[_KEY] = st.session_state.pop(_CHOSEN)
    chosen = st.session_state.get(_KEY) or st.query_params.get("lang")
    return "en" if chosen == "en" else "zh"


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say what is said herein in a language, where no page is: files are made outside of one."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def choose(language: str) -> NoReturn:
    """Go on in another language."""
    st.session_state[_CHOSEN] = language
    st.rerun()


def say(text: str) -> str:
    """The text in the page's language."""
    return translated(text, language())


def switch() -> None:
    """The control that chooses the language, in the sidebar."""
    st.sidebar.segmented_control(
        "语言 / Language",
        list(LANGUAGES),
        default=language(),
        format_func=LANGUAGES.__getitem__,
        key=_KEY,
        required=True,
    )
