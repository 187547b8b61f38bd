"""How times, lengths, numbers, other people's texts and errors are shown."""

import re
from datetime import date, datetime

import streamlit as st

from qa.api.errors import told
from qa.errors import EarmarkError
from qa.timeline import Seconds
from qa.ui import signed_in
from qa.ui.language import language

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
"""All ASCII punctuation: CommonMark lets each be escaped by a backslash."""


_COMPACT = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.75rem 2.5rem 2rem; }
</style>"""
"""On a screen of 768 lines Streamlit's own margins take a fifth."""


def compact() -> None:
    """Narrow the margins of a page that has much to show."""
    st.html(_COMPACT)


def plain(text: str) -> str:
    """A text for places that read Markdown, where nothing in it is markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def local(moment: datetime | None) -> str:
    """A moment in the company's time, to the minute; empty for None."""
    if moment is None:
        return ""
    return moment.astimezone(signed_in.bench().desk.timezone).strftime("%Y-%m-%d %H:%M")


def today() -> date:
    """The company's."""
    bench = signed_in.bench()
    return bench.now().astimezone(bench.desk.timezone).date()


def length(seconds: Seconds | None) -> str:
    """`3:05`, or `1:02:03` from an hour on; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def number(value: float | None) -> str:
    """At most one decimal; a dash for None."""
    return "—" if value is None else f"{round(value, 1):g}"


def refused(error: EarmarkError) -> None:
    """Tell why something was not done."""
    what = told(error)
    if language() == "zh":
        st.error(plain(what.zh), icon=":material/error:")
    else:
        st.error(plain(f"{what.en} → {what.fix}" if what.fix else what.en), icon=":material/error:")
