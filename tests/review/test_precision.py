from collections.abc import Sequence

import pytest

from qa.review.precision import RulePrecision, not_worth, rule_precisions
from qa.review.recall import Basis
from qa.rules.decision import Outcome
from qa.rules.verdict import State
from qa.scoring.estimate import wilson
from qa.store import DecisionTally, VerdictTally

V1, V2 = "inbound@111111111111", "inbound@222222222222"


def verdicts(
    state: State, calls: int, *, code: str = "X", rulebook: str = V1, line: str = "inbound"
) -> VerdictTally:
    return VerdictTally(code, "规则", line, rulebook, state, calls, 240.0 * calls)


def decisions(
    machine: State,
    outcome: Outcome,
    calls: int,
    *,
    code: str = "X",
    rulebook: str = V1,
    line: str = "inbound",
    true_state: State | None = None,
    sampled: bool = False,
) -> DecisionTally:
    return DecisionTally(code, line, rulebook, machine, outcome, true_state, sampled, calls)


def reviewed(confirmed: int, overturned: int, code: str = "X") -> list[DecisionTally]:
    return [
        decisions(State.FAIL, Outcome.CONFIRMED, confirmed, code=code),
        decisions(State.FAIL, Outcome.OVERTURNED, overturned, code=code),
    ]


def one(judged: Sequence[VerdictTally], decided: Sequence[DecisionTally]) -> RulePrecision:
    (rule,) = rule_precisions(judged, decided)
    return rule


def test_precision_is_confirmed_of_decided_hits() -> None:
    judged = [verdicts(State.FAIL, 50), verdicts(State.PASS, 150)]
    decided = [*reviewed(15, 5), decisions(State.FAIL, Outcome.CANNOT_JUDGE, 3)]
    rule = one(judged, decided)
    assert (rule.code, rule.name, rule.judged, rule.hits) == ("X", "规则", 200, 50)
    assert (rule.reviewed, rule.confirmed, rule.overturned, rule.cannot_judge) == (23, 15, 5, 3)
    assert rule.precision == 0.75
    # Wilson for 15 of 20, to be checked by hand: centre 0.7098, margin 0.1783.
    assert rule.interval == pytest.approx((0.5313, 0.8881), abs=1e-3)
    assert rule.wasted_s == 5 * 240.0


def test_decisions_on_passes_say_nothing_of_precision() -> None:
    rule = one([verdicts(State.PASS, 9)], [decisions(State.PASS, Outcome.OVERTURNED, 4)])
    assert (rule.reviewed, rule.precision, rule.interval) == (0, None, None)


def test_a_pass_overturned_to_fail_is_a_miss() -> None:
    judged = [verdicts(State.FAIL, 100), verdicts(State.PASS, 900)]
    decided = [
        decisions(State.FAIL, Outcome.CONFIRMED, 10, sampled=True),
        decisions(State.FAIL, Outcome.CONFIRMED, 50),
        decisions(State.PASS, Outcome.CONFIRMED, 80, sampled=True),
        decisions(State.PASS, Outcome.OVERTURNED, 6, sampled=True),
        decisions(State.PASS, Outcome.OVERTURNED, 4, sampled=True, true_state=State.FAIL),
        decisions(State.PASS, Outcome.OVERTURNED, 5, sampled=True, true_state=State.NOT_APPLICABLE),
        decisions(State.PASS, Outcome.CANNOT_JUDGE, 7, sampled=True),
    ]
    recall = one(judged, decided).recall
    assert (recall.found, recall.missed, recall.checked) == (10, 10, 95)
    assert recall.value == pytest.approx(100 / (100 + 900 * 10 / 95))


def test_only_the_random_sample_tells_of_misses() -> None:
    judged = [verdicts(State.FAIL, 100), verdicts(State.PASS, 900)]
    decided = [*reviewed(60, 0), decisions(State.PASS, Outcome.OVERTURNED, 20)]
    assert one(judged, decided).recall.basis is Basis.NOT_SAMPLED


def test_versions_count_together_or_apart() -> None:
    judged = [verdicts(State.FAIL, 5, rulebook=V1), verdicts(State.FAIL, 7, rulebook=V2)]
    decided = [
        decisions(State.FAIL, Outcome.OVERTURNED, 2, rulebook=V1),
        decisions(State.FAIL, Outcome.CONFIRMED, 2, rulebook=V2),
    ]
    together = one(judged, decided)
    assert (together.rulebook, together.hits, together.precision) == (None, 12, 0.5)
    apart = rule_precisions(judged, decided, each_version=True)
    assert [(each.rulebook, each.hits, each.precision) for each in apart] == [
        (V1, 5, 0.0),
        (V2, 7, 1.0),
    ]


def test_decisions_about_verdicts_that_are_gone_still_count() -> None:
    rule = one([], reviewed(1, 3))
    assert (rule.judged, rule.hits, rule.name, rule.precision) == (0, 0, "", 0.25)
    assert rule.wasted_s == 0.0
    few = [
        decisions(State.PASS, Outcome.CONFIRMED, 30, sampled=True),
        decisions(State.FAIL, Outcome.CONFIRMED, 10, sampled=True),
    ]
    assert one([verdicts(State.PASS, 2)], few).recall.basis is Basis.NOTHING_MISSED


def test_rules_come_in_order_of_their_codes() -> None:
    judged = [verdicts(State.PASS, 1, code=code) for code in ("B", "C", "A")]
    assert [rule.code for rule in rule_precisions(judged, reviewed(1, 1, "AA"))] == [
        "A",
        "AA",
        "B",
        "C",
    ]


def test_rules_not_worth_their_time_are_surely_poor_the_most_wasteful_first() -> None:
    judged = [verdicts(State.FAIL, 100, code=code) for code in ("BAD", "WORSE", "UNSURE", "GOOD")]
    decided = [
        *reviewed(2, 18, "BAD"),
        *reviewed(10, 90, "WORSE"),
        *reviewed(4, 10, "UNSURE"),
        *reviewed(18, 2, "GOOD"),
    ]
    rules = rule_precisions(judged, decided)
    assert [rule.code for rule in not_worth(rules)] == ["WORSE", "BAD"]
    assert [rule.code for rule in not_worth(rules, least=21)] == ["WORSE"]
    assert not_worth(rules, floor=0.05) == []
    assert {rule.code for rule in not_worth(rules, floor=1.0)} >= {"UNSURE", "GOOD"}


def test_few_hits_condemn_no_rule() -> None:
    rules = rule_precisions([verdicts(State.FAIL, 100)], reviewed(0, 9))
    assert wilson(0, 9)[1] < 0.5
    assert not_worth(rules) == []
