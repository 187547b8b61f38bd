"""The filter in the address of a page, and in the widgets that change it.

The address is what counts: a widget that is changed writes it, and whoever opens it elsewhere
finds the widgets as they were.
"""

from collections.abc import Iterable

import streamlit as st

from qa.errors import ReviewError
from qa.review.filters import NAMES, Filter, written
from qa.ui.notices import refused

TEXTS = ("text", "about")
"""Parts of a filter that people type."""


def key(name: str) -> str:
    """Of the widget for a part of the filter."""
    return f"filter-{name}"


def read() -> Filter:
    """The filter of the address; parts that cannot be read are told, and left out."""
    good: dict[str, list[str]] = {}
    for name in NAMES:
        given = {name: st.query_params.get_all(name)}
        try:
            Filter.of(given)
        except ReviewError as error:
            refused(error)
        else:
            good.update(given)
    return Filter.of(good)


def restore(filter: Filter) -> None:
    """Give the widgets what the filter says, before they are drawn."""
    for name in NAMES:
        value = getattr(filter, name)
        st.session_state[key(name)] = _shown(name, value)


def write() -> None:
    """Put what the widgets say into the address."""
    asked = {name: _typed(st.session_state.get(key(name))) for name in NAMES}
    kept = {name: st.query_params.get_all(name) for name in st.query_params if name not in NAMES}
    st.query_params.from_dict({**kept, **Filter.of(asked).query()})


def drop(names: Iterable[str]) -> None:
    """Take parts of the filter out of the address."""
    for name in names:
        if name in st.query_params:
            del st.query_params[name]


def _shown(name: str, value: object) -> object:
    if isinstance(value, tuple):
        return list(map(written, value))
    if value is None:
        return "" if name in TEXTS else None
    # Of the codes the widgets have the plain texts.
    return written(value) if isinstance(value, str) else value


def _typed(value: object) -> list[str]:
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [written(each).strip() for each in values]
