"""One result as a person sees it."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from qa.people import Person
from qa.review.callpage import CallPage, call_page
from qa.review.desk import Desk
from qa.review.evaluating import last_version
from qa.scoring.criteria import Scorecard
from qa.store.appeal_values import Appeal, Subject
from qa.store.evaluation_values import Version
from qa.ui.language import language

_TOLD = "result-told"


@dataclass(frozen=True, slots=True)
class SeenResult:
    """A call and its evaluation."""

    page: CallPage
    version: Version | None
    """The latest that the person sees; None while nobody has evaluated the call."""
    card: Scorecard | None
    """That the version was filled by."""

    @property
    def call_id(self) -> str:
        """Of the call."""
        return self.page.call.call_id

    def name(self, code: str) -> str:
        """What a rule or a criterion is called; the code itself when nothing is known of it."""
        zh = language() == "zh"
        for each in self.card.criteria if self.card else ():
            if each.code == code:
                return each.name if zh else each.name_en or each.name
        known = {each.code: each.name for each in self.page.verdicts}
        return known.get(code, code)

    def appeal_about(self, subject: Subject, code: str) -> Appeal | None:
        """The appeal about a verdict or a criterion, where there is one."""
        same = (each for each in self.page.appeals if (each.subject, each.code) == (subject, code))
        return next(same, None)


def seen(desk: Desk, me: Person, now: datetime, call_id: str) -> SeenResult:
    """A result, as the person's role shows it.

    Raises:
        EarmarkError: there is no such call, it is none of the person's, or the database refuses.
    """
    page = call_page(desk, me, now, call_id)
    version = last_version(page.versions)
    card = desk.store.scorecard(version.body.score.scorecard) if version else None
    return SeenResult(page, version, card)


def done(what: str) -> None:
    """Draw the page anew, and say what was done."""
    st.session_state[_TOLD] = what
    st.rerun()


def what_was_done() -> str | None:
    """What `done` left to be told, once."""
    told: str | None = st.session_state.pop(_TOLD, None)
    return told
