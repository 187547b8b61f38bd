from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.review.recall import LEAST_TRUE_FAILS, Basis, Part, estimate_recall
from qa.rules.verdict import State
from qa.scoring.estimate import wilson


def recall_of(failed: Part, passed: Part, **others: Part):
    parts = {State.FAIL: [failed], State.PASS: [passed]}
    return estimate_recall(parts | {State(name): [part] for name, part in others.items()})


@st.composite
def parts(draw: st.DrawFn) -> Part:
    decided = draw(st.integers(1, 200))
    fails = draw(st.integers(0, decided))
    return Part(decided + draw(st.integers(0, 10_000)), decided, fails)


def test_of_an_even_sample_recall_is_found_of_found_and_missed() -> None:
    recall = recall_of(Part(1000, 40, 30), Part(9000, 360, 10))
    assert recall.basis is Basis.ESTIMATED
    assert recall.value == pytest.approx(0.75)
    assert (recall.found, recall.missed, recall.checked) == (30, 10, 360)
    # A little narrower than for 30 of 40: how many calls the rule failed is known.
    low, high = wilson(0.75, 40)
    assert recall.low == pytest.approx(low, abs=0.02)
    assert recall.high == pytest.approx(high, abs=0.02)


def test_calls_that_were_checked_less_weigh_more() -> None:
    all_checked = recall_of(Part(100, 100, 90), Part(900, 900, 10))
    few_checked = recall_of(Part(100, 100, 90), Part(900, 90, 1))
    assert all_checked.value == pytest.approx(0.9)
    assert few_checked.value == pytest.approx(0.9)
    assert few_checked.low is not None
    assert all_checked.low is not None
    assert few_checked.low < all_checked.low


def test_nothing_missed_is_never_called_perfect() -> None:
    recall = recall_of(Part(600, 20, 20), Part(150_000, 5000, 0))
    assert recall.basis is Basis.NOTHING_MISSED
    assert recall.value is None
    assert recall.high is None
    assert recall.low == pytest.approx(0.84, abs=0.005)  # Wilson's lower limit for 20 of 20.
    unsure = recall_of(Part(600, 20, 20), Part(150_000, 3, 0))
    assert unsure.low is not None
    assert unsure.low < 0.01


def test_when_no_pass_was_checked_nothing_can_be_said_of_misses() -> None:
    for passed in (Part(9000, 0, 0), Part(0, 0, 0)):
        recall = recall_of(Part(1000, 40, 30), passed)
        assert (recall.basis, recall.value, recall.low) == (Basis.NOT_SAMPLED, None, None)
    assert estimate_recall({}).basis is Basis.NOT_SAMPLED


def test_a_few_true_fails_are_too_few() -> None:
    few = LEAST_TRUE_FAILS - 1
    assert recall_of(Part(50, 10, few), Part(900, 300, 0)).basis is Basis.TOO_FEW
    assert recall_of(Part(50, 10, few), Part(900, 300, 1)).basis is Basis.ESTIMATED
    assert recall_of(Part(50, 10, 0), Part(900, 300, 0)).basis is Basis.TOO_FEW


def test_hits_that_nobody_reviewed_leave_recall_open() -> None:
    assert recall_of(Part(50, 0, 0), Part(900, 300, 9)).basis is Basis.TOO_FEW


def test_a_rule_that_found_none_of_the_true_fails_has_no_recall() -> None:
    recall = recall_of(Part(50, 10, 0), Part(900, 300, 9))
    assert recall.value == 0.0
    assert recall.low == 0.0
    assert recall.high is not None
    assert recall.high > 0.0


def test_misses_among_the_undetermined_count_once_some_were_decided() -> None:
    failed, passed = Part(100, 100, 90), Part(900, 900, 10)
    alone = recall_of(failed, passed)
    assert recall_of(failed, passed, undetermined=Part(500, 0, 0)) == alone
    worse = recall_of(failed, passed, undetermined=Part(500, 10, 5))
    assert worse.value == pytest.approx(90 / (90 + 10 + 250))


def test_lines_are_weighed_and_put_together_where_one_has_no_sample() -> None:
    failed = [Part(100, 10, 10), Part(300, 10, 5)]
    passed = [Part(900, 90, 9), Part(700, 10, 0)]
    weighed = estimate_recall({State.FAIL: failed, State.PASS: passed})
    assert weighed.value == pytest.approx((100 + 150) / (100 + 150 + 90))
    empty = [replace(failed[0], decided=0, true_fails=0), failed[1]]
    together = estimate_recall({State.FAIL: empty, State.PASS: passed})
    assert together.value == pytest.approx(200 / (200 + 90))


@given(parts(), parts())
def test_the_interval_holds_the_estimate_and_lies_within_0_and_1(
    failed: Part, passed: Part
) -> None:
    recall = recall_of(failed, passed)
    if recall.value is not None:
        assert recall.low is not None
        assert recall.high is not None
        assert 0 <= recall.low <= recall.value <= recall.high <= 1


@given(parts(), parts())
def test_one_more_miss_lowers_recall(failed: Part, passed: Part) -> None:
    assume(passed.true_fails < passed.decided)
    before = recall_of(failed, passed)
    after = recall_of(failed, replace(passed, true_fails=passed.true_fails + 1))
    if before.value is not None and after.value is not None:
        assert after.value <= before.value


@given(parts(), parts(), st.integers(2, 50))
def test_only_proportions_of_the_population_matter(failed: Part, passed: Part, times: int) -> None:
    before = recall_of(failed, passed)
    after = recall_of(*(replace(p, population=p.population * times) for p in (failed, passed)))
    assert after.basis is before.basis
    for name in ("value", "low", "high"):
        assert getattr(after, name) == pytest.approx(getattr(before, name))


@pytest.mark.parametrize(
    ("calls", "share", "recall", "precision", "checked"),
    [(20_000, 0.05, 0.8, 0.9, 1.0), (20_000, 0.05, 0.8, 0.9, 0.3), (5_000, 0.1, 0.5, 0.5, 1.0)],
)
def test_the_interval_holds_the_truth_as_often_as_it_says(
    calls: int, share: float, recall: float, precision: float, checked: float
) -> None:
    """1,000 months of `calls`, of which 3.34 % are sampled and `checked` of the passes heard."""
    random = np.random.default_rng(7)
    held = told = 0
    for _ in range(1000):
        fails = random.binomial(calls, share)
        found = random.binomial(fails, recall)
        alarms = random.binomial(calls - fails, share * recall * (1 / precision - 1) / (1 - share))
        heard = [random.binomial(n, 0.0334) for n in (found, alarms)]
        missed, right = (
            random.binomial(n, 0.0334 * checked) for n in (fails - found, calls - fails - alarms)
        )
        failed = Part(found + alarms, sum(heard), heard[0])
        passed = Part(calls - found - alarms, missed + right, missed)
        estimate = recall_of(failed, passed)
        if estimate.low is not None:
            told += 1
            high = 1.0 if estimate.high is None else estimate.high
            held += estimate.low <= found / fails <= high
    assert told > 900
    assert 0.92 <= held / told <= 0.98
