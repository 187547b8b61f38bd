"""All pages, and which of them a person's role shows."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from qa.accounts.permissions import Action, may
from qa.api.sign_in import SIGN_OUT
from qa.people import Person
from qa.ui.language import say, switch

VIEWS = Path(__file__).with_name("views")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the workbench: `views/<name>.py`, shown under `/<name>`."""

    name: str
    title: str
    icon: str
    action: Action | None
    """What somebody must be allowed to do; None is for everybody who is signed in."""
    listed: bool = True
    """Whether the menu has it."""


PAGES = (
    Page("queue", "Queue", ":material/inbox:", Action.SEE_QUEUE),
    Page("calls", "Search calls", ":material/search:", Action.SEARCH_CALLS),
    Page("casebook", "Casebook", ":material/book_2:", Action.SEE_CASEBOOK),
    Page("results", "Results", ":material/fact_check:", Action.SEE_RESULTS),
    Page("overview", "Overview", ":material/monitoring:", Action.SEE_OVERVIEW),
    Page("people", "People", ":material/group:", Action.MANAGE_USERS),
    Page("audit", "Audit log", ":material/history:", Action.SEE_AUDIT),
    Page("account", "My account", ":material/person:", None),
    Page("call", "Call", ":material/headphones:", Action.SEE_CALL, listed=False),
)
"""In the order of the menu; the first that somebody may see is their start."""


def pages_for(person: Person) -> list[Page]:
    """The pages that a person sees."""
    return [page for page in PAGES if page.action is None or may(person, page.action)]


def shell(person: Person) -> StreamlitPage:
    """Draw the menu, the language and the way out; the page to run."""
    # Every page keeps its own address, whoever looks: so the start is none of them.
    home = st.Page(VIEWS / "home.py", title="耳唛", default=True, visibility="hidden")
    own = [
        st.Page(
            VIEWS / f"{page.name}.py",
            title=say(page.title),
            icon=page.icon,
            url_path=page.name,
            visibility="visible" if page.listed else "hidden",
        )
        for page in pages_for(person)
    ]
    chosen = st.navigation([home, *own])
    switch()
    st.sidebar.text(f"{person.display_name} · {say(person.role.value)}")
    st.sidebar.link_button(say("Sign out"), SIGN_OUT, icon=":material/logout:")
    return chosen
