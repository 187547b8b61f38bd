"""What an agent fills in to appeal."""

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.errors import EarmarkError
from qa.people import Person
from qa.review.appealing import appeal
from qa.review.texts import MOST_CHARACTERS
from qa.store.appeal_values import Subject
from qa.ui import signed_in
from qa.ui.language import say
from qa.ui.notices import refused
from qa.ui.seen_result import SeenResult, done
from qa.ui.showing import local


def may_appeal(me: Person, result: SeenResult) -> bool:
    """Whether the person may, and there is time."""
    until = result.page.appeal_until
    return may(me, Action.APPEAL) and until is not None and signed_in.bench().now() <= until


def appeal_form(me: Person, result: SeenResult, subject: Subject, code: str) -> None:
    """The reason, and the button."""
    with st.form(f"appeal-{subject}-{code}", border=False):
        st.caption(f"{say('Possible until')} {local(result.page.appeal_until)}")
        why = st.text_area(
            say("Why it is not right"),
            max_chars=MOST_CHARACTERS,
            placeholder=say("What was said, and where in the call?"),
        )
        if not st.form_submit_button(say("Appeal"), type="primary"):
            return
    bench = signed_in.bench()
    try:
        appeal(bench.desk, me, bench.now(), result.call_id, subject, code, why)
    except EarmarkError as error:
        refused(error)
    else:
        done(say("Appealed. You will see the decision here."))
