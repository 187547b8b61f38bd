"""A selection of cases as an Excel sheet."""

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from qa.casebook.selection import QUALITIES, Exported, clock
from qa.spreadsheet import harmless

HEADER = (
    *("编号", "好坏", "分类", "标签", "经验教训", "更好的说法", "相关规则", "文字", "录音片段"),
    *("通话", "业务线", "坐席", "姓名", "班组", "起", "止", "归档人", "归档时间"),
)
_WIDTHS = (8, 6, 22, 16, 40, 40, 22, 60, 24, 18, 10, 10, 10, 12, 8, 8, 12, 18)
_MOST_CHARACTERS = 32_767
"""What a cell of Excel holds."""
_MADE = datetime(2000, 1, 1)
"""Kept in the file's properties: the same selection gives the same file."""


def sheet(selection: Sequence[Exported]) -> bytes:
    """An .xlsx file with one row a case; texts are texts, never formulas or links."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "案例 / cases", "created": _MADE})
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF4"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet("案例")
        page.freeze_panes(1, 0)
        for column, (title, width) in enumerate(zip(HEADER, _WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, title, bold)
        for row, each in enumerate(selection, start=1):
            for column, text in enumerate(_cells(each)):
                page.write_string(row, column, harmless(text)[:_MOST_CHARACTERS], wrapped)
        page.autofilter(0, 0, max(1, len(selection)), len(HEADER) - 1)
    return out.getvalue()


def _cells(each: Exported) -> tuple[str, ...]:
    case, text = each.case, each.case.text
    return (
        str(case.key),
        QUALITIES[text.quality],
        each.path,
        " ".join(text.tags),
        text.lesson,
        text.better,
        " ".join(text.rules),
        each.said,
        each.clip or each.silent,
        case.call_id,
        case.business_line,
        case.agent_id,
        case.agent_name or "",
        case.team or "",
        clock(text.span.start),
        clock(text.span.end),
        case.filed_by,
        f"{each.filed_at:%Y-%m-%d %H:%M}",
    )
