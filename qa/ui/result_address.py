"""The address of one result."""

from typing import NoReturn

import streamlit as st

CALL = "call_id"


def open_result(call_id: str) -> NoReturn:
    """Show one result instead of the list."""
    st.query_params[CALL] = call_id
    st.rerun()


def close_result() -> None:
    """Show the list again."""
    st.query_params.pop(CALL, None)
