"""Every table as a file."""

import io
from functools import partial

import streamlit as st

from qa.accounts.audit import Deed, entry
from qa.spreadsheet import Table, write_csv_table, write_excel
from qa.ui import signed_in
from qa.ui.language import say


def downloads(table: Table, name: str) -> None:
    """The table as CSV and as Excel; `name` is the file's, without its ending."""
    rows = [list(row) for row in table.rows]
    whole = Table(table.name, table.columns, rows)
    with st.container(horizontal=True):
        for kind, write in (("csv", _csv), ("xlsx", _excel)):
            st.download_button(
                say("CSV") if kind == "csv" else say("Excel"),
                partial(write, whole),
                file_name=f"{name}.{kind}",
                icon=":material/download:",
                type="tertiary",
                key=f"download-{name}-{kind}",
                on_click=_note,
                args=(name, kind, len(rows)),
            )


def _csv(table: Table) -> bytes:
    out = io.BytesIO()
    write_csv_table(table, out)
    return out.getvalue()


def _excel(table: Table) -> bytes:
    out = io.BytesIO()
    write_excel([table], out)
    return out.getvalue()


def _note(name: str, kind: str, rows: int) -> None:
    bench = signed_in.bench()
    details = {"what": name, "kind": kind, "rows": rows}
    bench.store.record(entry(Deed.EXPORTED, signed_in.person(), bench.now(), details=details))
