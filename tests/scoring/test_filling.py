import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.criteria import Criterion, Dimension, Scorecard, ScoreSection
from qa.scoring.filling import fill, score_of
from qa.scoring.values import ItemState, ScoreItem

PASS, FAIL, UNSURE, NA = State.PASS, State.FAIL, State.UNDETERMINED, State.NOT_APPLICABLE


def card(*criteria, weight=1.0):
    section = ScoreSection(
        name="话术", dimension=Dimension.TANGIBLES, weight=weight, criteria=criteria
    )
    return Scorecard(line="inbound", name="评分表", sections=(section,))


def criterion(code, points=10.0, **more):
    judge = {"needs_human": True} if more.get("needs_human") else {"rules": (f"RULE-{code}",)}
    return Criterion(code=code, name=code, points=points, **{**judge, **more})


def verdicts(**states):
    return [
        Verdict(f"RULE-{code}", code, state, evidence=(Evidence("依据"),))
        for code, state in states.items()
    ]


def test_passing_earns_all_and_failing_none():
    score = fill(card(criterion("A"), criterion("B", 30)), verdicts(A=PASS, B=FAIL))
    assert score.total == 25
    assert [(i.code, i.points, i.maximum, i.state) for i in score.items] == [
        ("A", 10, 10, ItemState.SCORED),
        ("B", 0, 30, ItemState.SCORED),
    ]
    assert (score.maximum, score.fatal) == (100, False)


def test_amazon_connects_worked_example_not_applicable_turns_60_into_75():
    five = card(*(criterion(code, 20) for code in "ABCDE"))
    results = {"A": PASS, "B": PASS, "C": PASS, "D": FAIL}
    assert fill(five, verdicts(**results, E=FAIL)).total == 60
    score = fill(five, verdicts(**results, E=NA))
    assert score.total == 75
    assert score.items[-1] == ScoreItem("E", None, 20, ItemState.NOT_APPLICABLE)


def test_a_fail_with_a_price_takes_only_that_and_never_more_than_there_is():
    one, other = (
        Verdict(f"RULE-{code}", code, FAIL, evidence=(Evidence("依据"),), cost=cost)
        for code, cost in (("A", 3.0), ("B", 40.0))
    )
    score = fill(card(criterion("A"), criterion("B")), [one, other])
    assert [item.points for item in score.items] == [7, 0]
    together = criterion("C", rules=("RULE-A", "RULE-X"))
    assert fill(card(together), [one, *verdicts(X=PASS)]).items[0].points == 7
    assert fill(card(together), [one, *verdicts(X=FAIL)]).items[0].points == 0


def test_weights_multiply_points_on_both_sides():
    heavy = card(criterion("A", 10, weight=3), criterion("B", 10))
    assert fill(heavy, verdicts(A=PASS, B=FAIL)).total == 75


def test_the_weight_of_a_section_multiplies_that_of_its_criteria():
    sections = (
        *card(criterion("A", 10), weight=4).sections,
        *card(criterion("B", 10, weight=2), weight=2).sections,
        *card(criterion("C", 10, weight=2)).sections,
    )
    whole = Scorecard(line="inbound", name="评分表", sections=sections)
    assert fill(whole, verdicts(A=PASS, B=FAIL, C=PASS)).total == 60
    assert whole.weight_of("B") == 4


def test_what_needs_a_person_waits_outside_the_total():
    score = fill(card(criterion("A"), criterion("B", needs_human=True)), verdicts(A=PASS))
    assert score.total == 100
    assert score.items[1] == ScoreItem("B", None, 10, ItemState.NEEDS_HUMAN)


