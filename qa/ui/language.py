"""The language of this browser's pages."""

from typing import Literal, NoReturn

import streamlit as st

from qa.ui.words import LANGUAGES, translated

_KEY = "language"
_CHOSEN = "language_chosen"
"""Streamlit lets nobody set the control's value once it is drawn."""


def language() -> Literal["zh", "en"]:
    """`zh` or `en`."""
    if _CHOSEN in st.session_state:
        st.session_state[_KEY] = st.session_state.pop(_CHOSEN)
    chosen = st.session_state.get(_KEY) or st.query_params.get("lang")
    return "en" if chosen == "en" else "zh"


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
