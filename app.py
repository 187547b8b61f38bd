"""The workbench: `streamlit run app.py`, or `qa serve`."""

import streamlit as st

from qa.api import lifespan, middleware, routes
from qa.ui import MAIN
from qa.ui.company import streamlit_company

app = st.App(
    MAIN,
    lifespan=lifespan,
    routes=routes(company=streamlit_company()),
    middleware=middleware(),
)
