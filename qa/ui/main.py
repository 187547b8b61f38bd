"""The script that Streamlit runs for every page."""

import streamlit as st

from qa.ui import navigation, signed_in

st.set_page_config(page_title="耳唛 Earmark", page_icon="👂", layout="wide")
navigation.shell(signed_in.person()).run()
