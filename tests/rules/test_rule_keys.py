"""Which calls a rule judges, what failing it costs, which conditions speak for it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from calls import call, heard, judged, rule, rulebook

from qa.call import Direction
from qa.errors import RulebookError
from qa.rules.verdict import State

CALL = heard("坐席: 您好,我保证收益\n客户: 好的")
BAD = {"phrase": {"phrases": ["保证收益"], "role": "agent", "label": "承诺收益"}}
FLOW = {
    "flow": {
        "role": "agent",
        "steps": [
            {"name": "问候", "phrases": ["您好"], "points": 3},
            {"name": "风险", "phrases": ["投资有风险"], "points": 1},
        ],
    }
}


def state(folder: Path, **keys: Any) -> State:
    book = rulebook(folder, rule(fails_when=BAD, **keys))
    row = replace(
        call(),
        started_at=datetime(2026, 3, 1, tzinfo=UTC),
        direction=Direction.IN,
        team="一组",
    )
    (verdict,) = judged(book, CALL, row)
    assert verdict.state in (State.FAIL, State.NOT_APPLICABLE)
    if verdict.state is State.NOT_APPLICABLE:
        assert verdict.evidence[0].why.startswith("规则")
    return verdict.state


@pytest.mark.parametrize(
    ("keys", "judges"),
    [
        ({}, True),
        ({"effective": {"from": "2026-03-01", "until": "2026-03-01"}}, True),
        ({"effective": {"from": "2026-03-02"}}, False),
        ({"effective": {"until": "2026-02-28"}}, False),
        ({"applies_to": {"directions": ["in"], "teams": ["一组", "二组"]}}, True),
        ({"applies_to": {"directions": ["out"]}}, False),
        ({"applies_to": {"teams": ["二组"]}}, False),
        ({"applies_to": {"lines": ["callback"]}}, False),
        # The manifest does not tell the tier: that excludes nothing.
        ({"applies_to": {"customer_tiers": ["VIP"]}}, True),
    ],
)
def test_a_rule_judges_only_its_kind_of_calls(
    tmp_path: Path, keys: dict[str, object], judges: bool
) -> None:
    assert (state(tmp_path, **keys) is State.FAIL) is judges


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"effective": {}}, "give `from`, `until` or both"),
        ({"effective": {"from": "2026-02-01", "until": "2026-01-01"}}, "ends before it begins"),
        ({"effective": {"from": "soon"}}, "rules.X-RULE.effective.from"),
        ({"applies_to": {"directions": ["up"]}}, "'in' or 'out'"),
        ({"points": 0}, "greater than 0"),
    ],
)
def test_keys_that_make_no_sense_are_refused(
    tmp_path: Path, keys: dict[str, object], said: str
) -> None:
    with pytest.raises(RulebookError, match=said):
        rulebook(tmp_path, rule(fails_when=BAD, **keys))


def test_points_are_what_a_fail_costs(tmp_path: Path) -> None:
    costs = [
        judged(rulebook(tmp_path, rule(points=8, **test)), CALL)[0].cost
        for test in ({"fails_when": BAD}, {"requires": FLOW}, {"fails_when": {"not": BAD}})
    ]
    # Three of the script's four points were earned; a pass costs nothing.
    assert costs == [8, 2, None]
    assert judged(rulebook(tmp_path, rule(fails_when=BAD)), CALL)[0].cost is None


def test_conditions_may_keep_their_evidence_to_themselves(tmp_path: Path) -> None:
    greeting = {"phrase": {"phrases": ["您好"], "label": "问候"}, "evidence": False}
    (verdict,) = judged(rulebook(tmp_path, rule(fails_when={"all": [greeting, BAD]})), CALL)
    assert [item.matched for item in verdict.evidence] == ["保证收益"]
    alone = rulebook(tmp_path, rule(fails_when={**BAD, "evidence": False}))
    assert judged(alone, CALL)[0].evidence[0].why == "规则“某规则”的条件不满足"


def test_named_conditions_are_shared_and_checked(tmp_path: Path) -> None:
    conditions = {"promise": BAD, "twice": {"any": [{"condition": "promise"}, BAD]}}
    book = rulebook(tmp_path, rule(fails_when={"condition": "twice"}), conditions=conditions)
    assert judged(book, CALL)[0].state is State.FAIL
    for broken, said in (
        ({"a": {"condition": "a"}}, "'a' depends on itself"),
        ({"a": {"condition": "b"}, "b": {"not": {"condition": "a"}}}, "'b' depends on itself"),
        ({"a": {"condition": "c"}}, "there is no condition 'c'; known: a"),
        (
            {
                "a": {
                    "phrase": {
                        "phrases": ["x"],
                        "anchor": {"condition": "a", "after": {"turns": 1}},
                    }
                }
            },
            "'a' depends on itself",
        ),
    ):
        with pytest.raises(RulebookError, match=said):
            rulebook(tmp_path, rule(fails_when=BAD), conditions=broken)


def test_synonyms_stand_for_their_word(tmp_path: Path) -> None:
    test = {"phrase": {"phrases": ["我要<销户>"]}}
    synonyms = {"销户": ["注销账户", "撤户"]}
    book = rulebook(tmp_path, rule(fails_when=test), synonyms=synonyms)
    for said, failed in (("我要销户", True), ("我要撤户", True), ("我要开户", False)):
        verdict = judged(book, heard(f"客户: {said}"))[0]
        assert (verdict.state is State.FAIL) is failed, said
    with pytest.raises(RulebookError, match="no synonyms of <销户>; known: none"):
        rulebook(tmp_path, rule(fails_when=test))
