"""Precision and recall of rules, for the terminal and for scripts."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qa.review.precision import RulePrecision
from qa.review.recall import Basis, Recall

_UNTOLD = {
    Basis.TOO_FEW: "样本太少 too few",
    Basis.NOT_SAMPLED: "样本未复核 not sampled",
}
_NUMBERS = (
    "结论\njudged", "命中\nhits", "已复核\nreviewed", "维持\nconfirmed", "推翻\noverturned",
    "无法判断\ncan't judge", "准确率\nprecision", "召回率\nrecall",
)  # fmt: skip


def precision_view(
    rules: Sequence[RulePrecision], poor: Sequence[RulePrecision], floor: float
) -> RenderableType:
    """One row a rule, then those that are not worth their reviewers' time."""
    if not rules:
        return Text("没有任何结论或复核决定 / no verdicts and no decisions", "dim")
    note = Text("括号内为 95 % 置信区间 / 95 % intervals in brackets", "dim")
    return Group(_table(rules), note, "", *_poor(poor, floor))


def precision_dict(
    rules: Sequence[RulePrecision], poor: Sequence[RulePrecision]
) -> dict[str, object]:
    """The same as plain data; shares are 0–1, None where nothing can be told."""
    return {
        "rules": list(map(_as_dict, rules)),
        "not_worth": [
            {"code": rule.code, "version": rule.rulebook, "wasted_minutes": _minutes(rule)}
            for rule in poor
        ],
    }


def _table(rules: Sequence[RulePrecision]) -> Table:
    table = Table("规则\nrule", "名称\nname", box=None)
    table.columns[0].no_wrap = True
    for name in _NUMBERS:
        table.add_column(name, justify="right")
    for rule in rules:
        counts = (
            rule.judged,
            rule.hits,
            rule.reviewed,
            rule.confirmed,
            rule.overturned,
            rule.cannot_judge,
        )
        code = rule.code if rule.rulebook is None else f"{rule.code}\n{rule.rulebook}"
        cells = (*map(str, counts), _precision(rule), recall_text(rule.recall))
        table.add_row(code, rule.name, *cells)
    return table


def _precision(rule: RulePrecision) -> str:
    if rule.precision is None or rule.interval is None:
        return "–"
    return f"{rule.precision:.0%} {range_text(*rule.interval)}"


def recall_text(recall: Recall) -> str:
    """The value with its interval, or why there is none."""
    if recall.value is not None and recall.low is not None and recall.high is not None:
        return f"{recall.value:.0%} {range_text(recall.low, recall.high)}"
    if recall.low is not None:
        return f"≥ {recall.low:.0%} 未见漏判 none missed"
    return _UNTOLD[recall.basis]


def range_text(low: float, high: float) -> str:
    """Limits in percent."""
    return f"({100 * low:.0f}–{100 * high:.0f})"


def _poor(poor: Sequence[RulePrecision], floor: float) -> Iterator[Text]:
    if not poor:
        yield Text(f"没有准确率可以断定低于 {floor:.0%} 的规则 / no rule is surely below", "dim")
        return
    yield Text(f"不值得复核:准确率可以断定低于 {floor:.0%} / not worth reviewing", "bold red")
    for rule in poor:
        code = rule.code if rule.rulebook is None else f"{rule.code} ({rule.rulebook})"
        yield Text(
            f"  {code} {rule.name}: {_precision(rule)},误报耗去复核 {_minutes(rule):.0f} 分钟 "
            "minutes wasted"
        )


def _minutes(rule: RulePrecision) -> float:
    return round(rule.wasted_s / 60, 1)


def _as_dict(rule: RulePrecision) -> dict[str, object]:
    low, high = rule.interval or (None, None)
    return {
        "code": rule.code,
        "name": rule.name,
        "version": rule.rulebook,
        "judged": rule.judged,
        "hits": rule.hits,
        "reviewed": rule.reviewed,
        "confirmed": rule.confirmed,
        "overturned": rule.overturned,
        "cannot_judge": rule.cannot_judge,
        "precision": rule.precision,
        "precision_low": low,
        "precision_high": high,
        "recall": {
            "basis": rule.recall.basis,
            "value": rule.recall.value,
            "low": rule.recall.low,
            "high": rule.recall.high,
            "found": rule.recall.found,
            "missed": rule.recall.missed,
            "checked": rule.recall.checked,
        },
        "wasted_minutes": _minutes(rule),
    }
