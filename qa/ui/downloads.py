"""Tables as files: CSV and Excel, harmless in a spreadsheet, each one noted in the audit log."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

import streamlit as st

from qa.accounts.audit import Deed, entry
from qa.people import Person
from qa.spreadsheet import Table, write_csv_table, write_excel
from qa.ui import signed_in
from qa.ui.language import Language, language, say, speaking
from qa.ui.showing import today

_KINDS = (
    ("csv", "CSV", "text/csv"),
    ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)


def downloads(table: Table | Callable[[], Table], name: str) -> None:
    """Buttons to save a table.

    Args:
        table: what to save; or what makes it, which is asked only when somebody does save it and
            may not call Streamlit.
        name: of the file, without its ending; also what the audit log says.
    """
    me, spoken = signed_in.person(), language()
    make = (lambda: table) if isinstance(table, Table) else table
    with st.container(horizontal=True, horizontal_alignment="right"):
        for ending, label, kind in _KINDS:
            st.download_button(
                f"{say('Download')} {label}",
                partial(file, make, name, ending, me, spoken),
                f"{name}-{today():%Y%m%d}.{ending}",
                kind,
                key=f"download-{name}-{ending}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def file(
    make: Callable[[], Table], name: str, ending: str, person: Person, spoken: Language
) -> bytes:
    """The content of a file; there is none without its entry in the audit log.

    Args:
        make: makes the table.
        name: for the audit log.
        ending: `csv` or `xlsx`.
        person: who saves it.
        spoken: the language of the page.

    Raises:
        EarmarkError: what the table's maker raises; the database refuses.
    """
    out = BytesIO()
    with speaking(spoken):
        table = make()
        rows = write_csv_table(table, out) if ending == "csv" else write_excel([table], out)
    bench = signed_in.bench()
    details = {"format": ending, "rows": rows}
    bench.store.record(entry(Deed.EXPORTED, person, bench.now(), subject=name, details=details))
    return out.getvalue()
