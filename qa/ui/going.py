"""The way to a call's page."""

from typing import NoReturn

import streamlit as st

from qa.review.filters import Filter
from qa.timeline import Seconds
from qa.ui.navigation import VIEWS


def address(
    call_id: str, filter: Filter | None = None, at: Seconds | None = None
) -> dict[str, list[str]]:
    """The parameters of a call's page.

    Args:
        call_id: of the call.
        filter: of the queue, for the calls after this one.
        at: from where to hear it.
    """
    begin = {} if at is None else {"at": [f"{at:.1f}"]}
    return {"call_id": [call_id], **begin, **(filter.query() if filter else {})}


def open_call(call_id: str, filter: Filter | None = None, at: Seconds | None = None) -> NoReturn:
    """Go to a call's page; as `address`."""
    st.switch_page(VIEWS / "call.py", query_params=address(call_id, filter, at))
