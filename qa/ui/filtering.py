"""The widgets that filter calls."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import streamlit as st

from qa.accounts.permissions import scope_of
from qa.call import Satisfaction
from qa.people import Person
from qa.review.choosing import choices
from qa.review.filters import MOST_CHARACTERS, NAMES, Filter
from qa.rules.verdict import State
from qa.scoring.values import PlanKind
from qa.store.queue_values import Choices
from qa.ui import labels, signed_in
from qa.ui.filter_address import drop, key, read, restore, write
from qa.ui.language import language, say
from qa.ui.plain import plain
from qa.ui.showing import length

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "buckets": "Bucket",
        "lines": "Line",
        "teams": "Team",
        "agents": "Agent",
        "flags": "Flag",
        "ratings": "Customer's rating",
        "rule": "Rule",
        "state": "Verdict",
        "since": "From day",
        "until": "To day",
        "score_from": "Score at least",
        "score_to": "Score at most",
        "longer_s": "Seconds at least",
        "shorter_s": "Seconds at most",
        "text": "Said in the call",
        "about": "Number or name",
        "evaluated": "Evaluated",
    }
)
"""Of each part of a filter."""
_CHOICES_LAST_S = 60


def filtered(me: Person) -> Filter:
    """Draw the filter of the page's address; what it selects.

    Raises:
        EarmarkError: the database refuses, or rulebooks have mistakes.
    """
    filter = read()
    restore(filter)
    said, about, more = st.columns([3, 2, 1], vertical_alignment="bottom")
    _text(said, "text", ":material/search:")
    _text(about, "about", ":material/badge:")
    count = len(filter.query())
    title = f"{say('Filter')} ({count})" if count else say("Filter")
    with more.popover(title, icon=":material/filter_list:", width="stretch"):
        _more(_choices(signed_in.bench().settings.db_url, scope_of(me).team, me), filter)
    _what_is_set(filter)
    return filter


def rule_names() -> Mapping[str, str]:
    """Names of all rules in the page's language, by code.

    Raises:
        RulebookError: rulebooks have mistakes.
    """
    known = signed_in.bench().rule_names
    zh = language() == "zh"
    return {code: name.zh if zh else name.en for code, name in known.items()}


@st.cache_data(ttl=_CHOICES_LAST_S, show_spinner=False)
def _choices(url: str, team: str | None, _me: Person) -> Choices:  # noqa: ARG001
    # By the first two Streamlit tells answers apart.
    return choices(signed_in.bench().desk, _me)


def _text(place: Any, name: str, icon: str) -> None:
    place.text_input(
        say(TITLES[name]), key=key(name), on_change=write, max_chars=MOST_CHARACTERS, icon=icon
    )


def _more(known: Choices, filter: Filter) -> None:
    left, right = st.columns(2)
    with left:
        _many("buckets", PlanKind, labels.BUCKETS)
        _many("lines", known.lines, labels.LINES)
        _many("teams", known.teams, {})
        _many("agents", known.agents, known.agents)
    with right:
        _many("flags", labels.FLAGS, labels.FLAGS)
        _many("ratings", Satisfaction, labels.RATINGS)
        names = rule_names()
        _one("rule", [*names, *([filter.rule] if filter.rule else ())], names)
        _one("state", list(map(str, State)), labels.STATES)
    since, until, evaluated = st.columns(3)
    with since:
        _day("since")
    with until:
        _day("until")
    with evaluated:
        _one("evaluated", [True, False], {True: say("yes"), False: say("no")})
    limits = (("score_from", 5.0), ("score_to", 5.0), ("longer_s", 30.0), ("shorter_s", 30.0))
    for column, (name, step) in zip(st.columns(4), limits, strict=True):
        with column:
            _number(name, step)


def _many(name: str, options: Iterable[str], names: Mapping[str, str]) -> None:
    given: list[str] = st.session_state[key(name)]
    st.multiselect(
        say(TITLES[name]),
        list(dict.fromkeys([*map(str, options), *given])),
        format_func=lambda code: labels.label(names, code),
        placeholder=say("Any"),
        key=key(name),
        on_change=write,
    )


def _one(name: str, options: list[Any], names: Mapping[Any, str]) -> None:
    st.selectbox(
        say(TITLES[name]),
        list(dict.fromkeys(options)),
        index=None,
        format_func=lambda code: labels.label(names, code),
        placeholder=say("Any"),
        key=key(name),
        on_change=write,
    )


def _day(name: str) -> None:
    st.date_input(
        say(TITLES[name]),
        None,
        date(1970, 1, 1),
        date(9000, 12, 31),
        key=key(name),
        on_change=write,
    )


def _number(name: str, step: float) -> None:
    title = say(TITLES[name])
    st.number_input(title, value=None, step=step, format="%g", key=key(name), on_change=write)


def _what_is_set(filter: Filter) -> None:
    """Each condition that is set, with the way to take it back."""
    names = list(filter.query())
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for name in names:
            st.button(
                f"{say(TITLES[name])}: {plain(_told(name, getattr(filter, name)))}",
                key=f"drop-{name}",
                icon=":material/close:",
                icon_position="right",
                help=say("Take this condition back"),
                on_click=drop,
                args=([name],),
            )
        st.button(say("Clear all"), key="drop-all", type="tertiary", on_click=drop, args=(NAMES,))


def _told(name: str, value: Any) -> str:
    tables = {
        "buckets": labels.BUCKETS,
        "lines": labels.LINES,
        "flags": labels.FLAGS,
        "ratings": labels.RATINGS,
        "state": labels.STATES,
        "rule": rule_names() if name == "rule" else {},
    }
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, float):
        return length(value) if name.endswith("_s") else f"{value:g}"
    codes = value if isinstance(value, tuple) else (str(value),)
    return labels.listed(tables.get(name, {}), codes)
