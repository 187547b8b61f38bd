"""Dense features of the timeline: silences, interruptions, talk share, speech rate, the end."""

from collections.abc import Mapping, Sequence

from qa.call import EndedBy, Role
from qa.measures.values import Measures
from qa.scoring.satisfaction.feature import NAN, Feature
from qa.scoring.satisfaction.talk import Talk, Utterance

FEATURES = (
    Feature("duration", "s", "通话时长", "length of the call"),
    Feature("customer_talk_share", "0–1", "客户说话时间占比", "share of the customer's talk time"),
    Feature("silence_share", "0–1", "静音占比", "share of silence"),
    Feature("dead_air", "s", "未说明的冷场", "silence that nobody announced"),
    Feature("longest_silence", "s", "最长静音", "longest silence"),
    Feature("overtalk_share", "0–1", "叠音占比", "share of overtalk"),
    Feature("agent_interrupts", "per min", "坐席打断客户", "interruptions by the agent"),
    Feature("customer_interrupts", "per min", "客户打断坐席", "interruptions by the customer"),
    Feature("longest_monologue", "s", "最长独白", "longest monologue"),
    Feature("first_response", "s", "坐席首次应答用时", "time to the agent's first word"),
    Feature(
        "customer_rate_change",
        "0–1",
        "客户后段与前段语速之比",
        "late over early speech rate of the customer",
    ),
    Feature(
        "agent_rate_change",
        "0–1",
        "坐席后段与前段语速之比",
        "late over early speech rate of the agent",
    ),
    Feature("customer_hung_up", "yes", "客户先挂断", "the customer hung up"),
)


def measure(talk: Talk) -> Mapping[str, float]:
    """All of `FEATURES`; unknown for a written dialogue."""
    return {
        "duration": NAN if talk.duration_s is None else talk.duration_s,
        **_measured(talk.measures, talk.duration_s),
        "customer_rate_change": _rate_change(talk.said_by(Role.CUSTOMER)),
        "agent_rate_change": _rate_change(talk.said_by(Role.AGENT)),
        "customer_hung_up": (
            NAN if talk.ended_by is None else float(talk.ended_by is EndedBy.CUSTOMER)
        ),
    }


def _measured(measures: Measures | None, duration_s: float | None) -> dict[str, float]:
    if measures is None or not duration_s:
        names = [feature.name for feature in FEATURES[1:10]]
        return dict.fromkeys(names, NAN)
    known = measures.metrics
    dead_s = sum(each.span.duration for each in measures.silences if not each.announced)
    per_minute = 60 / duration_s
    return {
        "customer_talk_share": _or_nan(known.customer_talk_share),
        "silence_share": known.silence_s / duration_s,
        "dead_air": dead_s,
        "longest_silence": known.longest_silence_s,
        "overtalk_share": _or_nan(known.overtalk_s) / duration_s,
        "agent_interrupts": _or_nan(known.interruptions_by_agent) * per_minute,
        "customer_interrupts": _or_nan(known.interruptions_by_customer) * per_minute,
        "longest_monologue": _or_nan(known.longest_monologue_s),
        "first_response": _or_nan(known.first_response_s),
    }


def _rate_change(turns: Sequence[Utterance]) -> float:
    """Mean speech rate of the last third of the turns over that of the first third."""
    rates = [each.acoustics.rate_cpm for each in turns if each.acoustics.rate_cpm]
    third = len(rates) // 3
    return sum(rates[-third:]) / sum(rates[:third]) if third else NAN


def _or_nan(value: float | None) -> float:
    return NAN if value is None else value
