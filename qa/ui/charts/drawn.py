"""A chart as a page shows it: title, caption, marks, and the same figures as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import altair as alt
import streamlit as st

from qa.spreadsheet import Cell, Column, Table
from qa.ui.downloads import downloads
from qa.ui.language import say

Row = dict[str, Cell]
"""A mark's figures, by the names that the chart's encodings use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart before it is on the page. The texts are in the page's language."""

    name: str
    """Of its file; of ASCII letters and hyphens."""
    title: str
    caption: str = ""
    chart: alt.Chart | alt.LayerChart | None
    """None where there is nothing to draw."""
    empty: str = ""
    """Why there is nothing."""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()


def show(drawn: Drawn, controls: Callable[[], None] | None = None) -> None:
    """The chart with its table behind a button, and the controls that belong to it."""
    with st.container(border=True, height="stretch"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{drawn.title}**", width="stretch")
            if drawn.rows:
                _table(drawn)
        if controls is not None:
            controls()
        if drawn.caption:
            st.caption(drawn.caption)
        if drawn.chart is None:
            st.info(drawn.empty)
        else:
            st.altair_chart(drawn.chart, key=f"chart-{drawn.name}", alt=drawn.title)


def _table(drawn: Drawn) -> None:
    with st.popover(say("Table"), icon=":material/table:", width="content"):
        shown = [dict(zip(drawn.columns, map(_short, row), strict=True)) for row in drawn.rows]
        st.dataframe(shown, hide_index=True, width=640, alt=drawn.title)
        columns = [Column(name) for name in drawn.columns]
        downloads(Table(drawn.title, columns, drawn.rows), f"overview-{drawn.name}")


def _short(cell: Cell) -> Cell:
    return round(cell, 4) if isinstance(cell, float) else cell
