"""The run report's table of what models said."""

from collections.abc import Iterator, Sequence

from qa.nightly.risk_report import RiskReport
from qa.scoring.satisfaction.drift import Shift

TARGETS = {"satisfaction": "不满意 dissatisfied", "complaint": "投诉 complaint"}
SHOWN = 5
"""So many shifts are named."""


def rows(risks: Sequence[RiskReport]) -> Iterator[tuple[str, str, str]]:
    """What is predicted, the figure's name and the figure."""
    for risk in risks:
        target = TARGETS[risk.target]
        kind = (
            ""
            if risk.calibrated or not risk.model
            else "(规则与词语估计,不是概率 / by rules and words, a rank)"
        )
        yield target, "模型 model", f"{risk.model or '无 none'}{kind}"
        if risk.problem:
            yield target, "⚠ 模型不可用 model not used", risk.problem
        if not risk.model:
            continue
        unknown = f" · 未知 unknown {risk.unknown}" if risk.unknown else ""
        yield target, "已评分 scored", f"{risk.scored}{unknown}"
        yield target, "选出 chosen", str(risk.chosen)
        if risk.drift:
            yield target, "⚠ 分布偏移 drift (PSI)", ";".join(map(_shift, risk.drift[:SHOWN]))
        yield target, "新标签 new labels", str(risk.new_labels)


def as_dict(risk: RiskReport) -> dict[str, object]:
    """The same for programs."""
    return {
        "target": risk.target.value,
        "model": risk.model or None,
        "calibrated": risk.calibrated,
        "problem": risk.problem or None,
        "scored": risk.scored,
        "unknown": risk.unknown,
        "chosen": risk.chosen,
        "drift": [shift.model_dump(mode="json") for shift in risk.drift],
        "new_labels": risk.new_labels,
        "retrain": risk.retrain,
    }


def _shift(shift: Shift) -> str:
    moved = f"{_number(shift.then)} → {_number(shift.now)}"
    return f"{shift.zh} {shift.en} {shift.psi:.2f}({moved})"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3g}"
