"""Who looks at a page. Asking is the first thing that every page does."""

from typing import NoReturn
from urllib.parse import urlsplit

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.accounts.sessions import COOKIE
from qa.api import Workbench, workbench
from qa.api.errors import told
from qa.api.sign_in import sign_in_url
from qa.errors import EarmarkError
from qa.people import Person
from qa.ui.language import say


def bench() -> Workbench:
    """What pages work with."""
    return workbench()


def cookie() -> str | None:
    """The session's cookie, as it was when the page was opened."""
    return st.context.cookies.get(COOKIE)


def person(action: Action | None = None) -> Person:
    """Who is signed in; the script ends here when nobody is, or who is may not do `action`."""
    try:
        found = bench().person_with(cookie())
    except EarmarkError as error:
        what = told(error)
        st.error(f"{what.zh}\n\n{what.en}")
        st.stop()
    if found is None:
        _ask_to_sign_in()
    if action is not None and not may(found, action):
        st.error(say("Your role does not allow this page."))
        st.stop()
    return found


def _ask_to_sign_in() -> NoReturn:
    st.warning("您尚未登录,或登录已过期。  \nYou are not signed in, or no longer.")
    st.link_button("登录 / Sign in", sign_in_url(urlsplit(st.context.url or "").path or "/"))
    st.stop()
