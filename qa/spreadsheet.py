"""What spreadsheets may not be told."""

from typing import TypeVar

T = TypeVar("T")

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: T) -> T | str:
    """The cell, with an apostrophe before a text that a spreadsheet would run as a formula.

    OWASP, "CSV Injection".
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell
