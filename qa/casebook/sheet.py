"""A selection of cases as an Excel sheet."""

import io
from collections.abc import Sequence

from qa.casebook.selection import QUALITIES, Exported, clock
from qa.spreadsheet import Column, Table, write_excel

HEADER = (
    *("编号", "好坏", "分类", "标签", "点评", "更好的说法", "相关规则", "文字", "录音片段"),
    *("通话", "业务线", "坐席", "姓名", "班组", "起", "止", "归档人", "归档时间"),
)
_WIDTHS = (8, 6, 22, 16, 40, 40, 22, 60, 24, 18, 10, 10, 10, 12, 8, 8, 12, 18)


def sheet(selection: Sequence[Exported]) -> bytes:
    """An .xlsx file with one row a case; texts are texts, never formulas or links."""
    out = io.BytesIO()
    columns = [Column(name, width) for name, width in zip(HEADER, _WIDTHS, strict=True)]
    write_excel([Table("案例", columns, map(_cells, selection))], out)
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
        "、".join(each.rules),
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
