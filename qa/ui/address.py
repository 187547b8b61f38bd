"""Controls whose values stand in the page's address, so that a view can be shared.

The address is what counts: a control shows what it says, and writes there what is chosen.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from qa.ui.language import say


def asked() -> dict[str, list[str]]:
    """All parameters of the address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def put(name: str, *values: str) -> None:
    """Write a parameter; without a value it is taken away."""
    given = [value for value in values if value]
    if given:
        st.query_params[name] = given
    else:
        st.query_params.pop(name, None)


def select(
    where: DeltaGenerator,
    label: str,
    name: str,
    options: Sequence[str],
    show: Callable[[str], str] = str,
    *,
    none: str = "",
    visible: bool = True,
) -> None:
    """One of the options, or none. What the address says is offered in any case."""
    present = st.query_params.get(name) or None
    offered = [*options, *([present] if present and present not in options else [])]
    st.session_state[_key(name)] = present
    where.selectbox(
        label,
        offered,
        index=None,
        format_func=show,
        placeholder=none or say("Any"),
        label_visibility="visible" if visible else "collapsed",
        key=_key(name),
        on_change=_keep,
        args=(name,),
    )


def several(
    where: DeltaGenerator,
    label: str,
    name: str,
    options: Sequence[str],
    show: Callable[[str], str] = str,
    *,
    none: str = "",
    visible: bool = True,
) -> None:
    """Any number of the options."""
    present = list(dict.fromkeys(filter(None, st.query_params.get_all(name))))
    st.session_state[_key(name)] = present
    where.multiselect(
        label,
        list(dict.fromkeys([*options, *present])),
        format_func=show,
        placeholder=none or say("Any"),
        label_visibility="visible" if visible else "collapsed",
        key=_key(name),
        on_change=_keep,
        args=(name,),
    )


def text(where: DeltaGenerator, label: str, name: str, *, most: int = 200) -> None:
    """A text that is looked for."""
    st.session_state[_key(name)] = st.query_params.get(name, "")[:most]
    where.text_input(
        label,
        key=_key(name),
        max_chars=most,
        on_change=_keep,
        args=(name,),
        type="search",
        placeholder=" ",
    )


def switch(
    where: DeltaGenerator,
    label: str,
    name: str,
    options: Sequence[str],
    show: Callable[[str], str],
    *,
    visible: bool = True,
) -> str:
    """One of a few options that stand beside one another; the first when none is chosen."""
    present = st.query_params.get(name, "")
    chosen = present if present in options else options[0]
    st.session_state[_key(name)] = chosen
    where.segmented_control(
        label,
        list(options),
        format_func=show,
        required=True,
        key=_key(name),
        on_change=_keep,
        args=(name, options[0]),
        label_visibility="visible" if visible else "collapsed",
    )
    return chosen


def toggle(where: DeltaGenerator, label: str, name: str) -> None:
    """Yes, or nothing."""
    st.session_state[_key(name)] = st.query_params.get(name) == "yes"
    where.toggle(label, key=_key(name), on_change=_keep, args=(name,))


def _key(name: str) -> str:
    return f"address-{name}"


def _keep(name: str, usual: str = "") -> None:
    value = st.session_state[_key(name)]
    if isinstance(value, bool):
        value = "yes" if value else ""
    values = value if isinstance(value, list) else [value or ""]
    put(name, *(each for each in values if each != usual))
