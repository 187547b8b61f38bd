"""The language of this browser's pages."""

import streamlit as st

from qa.ui.words import DEFAULT, LANGUAGES, translated

_KEY = "language"


def language() -> str:
    """`zh` or `en`."""
    chosen = st.session_state.get(_KEY) or st.query_params.get("lang")
    return str(chosen) if chosen in LANGUAGES else DEFAULT


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
