"""How the run report writes words and numbers: Chinese, with the code's own word beside it."""

from collections.abc import Mapping

from qa.timeline import Seconds

LINE_WORDS = {"inbound": "呼入", "callback": "回访", "offsite": "非现场"}
PLAN_WORDS = {"mandatory": "必检", "targeted": "专项", "random": "随机", "none": "不复核"}
FLAG_WORDS = {
    "long": "超长",
    "short": "超短",
    "dissatisfied": "不满意",
    "predicted_dissatisfied": "预测不满意",
    "complaint": "投诉倾向",
    "predicted_complaint": "预测投诉",
    "fatal": "致命项",
    "night_shift": "夜班",
    "new_agent": "新坐席",
    "low_confidence": "识别不可靠",
    "mono": "单声道",
    "identical_channels": "声道相同",
    "no_speech": "无人声",
    "exploration": "模型抽查",
    "failed": "未能处理",
    "random": "随机",
}
CONDITION_WORDS = {
    "truncated": "录音残缺",
    "identical_channels": "左右声道相同",
    "mono": "单声道",
    "swapped_channels": "声道与清单相反,已对调",
    "empty_channels": "有一个声道无人声",
    "clipped": "削波失真",
}
KIND_WORDS = {
    "recording": "录音",
    "recording_missing": "录音缺失",
    "recording_forbidden": "录音不在允许的目录",
    "recording_unreadable": "录音无法读取",
    "worker_crashed": "工作进程崩溃",
    "timed_out": "超时",
    "internal_error": "程序内部错误",
}


def both(words: Mapping[str, str], code: str) -> str:
    """Chinese first, the code beside it; the code alone when there is no word for it."""
    return f"{words[code]} {code}" if code in words else code


def hours(seconds: Seconds) -> str:
    """Such as `1:02:03`."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def percent(share: float | None) -> str:
    """Such as `12.5 %`."""
    return "—" if share is None else f"{share * 100:.1f} %"
