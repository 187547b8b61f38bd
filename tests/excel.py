"""Excel files, read back."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(content: bytes, number: int = 1) -> list[dict[str, str | float | bool]]:
    """The cells of each row by letter of the column."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        strings = _strings(book)
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    return [
        {
            re.sub(r"\d", "", cell.attrib["r"]): _value(cell, strings)
            for cell in row
            if cell.find(f"{_MAIN}v") is not None
        }
        for row in root.iter(f"{_MAIN}row")
    ]


def formulas(content: bytes) -> list[str]:
    """All formulas of the first sheet."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [each.text or "" for each in root.iter(f"{_MAIN}f")]


def names(content: bytes) -> list[str]:
    """The names of the sheets."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    return [each.attrib["name"] for each in root.iter(f"{_MAIN}sheet")]


def _strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in each.iter(f"{_MAIN}t")) for each in root]


def _value(cell: ElementTree.Element, strings: list[str]) -> str | float | bool:
    text = cell.findtext(f"{_MAIN}v") or ""
    match cell.attrib.get("t"):
        case "s":
            return strings[int(text)]
        case "b":
            return text == "1"
        case _:
            return float(text)
