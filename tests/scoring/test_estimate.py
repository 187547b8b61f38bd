from itertools import combinations, product
from math import sqrt
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.scoring.candidates import Candidate
from qa.scoring.estimate import Stratum, estimate_mean, estimate_share, strata_by_line


def test_the_simple_mean_with_students_t():
    got = estimate_mean([Stratum(10**12, (80.0, 90.0, 70.0, 100.0, 60.0))])
    # t(4; 0.975) = 2.776445, s² = 250.
    assert got.value == 80
    assert got.high - got.value == pytest.approx(2.776445 * sqrt(250 / 5), rel=1e-6)
    assert got.value - got.low == pytest.approx(got.high - got.value)
    assert (got.sample, got.population, got.confidence) == (5, 10**12, 0.95)


def test_a_sample_from_few_calls_is_surer_and_all_calls_are_certain():
    values = (80.0, 90.0, 70.0, 100.0, 60.0)
    wide, narrow, none = (estimate_mean([Stratum(size, values)]) for size in (1000, 10, 5))
    assert wide.high - wide.low > narrow.high - narrow.low > 0
    assert none.low == none.value == none.high == 80


def test_strata_are_weighted_by_their_size():
    got = estimate_mean([Stratum(900, (90.0, 92.0, 88.0)), Stratum(100, (10.0, 12.0, 8.0))])
    assert got.value == pytest.approx(0.9 * 90 + 0.1 * 10)
    pooled = estimate_mean([Stratum(1000, (90.0, 92.0, 88.0, 10.0, 12.0, 8.0))])
    assert got.high - got.low < pooled.high - pooled.low


def test_over_all_possible_samples_the_estimate_is_the_truth():
    first, second = (1.0, 5.0, 9.0, 30.0), (100.0, 60.0, 80.0)
    estimates = [
        estimate_mean([Stratum(4, left), Stratum(3, right)]).value
        for left, right in product(combinations(first, 2), combinations(second, 2))
    ]
    assert fmean(estimates) == pytest.approx(fmean(first + second))


def test_the_interval_covers_the_truth_as_often_as_it_says():
    chance = Random(7)
    lines = [[chance.gauss(85, 8) for _ in range(400)], [chance.gauss(60, 15) for _ in range(150)]]
    truth = fmean(value for line in lines for value in line)
    hits = 0
    for _ in range(1000):
        strata = [Stratum(len(line), tuple(chance.sample(line, len(line) // 20))) for line in lines]
        got = estimate_mean(strata)
        hits += got.low <= truth <= got.high
    # 950 expected, standard deviation 7; Satterthwaite's approximation may cost a little.
    assert 920 <= hits <= 980


def test_strata_with_a_single_value_are_collapsed():
    got = estimate_mean([Stratum(50, (80.0,)), Stratum(50, (90.0,)), Stratum(30, ())])
    assert got == estimate_mean([Stratum(130, (80.0, 90.0))])
    got = estimate_mean([Stratum(50, (80.0,)), Stratum(50, (90.0, 70.0))])
    assert got == estimate_mean([Stratum(100, (90.0, 70.0, 80.0))])


def test_one_value_gives_no_interval_and_none_no_estimate():
    one = estimate_mean([Stratum(50, (80.0,))])
    assert (one.value, one.low, one.high) == (80.0, None, None)
    assert estimate_mean([Stratum(50, ())]) is None
    assert estimate_mean([]) is None


def test_impossible_questions_are_refused():
    with pytest.raises(ValueError, match="2 values from 1 calls"):
        estimate_mean([Stratum(1, (1.0, 2.0))])
    with pytest.raises(ValueError, match="confidence"):
        estimate_mean([Stratum(3, (1.0, 2.0))], confidence=95)
    with pytest.raises(ValueError, match="3 of 2"):
        estimate_share(3, 2, 10)


def test_wilsons_interval_as_published():
    # 8 of 10, 95 %: 0.4902–0.9433 (the usual textbook figures).
    got = estimate_share(8, 10, 10**12)
    assert (round(got.low, 4), round(got.high, 4)) == (0.4902, 0.9433)
    none = estimate_share(0, 10, 10**12)
    assert none.low == pytest.approx(0, abs=1e-12)
    assert none.high == pytest.approx(0.2775, abs=1e-4)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 200))
def test_a_share_lies_in_its_interval_and_a_census_is_certain(hits, misses, others):
    sample = hits + misses
    got = estimate_share(hits, sample, sample + others)
    if sample == 0:
        assert got is None
        return
    assert -1e-12 <= got.low <= got.value + 1e-12
    assert got.value - 1e-12 <= got.high <= 1 + 1e-12
    if others == 0:
        assert got.low == got.high == got.value


def test_scores_are_grouped_by_line_and_only_sampled_ones_enter():
    calls = [Candidate(str(n), "inbound" if n < 6 else "offsite", "a") for n in range(10)]
    scores = {"0": 80.0, "1": 100.0, "2": None, "6": 70.0, "7": 60.0}
    got = strata_by_line(calls, frozenset("0267"), scores)
    assert got == (Stratum(6, (80.0,)), Stratum(4, (70.0, 60.0)))