def test_undetermined_and_missing_verdicts_wait_for_a_person():
    score = fill(card(criterion("A"), criterion("B"), criterion("C")), verdicts(A=UNSURE, B=PASS))
    assert [item.state for item in score.items] == [
        ItemState.NEEDS_HUMAN,
        ItemState.SCORED,
        ItemState.NEEDS_HUMAN,
    ]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((PASS, PASS), (ItemState.SCORED, 10)),
        ((PASS, FAIL), (ItemState.SCORED, 0)),
        ((UNSURE, FAIL), (ItemState.SCORED, 0)),
        ((NA, FAIL), (ItemState.SCORED, 0)),
        ((PASS, UNSURE), (ItemState.NEEDS_HUMAN, None)),
        ((NA, UNSURE), (ItemState.NEEDS_HUMAN, None)),
        ((PASS, NA), (ItemState.SCORED, 10)),
        ((NA, NA), (ItemState.NOT_APPLICABLE, None)),
    ],
)
def test_several_rules_have_to_pass_together(states, expected):
    both = card(criterion("A", rules=("RULE-X", "RULE-Y")))
    item = fill(both, verdicts(X=states[0], Y=states[1])).items[0]
    assert (item.state, item.points) == expected


def test_a_failed_fatal_criterion_zeroes_the_evaluation():
    graded = card(criterion("A", 90), criterion("B", 10, fatal=True))
    score = fill(graded, verdicts(A=PASS, B=FAIL))
    assert (score.total, score.fatal) == (0, True)
    for state in (PASS, NA, UNSURE):
        assert fill(graded, verdicts(A=PASS, B=state)).fatal is False


def test_a_failed_fatal_rule_zeroes_it_also_when_no_criterion_mentions_it():
    fatal = Verdict("TALK-PROMISE", "承诺收益", FAIL, fatal=True, evidence=(Evidence("依据"),))
    score = fill(card(criterion("A")), [*verdicts(A=PASS), fatal])
    assert (score.total, score.fatal) == (0, True)
    passed = Verdict("TALK-PROMISE", "承诺收益", PASS, fatal=True)
    assert fill(card(criterion("A")), [*verdicts(A=PASS), passed]).total == 100


def test_nothing_scored_has_no_total():
    score = fill(card(criterion("A"), criterion("B")), verdicts(A=NA, B=UNSURE))
    assert (score.total, score.fatal) == (None, False)


def test_totals_have_two_decimals():
    score = fill(card(*(criterion(code) for code in "ABC")), verdicts(A=PASS, B=PASS, C=FAIL))
    assert score.total == 66.67


def test_a_person_may_give_part_of_the_points_and_fail_a_fatal_item():
    graded = card(
        criterion("A", 10, needs_human=True), criterion("B", 10, needs_human=True, fatal=True)
    )

    def item(code, points):
        return ScoreItem(code, points, 10, ItemState.SCORED)

    assert score_of(graded, [item("A", 5), item("B", 10)]).total == 75
    assert score_of(graded, [item("A", 5), item("B", 0)]).total == 0


states = st.lists(st.sampled_from(list(State)), min_size=1, max_size=6)
weights = st.lists(st.floats(0.5, 20), min_size=6, max_size=6)


@given(states, weights, weights, st.floats(0.5, 10))
def test_scaling_all_weights_changes_nothing_and_passing_more_never_costs(some, points, by, scale):
    codes = "ABCDEF"[: len(some)]
    plain = card(*(criterion(c, p, weight=w) for c, p, w in zip(codes, points, by, strict=False)))
    scaled = plain.model_copy(
        update={"sections": (plain.sections[0].model_copy(update={"weight": scale}),)}
    )
    given_verdicts = verdicts(**dict(zip(codes, some, strict=True)))
    total = fill(plain, given_verdicts).total
    assert fill(scaled, given_verdicts).total == pytest.approx(total, abs=0.011)
    assert (total is None) == (not {PASS, FAIL} & set(some))
    if total is not None:
        better = [PASS if state is FAIL else state for state in some]
        assert 0 <= total <= fill(plain, verdicts(**dict(zip(codes, better, strict=True)))).total
