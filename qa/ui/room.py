"""Room for pages that show much at once."""

import streamlit as st

_ROOM = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.25rem 2rem 2rem; }
</style>"""
"""Streamlit leaves a tenth of a laptop's screen empty on every side."""


def roomy() -> None:
    """Use the screen's width and height."""
    st.html(_ROOM)
