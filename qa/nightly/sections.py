"""The run report as titled tables of text: what the terminal and Markdown both show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qa.errors import Problem
from qa.nightly import risk_section
from qa.nightly.report import RuleRow, RunReport
from qa.nightly.report_words import (
    CONDITION_WORDS,
    FLAG_WORDS,
    KIND_WORDS,
    LINE_WORDS,
    PLAN_WORDS,
    both,
    hours,
    percent,
)
from qa.rules.verdict import State
from qa.scoring.coverage import CoverageRow

Cells = tuple[str, ...]

SHOWN = 5
"""So many calls of a kind are named."""
RISK_COLUMNS = ("预测 target", "项目 figure", "结果 result")
PROBLEM_COLUMNS = ("位置 place", "问题 problem", "怎么改 fix")


@dataclass(frozen=True, slots=True)
class Section:
    """One table."""

    title: str
    columns: Cells
    rows: Sequence[Cells]
    numbers: frozenset[int] = field(default=frozenset())
    """Columns that are aligned right."""
    bad: frozenset[int] = field(default=frozenset())
    """Rows that a person should look at."""


def sections(report: RunReport) -> Iterator[Section]:
    """The tables of a report that have something to say, in the order of a morning's interest."""
    yield _overview(report)
    yield from _listed(
        "失败的通话 / Failed calls", _failures(report), ("通话 call", "原因 reason", "说明 detail")
    )
    yield from _listed("清单问题 / Manifest problems", _problems(report.problems), PROBLEM_COLUMNS)
    yield from _listed("清单提醒 / Manifest warnings", _problems(report.warnings), PROBLEM_COLUMNS)
    yield from _listed(
        "录音状况 / Recordings to look at",
        _conditions(report),
        ("状况 condition", "通话 calls", "例如 such as"),
    )
    if report.rules:
        yield _rules(report.rules)
    if report.flags:
        yield _flags(report)
    if report.risks:
        shown = list(risk_section.rows(report.risks))
        yield Section("不满预测 / Predicted dissatisfaction", RISK_COLUMNS, shown)
    for day, rows in report.coverage.items():
        yield _plan(f"复核计划 / Review plan {day.isoformat()}", rows)


def _overview(report: RunReport) -> Section:
    totals, run = report.totals, report.run
    worked = run.worked
    rows = [
        ("清单 manifest", run.manifest + (f" · {run.day}" if run.day else "")),
        ("通话 calls", _counts(report)),
        ("录音时长 audio", hours(totals.audio_s)),
        ("本次用时 this run took", hours(run.elapsed_s)),
        (
            "本次完成 this run did",
            f"{worked.done + worked.failed} / {worked.due} · {hours(worked.audio_s)}",
        ),
        ("速度 speed", _speed(worked.audio_hours_per_hour if worked.audio_s else None)),
        ("工作进程 workers", str(worked.workers)),
        ("流水线 pipeline", report.versions.pipeline),
        ("识别器 recogniser", "、".join(report.versions.recognisers) or "—"),
        ("规则集 rulebooks", "、".join(report.versions.rulebooks) or "—"),
    ]
    return Section("概况 / Overview", ("", ""), rows)


def _counts(report: RunReport) -> str:
    totals = report.totals
    parts = [f"共 {totals.listed}", f"完成 done {totals.done}", f"失败 failed {totals.failed}"]
    if totals.open:
        parts.append(f"未处理 open {totals.open}")
    if totals.other_days:
        parts.append(f"其他日期 other days {totals.other_days}")
    if totals.refused:
        parts.append(f"清单拒收 refused {totals.refused}")
    return " · ".join(parts)


def _speed(audio_hours_per_hour: float | None) -> str:
    if not audio_hours_per_hour:
        return "—"
    return (
        f"{audio_hours_per_hour:.1f} × 实时 / real time(每小时 {audio_hours_per_hour:.1f} 小时录音)"
    )


def _listed(title: str, rows: Sequence[Cells], columns: Cells) -> Iterator[Section]:
    if rows:
        yield Section(f"{title} ({len(rows)})", columns, rows)


def _failures(report: RunReport) -> list[Cells]:
    return [
        (failed.call_id, both(KIND_WORDS, failed.kind), failed.message)
        for failed in report.failures
    ]


def _conditions(report: RunReport) -> list[Cells]:
    return [
        (
            both(CONDITION_WORDS, name),
            str(len(ids)),
            "、".join(ids[:SHOWN]) + "…" * (len(ids) > SHOWN),
        )
        for name, ids in report.conditions.items()
    ]


def _problems(problems: Sequence[Problem]) -> list[Cells]:
    return [(problem.place, problem.what, problem.fix) for problem in problems]


def _rules(rules: Sequence[RuleRow]) -> Section:
    columns = (
        "业务线 line",
        "规则 rule",
        "名称 name",
        "通过 pass",
        "不通过 fail",
        "无法判断 undetermined",
        "不适用 n/a",
        "不通过率 fail rate",
    )
    rows = [
        (
            both(LINE_WORDS, rule.business_line),
            rule.code,
            rule.name + (" ⚠ 致命 fatal" if rule.fatal else ""),
            *(str(rule.counts.get(state, 0)) for state in State),
            percent(rule.fail_rate),
        )
        for rule in rules
    ]
    bad = {at for at, rule in enumerate(rules) if rule.fatal and rule.counts.get(State.FAIL)}
    return Section("规则结论 / Verdicts", columns, rows, frozenset(range(3, 8)), frozenset(bad))


def _flags(report: RunReport) -> Section:
    lines = sorted({line for by_line in report.flags.values() for line in by_line})
    columns = ("标记 flag", *(both(LINE_WORDS, line) for line in lines), "合计 total")
    rows = [
        (
            both(FLAG_WORDS, flag.value),
            *(str(by_line.get(line, 0)) for line in lines),
            str(sum(by_line.values())),
        )
        for flag, by_line in report.flags.items()
    ]
    return Section("标记 / Flags", columns, rows, frozenset(range(1, len(columns))))


def _plan(title: str, coverage: Sequence[CoverageRow]) -> Section:
    shown = [row for row in coverage if row.calls or not row.reason]
    rows = [
        (
            both(PLAN_WORDS, row.kind.value),
            both(FLAG_WORDS, row.reason) if row.reason else "合计 total",
            str(row.calls),
            str(row.planned),
            percent(row.share),
        )
        for row in shown
    ]
    columns = ("类别 bucket", "原因 reason", "通话 calls", "计划 planned", "覆盖率 coverage")
    return Section(title, columns, rows, frozenset((2, 3, 4)))
