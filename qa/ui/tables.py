"""Tables on pages: what is clicked opens."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from qa.spreadsheet import Cell, Table
from qa.ui.language import say

T = TypeVar("T")
_COUNT = "#"
ROW_PX, MOST_PX = 35, 620


def pressed(table: Table, key: str, ids: Sequence[T]) -> T | None:
    """Draw a table; the id of the row that was clicked just now.

    Arrow keys choose cells as clicks do. So the first column, where the keyboard enters, only
    counts the rows: up and down go through them, and the arrow to the right opens one.

    Args:
        table: its rows must be a sequence.
        key: of the table.
        ids: of its rows.
    """
    widget = f"{key}-table"
    rows = [{_COUNT: place, **row} for place, row in enumerate(records(table), start=1)]
    st.dataframe(
        rows,
        hide_index=True,
        key=widget,
        on_select=partial(_remember, widget, list(ids)),
        selection_mode="single-cell",
        placeholder="",
        column_config={_COUNT: st.column_config.NumberColumn(width=40)},
        height=min(MOST_PX, ROW_PX * (len(rows) + 1) + 2),
    )
    st.caption(
        say("Click a row to open it. By keyboard: Tab into the table, ↑↓ to the row, → opens it.")
    )
    clicked: T | None = st.session_state.pop(f"{widget}-clicked", None)
    return clicked


def records(table: Table) -> list[dict[str, Cell]]:
    """Rows as Streamlit takes them."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def _remember(widget: str, ids: list[T]) -> None:
    cells = st.session_state[widget]["selection"]["cells"]
    if cells and cells[0][1] != _COUNT:
        st.session_state[f"{widget}-clicked"] = ids[cells[0][0]]
