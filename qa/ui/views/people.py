"""Accounts: add, change, disable, invite."""

from urllib.parse import urlsplit

import streamlit as st

from qa.accounts import administration
from qa.accounts.people import Account, Person, UserRole, made
from qa.accounts.permissions import Action
from qa.accounts.setup_links import invite
from qa.api.setup import setup_url
from qa.errors import AccountError
from qa.ui import signed_in
from qa.ui.language import say

ROLES = [role.value for role in UserRole]


def _link(me: Person, username: str) -> None:
    bench = signed_in.bench()
    token = invite(bench.store, me, username, bench.now())
    here = urlsplit(st.context.url or "http://127.0.0.1:8501")
    st.success(say("Give this link to the person. It works once, for three days."))
    st.code(setup_url(f"{here.scheme}://{here.netloc}", token), language=None)


def _listed(accounts: list[Account]) -> None:
    rows = [
        {
            say("Username"): each.person.username,
            say("Name"): each.person.display_name,
            say("Role"): say(each.person.role.value),
            say("Team"): each.person.team or "",
            say("Agent id"): each.person.agent_id or "",
            say("E-mail"): each.email or "",
            say("State"): say(_state(each)),
        }
        for each in accounts
    ]
    st.dataframe(rows, hide_index=True)


def _state(account: Account) -> str:
    if not account.active:
        return "disabled"
    return "active" if account.has_password or account.email else "invited"


def _add(me: Person) -> None:
    with st.form("add", clear_on_submit=False):
        left, right = st.columns(2)
        username = left.text_input(say("Username"), max_chars=64)
        name = right.text_input(say("Name"), max_chars=64)
        role = left.selectbox(say("Role"), ROLES, format_func=say)
        team = right.text_input(say("Team"), help=say("A lead sees this team's calls."))
        agent_id = left.text_input(say("Agent id"), help=say("As in the manifest."))
        email = right.text_input(say("E-mail"), help=say("For the company's own sign-in."))
        if not st.form_submit_button(say("Add and make a link"), type="primary"):
            return
    bench = signed_in.bench()
    try:
        account = made(username, name, UserRole(role), team=team, agent_id=agent_id, email=email)
        administration.add(bench.store, me, account, bench.now())
        _link(me, account.person.username)
    except AccountError as error:
        st.error(say("The account was not added."))
        st.text(str(error))


def _change(me: Person, accounts: list[Account]) -> None:
    bench = signed_in.bench()
    by_name = {each.person.username: each for each in accounts}
    chosen = by_name[st.selectbox(say("Username"), list(by_name), key="whom")]
    name, active = chosen.person.username, chosen.active
    with st.form(f"role-{name}"):
        role = st.selectbox(
            say("Role"), ROLES, index=ROLES.index(chosen.person.role), format_func=say
        )
        team = st.text_input(say("Team"), chosen.person.team or "")
        agent_id = st.text_input(say("Agent id"), chosen.person.agent_id or "")
        change = st.form_submit_button(say("Change"))
    disable = st.button(say("Disable" if active else "Enable"))
    link = st.button(say("New link for the password"))
    try:
        if change:
            administration.set_role(
                bench.store, me, name, UserRole(role), bench.now(), team=team, agent_id=agent_id
            )
        if disable:
            administration.set_active(bench.store, me, name, not active, bench.now())
        if link:
            _link(me, name)
    except AccountError as error:
        st.error(say("The account was not changed."))
        st.text(str(error))
    else:
        if change or disable:
            st.rerun()


def _page() -> None:
    me = signed_in.person(Action.MANAGE_USERS)
    bench = signed_in.bench()
    st.title(say("People"))
    shown = st.empty()
    adding, changing = st.tabs([say("Add"), say("Change")])
    with adding:
        _add(me)
    accounts = administration.everybody(bench.store, me)
    with changing:
        _change(me, accounts)
    with shown:
        _listed(accounts)


_page()
