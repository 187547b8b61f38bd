"""One's own account: who one is, and a new password."""

import streamlit as st

from qa.accounts.administration import change_own_password
from qa.api.sign_in import SIGN_IN
from qa.errors import AccountError
from qa.ui import signed_in
from qa.ui.language import say


def _page() -> None:
    me = signed_in.person()
    bench = signed_in.bench()
    st.title(say("My account"))
    for label, value in (
        ("Username", me.username),
        ("Name", me.display_name),
        ("Role", say(me.role.value)),
        ("Team", me.team),
        ("Agent id", me.agent_id),
    ):
        if value:
            st.text(f"{say(label)}: {value}")
    st.subheader(say("New password"))
    with st.form("password", clear_on_submit=True):
        old = st.text_input(say("Present password"), type="password", max_chars=128)
        new = st.text_input(say("New password"), type="password", max_chars=128)
        again = st.text_input(say("New password again"), type="password", max_chars=128)
        if not st.form_submit_button(say("Change")):
            return
    if new != again:
        st.error(say("The two new passwords differ."))
        return
    try:
        change_own_password(bench.store, bench.passwords, me, old, new, bench.now())
    except AccountError as error:
        st.error(say("The password was not changed."))
        st.text(str(error))
    else:
        st.success(say("Changed. You are signed out everywhere; sign in again."))
        st.link_button(say("Sign in"), SIGN_IN)


_page()
