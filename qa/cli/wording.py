"""How the terminal names things: Chinese first."""

from qa.call import Role, Satisfaction
from qa.rules.verdict import State
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Flag, ItemState, PlanKind
from qa.timeline import Seconds

ROLES = {Role.AGENT: "坐席", Role.CUSTOMER: "客户", Role.UNKNOWN: "未知"}
ROLE_STYLES = {Role.AGENT: "cyan", Role.CUSTOMER: "magenta", Role.UNKNOWN: "white"}
STATES = {
    State.PASS: "通过 pass",
    State.FAIL: "不通过 fail",
    State.UNDETERMINED: "无法判定 undetermined",
    State.NOT_APPLICABLE: "不适用 n/a",
}
STATE_STYLES = {
    State.PASS: "green",
    State.FAIL: "bold red",
    State.UNDETERMINED: "yellow",
    State.NOT_APPLICABLE: "dim",
}
FLAGS = {
    Flag.LONG: "过长",
    Flag.SHORT: "过短",
    Flag.DISSATISFIED: "不满意",
    Flag.PREDICTED_DISSATISFIED: "预测不满意",
    Flag.COMPLAINT: "投诉倾向",
    Flag.PREDICTED_COMPLAINT: "预测投诉",
    Flag.FATAL: "致命项",
    Flag.NIGHT_SHIFT: "夜班",
    Flag.NEW_AGENT: "新坐席",
    Flag.LOW_CONFIDENCE: "识别可信度低",
    Flag.MONO: "单声道",
    Flag.IDENTICAL_CHANNELS: "双声道相同",
    Flag.NO_SPEECH: "无人声",
}
RISKS = {
    TargetName.SATISFACTION: "不满风险 dissatisfaction",
    TargetName.COMPLAINT: "投诉风险 complaint",
}
PLANS = {
    PlanKind.MANDATORY: "必检",
    PlanKind.TARGETED: "专项",
    PlanKind.RANDOM: "随机",
    PlanKind.NONE: "不在计划内",
}
SATISFACTION = {
    Satisfaction.SATISFIED: "满意",
    Satisfaction.NEUTRAL: "一般",
    Satisfaction.DISSATISFIED: "不满意",
    Satisfaction.NONE: "未评价",
}
ITEM_STATES = {
    ItemState.SCORED: "",
    ItemState.NOT_APPLICABLE: "不适用",
    ItemState.NEEDS_HUMAN: "待人工",
}


def clock(seconds: Seconds) -> str:
    """A position in a recording: `01:05.3`, from an hour on `1:01:05.3`."""
    tenths = round(seconds * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    short = f"{minutes:02}:{tenths // 10:02}.{tenths % 10}"
    return f"{hours}:{short}" if hours else short
