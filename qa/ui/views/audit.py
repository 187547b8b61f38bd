"""The audit log: who did what, when."""

import json
from datetime import datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from qa.accounts.audit import PAGE, Deed, read_log
from qa.accounts.permissions import Action
from qa.store.account_values import AuditFilter
from qa.ui import signed_in
from qa.ui.language import say


def _filter(zone: ZoneInfo) -> AuditFilter:
    who, deed, call, day = st.columns(4)
    name = who.text_input(say("Username"))
    action = deed.selectbox(
        say("Action"),
        list(Deed),
        index=None,
        format_func=lambda each: say(each.value),
        placeholder=say("Any"),
    )
    call_id = call.text_input(say("Call"))
    since = day.date_input(say("Since"), value=None)
    return AuditFilter(
        who=name.strip() or None,
        action=action,
        call_id=call_id.strip() or None,
        since=datetime.combine(since, time(), zone) if since else None,
    )


def _page() -> None:
    me = signed_in.person(Action.SEE_AUDIT)
    bench = signed_in.bench()
    zone = ZoneInfo(bench.settings.timezone)
    st.title(say("Audit log"))
    filter = _filter(zone)
    same = st.session_state.get("audit_of") == filter
    before = st.session_state.get("audit_before") if same else None
    found = read_log(bench.store, me, filter, before)
    rows = [
        {
            say("Time"): each.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            say("Username"): each.who,
            say("Action"): say(each.action),
            say("Call"): each.call_id or "",
            say("Whom or what"): each.subject or "",
            say("Details"): json.dumps(each.details, ensure_ascii=False) if each.details else "",
            say("Address"): each.address or "",
        }
        for _, each in found
    ]
    st.dataframe(rows, hide_index=True)
    newest, older = st.columns(2)
    if before is not None and newest.button(say("Newest")):
        st.session_state.pop("audit_before")
        st.rerun()
    if len(found) == PAGE and older.button(say("Older")):
        st.session_state.update(audit_before=found[-1][0], audit_of=filter)
        st.rerun()


_page()
