"""What to do in the morning, from what the report says."""

from collections.abc import Iterator

from qa.nightly.report import RunReport
from qa.scoring.values import PlanKind


def advice(report: RunReport) -> list[str]:
    """The next steps, most urgent first; never empty."""
    return list(_advice(report)) or ["没有待办 / nothing to do"]


def _advice(report: RunReport) -> Iterator[str]:
    totals = report.totals
    if totals.open:
        yield (
            f"还有 {totals.open} 通未处理:再次运行同一条命令即可继续,已完成的不会重做"
            " / run the same command again; finished calls are not redone"
        )
    if totals.refused:
        yield (
            f"清单中有 {totals.refused} 行被拒收:改正后再次运行"
            " / mend these rows of the manifest and run it again"
        )
    if totals.failed:
        yield (
            f"{totals.failed} 通失败:换上完好的录音后再次运行,或加 --retry-failed 重试"
            " / replace the recordings and run again, or try them again with --retry-failed"
        )
    if report.versions.superseded:
        yield (
            f"部分通话仍按旧规则集判定({'、'.join(report.versions.superseded)})"
            " / some calls keep the verdicts of an earlier rulebook"
        )
    for risk in report.risks:
        if risk.problem:
            yield (
                f"模型 {risk.target} 不可用({risk.problem}):用 qa train {risk.target} 训练"
                " / the model cannot be used: train it"
            )
        if risk.drift:
            yield (
                f"通话与训练时相比有明显变化:用 qa models evaluate {risk.target} 检查"
                " / calls differ from the training window: measure the model"
            )
        if risk.retrain:
            yield (
                f"训练以来新增 {risk.new_labels} 个标签:可运行 qa train {risk.target}"
                " / new labels since the training: train again"
            )
    planned = _planned(report)
    if planned:
        yield (
            f"{planned} 通需要人工复核:用 qa show CALL_ID 查看,或 qa export calls 导出"
            " / calls for people to hear: see qa show CALL_ID and qa export calls"
        )


def _planned(report: RunReport) -> int:
    buckets = (PlanKind.MANDATORY, PlanKind.TARGETED, PlanKind.RANDOM)
    return sum(
        row.planned
        for rows in report.coverage.values()
        for row in rows
        if row.kind in buckets and (row.kind is PlanKind.RANDOM or not row.reason)
    )
