"""The workbench: `streamlit run app.py`, or `qa serve`."""

import streamlit as st

from qa.api import middleware, routes
from qa.ui import MAIN

app = st.App(MAIN, routes=routes(), middleware=middleware())
