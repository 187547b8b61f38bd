"""No agent and no customer on both sides of a fold, and no future in training."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_talks import talk, talks

from qa.errors import ModelError
from qa.scoring.satisfaction.folds import folds


def _rng() -> np.random.Generator:
    return np.random.default_rng(0)


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 200), st.integers(0, 1000), st.booleans())
def test_sides_share_nobody_and_training_comes_first(number, seed, dated):
    made = talks(number, seed, dated)[0]
    for fold in folds(made, _rng()):
        train, test = ([made[row] for row in rows] for rows in (fold.train, fold.test))
        assert train
        assert test
        assert not {each.agent_id for each in train} & {each.agent_id for each in test}
        assert not {each.customer_id for each in train} & {each.customer_id for each in test}
        if dated:
            assert max(each.started_at for each in train) < min(each.started_at for each in test)


def test_without_times_every_talk_is_tested_once():
    made = talks(100, dated=False)[0]
    tested = np.concatenate([fold.test for fold in folds(made, _rng())])
    assert sorted(tested) == list(range(100))


def test_with_times_all_but_the_first_third_is_tested_once():
    made = talks(150)[0]
    tested = np.concatenate([fold.test for fold in folds(made, _rng())])
    assert sorted(tested) == list(range(50, 150))


def test_the_same_seed_cuts_the_same_folds():
    made = talks(90)[0]
    for left, right in zip(folds(made, _rng()), folds(made, _rng()), strict=True):
        np.testing.assert_array_equal(left.train, right.train)
        np.testing.assert_array_equal(left.test, right.test)


def test_one_agent_alone_cannot_be_cut():
    made = [talk("喂", agent_id="A-1", customer_id=f"K-{at}") for at in range(20)]
    with pytest.raises(ModelError, match="more agents"):
        folds(made, _rng())


def test_one_customer_alone_cannot_be_cut():
    made = [talk("喂", agent_id=f"A-{at}", customer_id="K-1") for at in range(20)]
    with pytest.raises(ModelError, match="other agents and customers"):
        folds(made, _rng())


def test_talks_without_an_agent_are_strangers_to_each_other():
    made = [talk("喂", talk_id=f"T-{at}") for at in range(10)]
    assert all(len(fold.train) == 8 for fold in folds(made, _rng()))
