"""Where one arrives: on to the first page of one's role."""

import streamlit as st

from qa.ui import signed_in
from qa.ui.navigation import VIEWS, pages_for

st.switch_page(VIEWS / f"{pages_for(signed_in.person())[0].name}.py")
