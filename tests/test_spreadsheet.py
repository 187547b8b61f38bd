import csv
import io

import pytest
from excel import formulas, names, sheet
from hypothesis import given
from hypothesis import strategies as st

from qa.spreadsheet import MAX_CELL, Cell, Column, Table, harmless, write_csv_table, write_excel

COLUMNS = (Column("通话"), Column("分数"), Column("=备注"))
ROWS: list[list[Cell]] = [["C-1", 92.5, "=1+1"], ["C-2", None, "-好"], ["C-3", True, "a\nb"]]


def excel(*rows: list[Cell], name: str = "表") -> bytes:
    out = io.BytesIO()
    assert write_excel([Table(name, COLUMNS, rows)], out) == len(rows)
    return out.getvalue()


def test_excel_holds_what_the_table_does_and_runs_none_of_it() -> None:
    content = excel(*ROWS)
    assert sheet(content) == [
        {"A": "通话", "B": "分数", "C": "'=备注"},
        {"A": "C-1", "B": 92.5, "C": "'=1+1"},
        {"A": "C-2", "C": "'-好"},
        {"A": "C-3", "B": True, "C": "a\nb"},
    ]
    assert formulas(content) == []


def test_csv_holds_the_same_and_opens_in_excel() -> None:
    out = io.BytesIO()
    assert write_csv_table(Table("表", COLUMNS, ROWS), out) == 3
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert rows == [
        ["通话", "分数", "'=备注"],
        ["C-1", "92.5", "'=1+1"],
        ["C-2", "", "'-好"],
        ["C-3", "True", "a\nb"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_begins_like_a_formula(start: str) -> None:
    assert harmless(start + "cmd|'/c calc'!A0") == "'" + start + "cmd|'/c calc'!A0"
    assert harmless("安全" + start) == "安全" + start


def test_numbers_stay_numbers() -> None:
    assert [harmless(each) for each in (-1, -2.5, None, False)] == [-1, -2.5, None, False]


def test_links_stay_text_and_long_texts_are_cut() -> None:
    content = excel(["http://elsewhere.example/x", float("nan"), "长" * 40_000])
    (_, row) = sheet(content)
    assert row["A"] == "http://elsewhere.example/x"
    assert "B" not in row
    assert len(str(row["C"])) == MAX_CELL
    assert str(row["C"]).endswith("长…")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a/b:c*[d]?", "a b c  d"), ("长" * 50, "长" * 31), ("''", "1"), ("", "1")],
)
def test_names_of_sheets_are_what_excel_takes(name: str, shown: str) -> None:
    assert names(excel(["x", 1, "y"], name=name)) == [shown]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    (_, row) = sheet(excel([text, 1, "x"]))
    read = str(row.get("A", ""))
    expected = str(harmless(text))
    if all(each.isprintable() for each in expected):
        assert read == expected
