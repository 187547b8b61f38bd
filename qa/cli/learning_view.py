"""Trainings and measurements of models, for the terminal and for scripts."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qa.cli.precision_view import range_text, recall_text
from qa.learning.measuring import RULES_ONLY, Measured, Unbiased
from qa.learning.teaching import Lesson
from qa.scoring.satisfaction.comparison import COLD, LEAST_OF_KIND
from qa.scoring.satisfaction.evaluate import Evaluation

RANKS = frozenset({COLD, RULES_ONLY})
"""Scorers whose numbers are no probabilities: there is nothing to calibrate."""
NOTE = "AP 平均精度 average precision · ECE 期望校准误差 expected calibration error"


def lesson_view(lesson: Lesson, budget: float) -> RenderableType:
    """What was learned from, every candidate, the comparison, and whether it is in force now."""
    about, chosen = lesson.saved.about, lesson.saved.about.candidate
    counts = (
        f"学习 {about.talks} 通(其中不满 {about.dissatisfied}),留出最新 {lesson.held_out} 通,"
        f"无标注 {lesson.unlabelled} 通 / learned from {about.talks} calls, {about.dissatisfied} "
        f"of them positive; {lesson.held_out} held out; {lesson.unlabelled} without an opinion"
    )
    candidates = {
        f"{name.value}{' ←' if name is chosen else ''}": each
        for name, each in lesson.candidates.items()
    }
    return Group(
        Text(lesson.saved.model.name, "bold"),
        counts,
        "",
        _figures("交叉验证 cross-validation", candidates, budget),
        *_compared(lesson, budget),
        Text(NOTE, "dim"),
        _verdict(lesson),
    )


def lesson_dict(lesson: Lesson) -> dict[str, object]:
    """The same as plain data."""
    about = lesson.saved.about
    return {
        "model": lesson.saved.model.name,
        "target": about.target,
        "candidate": about.candidate,
        "talks": about.talks,
        "dissatisfied": about.dissatisfied,
        "held_out": lesson.held_out,
        "unlabelled": lesson.unlabelled,
        "candidates": _plain({name.value: each for name, each in lesson.candidates.items()}),
        "rival": lesson.comparison.rival,
        "comparison": _plain(lesson.comparison.figures),
        "activated": lesson.activated,
    }


def measured_view(measured: Measured, budget: float) -> RenderableType:
    """All scorers, then the one in force by line and by source, calibration, nights."""
    force = measured.model.model.name if measured.model else "冷启动 cold start"
    counts = (
        f"有标注 {measured.calls} 通,无标注 {measured.unlabelled} 通 / {measured.calls} labelled "
        f"calls, {measured.unlabelled} without an opinion"
    )
    parts: list[RenderableType] = [
        Text(force, "bold"),
        counts,
        "",
        _figures("评分方式 scorer", measured.figures, budget),
        _figures("业务线 line", measured.by_line, budget),
        _figures("标注来源 known from", measured.by_source, budget),
    ]
    if measured.bins:
        parts.append(_calibration(measured))
    return Group(*parts, Text(NOTE, "dim"), "", *_nights(measured.unbiased))


def measured_dict(measured: Measured) -> dict[str, object]:
    """The same as plain data."""
    of, recall = measured.unbiased, measured.unbiased.recall
    return {
        "model": measured.model.model.name if measured.model else None,
        "calls": measured.calls,
        "unlabelled": measured.unlabelled,
        "figures": _plain(measured.figures),
        "by_line": _plain(measured.by_line),
        "by_source": _plain(measured.by_source),
        "reliability": [asdict(each) for each in measured.bins],
        "nights": {
            "chosen": of.chosen,
            "decided": of.decided,
            "confirmed": of.confirmed,
            "precision": of.precision,
            "recall": asdict(recall),
        },
    }


def _compared(lesson: Lesson, budget: float) -> Iterator[RenderableType]:
    found = lesson.comparison
    if found.unreadable:
        yield Text(found.unreadable, "yellow")
    if found.figures:
        yield _figures("留出的通话 held out", found.figures, budget)


def _verdict(lesson: Lesson) -> Text:
    found = lesson.comparison
    if lesson.activated:
        return Text(f"已启用 / in force now (replaces {found.rival})", "green")
    if found.figures:
        why = f"不如现用的 {found.rival} / worse than what is in force"
    else:
        why = (
            f"双方都没见过的通话只有 {found.calls} 通,每类至少要 {LEAST_OF_KIND} 通才能比较"
            " / too few calls that neither has seen"
        )
    force = f"qa models activate {lesson.saved.model.name}"
    return Text(f"未启用:{why} → {force}", "yellow")


def _figures(title: str, figures: Mapping[str, Evaluation | None], budget: float) -> RenderableType:
    table = Table(title, box=None)
    share = f"{budget:.0%}"
    for name in (
        *("通话\ncalls", "不满\npositive", "ROC AUC", "AP", "Brier", "ECE"),
        *(f"准确率\nprecision {share}", f"召回率\nrecall {share}"),
    ):
        table.add_column(name, justify="right")
    for name, each in figures.items():
        table.add_row(name, *_cells(each, is_rank=name in RANKS))
    return table


def _cells(each: Evaluation | None, *, is_rank: bool) -> Iterator[str]:
    if each is None:
        yield "全为一类 one kind"
        return
    yield from (str(each.talks), str(each.dissatisfied))
    yield from (f"{value:.3f}" for value in (each.auc, each.average_precision))
    right = (each.brier, each.calibration_error)
    yield from ("–" if is_rank else f"{value:.3f}" for value in right)
    yield from (f"{value:.3f}" for value in (each.precision_at_budget, each.recall_at_budget))


def _calibration(measured: Measured) -> Table:
    table = Table("预测概率 predicted", box=None)
    for name in ("通话 calls", "平均 mean", "实际 observed"):
        table.add_column(name, justify="right")
    for each in measured.bins:
        span = f"{each.low:.1f}–{each.high:.1f}"
        table.add_row(span, str(each.calls), f"{each.predicted:.3f}", f"{each.observed:.3f}")
    return table


def _nights(of: Unbiased) -> Iterator[Text]:
    yield Text("夜间实际选出的 / what nights chose, told without bias", "bold")
    if of.precision is None or of.interval is None:
        precision = "尚无复核 not decided yet"
    else:
        precision = f"{of.precision:.0%} {range_text(*of.interval)}"
    yield Text(
        f"选出 chosen {of.chosen} · 已判 decided {of.decided} · 准确率 precision {precision}"
    )
    yield Text(f"召回率 recall {recall_text(of.recall)}")


def _plain(figures: Mapping[str, Evaluation | None]) -> dict[str, object]:
    return {name: None if each is None else asdict(each) for name, each in figures.items()}
