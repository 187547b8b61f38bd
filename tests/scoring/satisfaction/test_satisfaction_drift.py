"""Drift: what has moved since the training window, and what has not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.scoring.satisfaction import dense
from qa.scoring.satisfaction.drift import SCORE, Histogram, Reference

numbers = st.lists(
    st.one_of(st.floats(-1e6, 1e6), st.just(float("nan"))), min_size=1, max_size=300
).map(np.array)


@given(numbers)
def test_the_same_values_have_not_moved(values):
    assert Histogram.of(values).psi(values) == pytest.approx(0)


@given(numbers, numbers)
def test_the_index_is_finite_and_never_negative(then, now):
    found = Histogram.of(then).psi(now)
    assert np.isfinite(found)
    assert found >= -1e-12


@given(numbers)
def test_every_value_is_counted_once(values):
    found = Histogram.of(values)
    assert sum(found.counts) == len(values)
    assert found.counts[-1] == np.isnan(values).sum()


def test_the_index_is_that_of_the_textbook():
    then = Histogram(edges=(0.5,), counts=(50, 50, 0), mean=0.5)
    now = np.array([0.0] * 80 + [1.0] * 20)
    shares = [(0.8, 0.5), (0.2, 0.5), (0.5 / 100.5, 0.5 / 100.5)]
    plain = sum((a - b) * np.log(a / b) for a, b in shares)
    assert then.psi(now) == pytest.approx(plain, rel=0.01)


def test_no_change_stays_below_what_is_reported_and_a_change_does_not():
    rng = np.random.default_rng(1)
    then = Histogram.of(rng.normal(size=3000))
    assert then.psi(rng.normal(size=200)) < 0.2
    assert then.psi(rng.normal(0.7, size=200)) > 0.2


def test_a_feature_that_is_not_known_any_more_shows():
    then = Histogram.of(np.arange(1000.0))
    assert then.psi(np.full(300, np.nan)) > 1


def test_the_score_comes_first_and_what_moved_most_second():
    rng = np.random.default_rng(2)
    table = rng.normal(size=(500, len(dense.FEATURES)))
    scores = rng.random(500)
    reference = Reference.of(scores, table)
    moved = table.copy()
    moved[:, 3] += 5
    found = reference.shifts(scores, moved)
    assert [each.name for each in found[:2]] == [SCORE, dense.FEATURES[3].name]
    assert found[0].psi == pytest.approx(0)
    assert found[1].now == pytest.approx(found[1].then + 5)
    assert found[1].zh == dense.FEATURES[3].zh
