"""Dense features of what the call centre knows beside the conversation."""

from collections.abc import Mapping

from qa.rules.verdict import State
from qa.scoring.flags import COMPLAINT_RULE, DISSATISFIED_RULE
from qa.scoring.satisfaction.feature import NAN, Feature
from qa.scoring.satisfaction.talk import Talk

REPEATED_CONTACT_RULE = "CUSTOMER-REPEATED-CONTACT"
REPEATS_RULE = "CUSTOMER-REPEATS"
_RULES = {
    "rule_dissatisfied": DISSATISFIED_RULE,
    "rule_complaint": COMPLAINT_RULE,
    "rule_repeated_contact": REPEATED_CONTACT_RULE,
    "rule_repeats": REPEATS_RULE,
}

FEATURES = (
    Feature("tier", "yes", "重要客户", "a customer of a higher tier"),
    Feature("queue", "s", "排队时间", "time in the queue"),
    Feature("hold", "s", "保持等待时间", "time on hold"),
    Feature("transfers", "times", "转接次数", "transfers"),
    Feature("rule_dissatisfied", "yes", "客户表达不满", "the customer voices dissatisfaction"),
    Feature("rule_complaint", "yes", "客户要投诉", "the customer speaks of a complaint"),
    Feature("rule_repeated_contact", "yes", "客户为同一件事再次来电", "repeated contact"),
    Feature("rule_repeats", "yes", "客户被迫重复", "the customer has to repeat"),
    Feature("rules_failed", "rules", "不通过的质检规则", "failed rules"),
)
ORDINARY_TIERS = frozenset({"普通", "ordinary", "standard"})
TRANSFERS = "transfers"
"""Column of the manifest, if a company has it."""


def measure(talk: Talk) -> Mapping[str, float]:
    """All of `FEATURES`."""
    return {
        "tier": float(talk.customer_tier not in ORDINARY_TIERS) if talk.customer_tier else NAN,
        "queue": NAN if talk.queue_s is None else talk.queue_s,
        "hold": NAN if talk.hold_s is None else talk.hold_s,
        "transfers": _number(talk.attributes.get(TRANSFERS)),
        **_rules(talk),
    }


def _rules(talk: Talk) -> dict[str, float]:
    """An undetermined verdict is as unknown as a rule that was not asked."""
    states = {verdict.code: verdict.state for verdict in talk.verdicts or ()}
    known = {State.FAIL: 1.0, State.PASS: 0.0, State.NOT_APPLICABLE: 0.0}
    found = {
        name: known.get(states[code], NAN) if code in states else NAN
        for name, code in _RULES.items()
    }
    failed = sum(state is State.FAIL for state in states.values())
    return found | {"rules_failed": NAN if talk.verdicts is None else float(failed)}


def _number(text: str | None) -> float:
    try:
        return float(text) if text else NAN
    except ValueError:
        return NAN
