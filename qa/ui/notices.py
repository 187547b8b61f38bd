"""What a page says when something cannot be done."""

import streamlit as st

from qa.api.errors import told
from qa.errors import EarmarkError
from qa.ui.language import language
from qa.ui.plain import plain


def refused(error: EarmarkError) -> None:
    """Why, in the page's language."""
    what = told(error)
    st.error(plain(what.zh if language() == "zh" else what.en))
