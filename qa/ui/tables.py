"""Tables on pages: what is clicked opens."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from qa.spreadsheet import Cell, Table

T = TypeVar("T")
ROW_PX, MOST_PX = 35, 620


def pressed(table: Table, key: str, ids: Sequence[T]) -> T | None:
    """Draw a table; the id of the row that was clicked just now.

    Args:
        table: its rows must be a sequence.
        key: of the table.
        ids: of its rows.
    """
    widget = f"{key}-table"
    rows = records(table)
    st.dataframe(
        rows,
        hide_index=True,
        key=widget,
        on_select=partial(_remember, widget, list(ids)),
        selection_mode="single-cell",
        placeholder="",
        height=min(MOST_PX, ROW_PX * (len(rows) + 1) + 2),
    )
    clicked: T | None = st.session_state.pop(f"{widget}-clicked", None)
    return clicked


def records(table: Table) -> list[dict[str, Cell]]:
    """Rows as Streamlit takes them."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def _remember(widget: str, ids: list[T]) -> None:
    cells = st.session_state[widget]["selection"]["cells"]
    if cells:
        st.session_state[f"{widget}-clicked"] = ids[cells[0][0]]
