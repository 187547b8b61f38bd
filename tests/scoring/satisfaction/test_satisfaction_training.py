"""Learning from labels: what is learned, what is chosen, what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_talks import labelled, talk
from sklearn.metrics import roc_auc_score

from qa.call import Satisfaction
from qa.errors import ModelError
from qa.rules.verdict import State
from qa.scoring.satisfaction import trying
from qa.scoring.satisfaction.calibration import Calibration, sigmoid
from qa.scoring.satisfaction.evaluate import (
    by_group,
    calibration_error,
    evaluate,
    interval,
    reliability,
)
from qa.scoring.satisfaction.folds import folds
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.learners import BoostedDense, LinearText
from qa.scoring.satisfaction.model import Candidate
from qa.scoring.satisfaction.target import complaint, satisfaction
from qa.scoring.satisfaction.training import train
from qa.scoring.satisfaction.trying import BALANCES, best_balance


@pytest.fixture(scope="module")
def made():
    return labelled(300)


@pytest.fixture(scope="module")
def training(made):
    return train(made, seed=0)


def test_what_was_planted_is_found_on_strangers(training):
    new = labelled(200, seed=1)
    found = evaluate(new.truth, training.model.probabilities(new.features))
    assert found.auc > 0.85


def test_the_candidate_with_the_best_average_precision_is_taken(training):
    assert set(training.evaluations) == set(Candidate)
    best = max(training.evaluations.values(), key=lambda each: each.average_precision)
    assert training.evaluations[training.model.candidate] == best


def test_the_same_seed_gives_the_same_model(made, training):
    again = train(made, seed=0).model.probabilities(made.features)
    np.testing.assert_array_equal(training.model.probabilities(made.features), again)


def test_the_weights_of_the_classes_are_those_that_rank_strangers_best(made, training):
    cut = folds(made.talks, np.random.default_rng(0))
    for learner in (LinearText, BoostedDense):
        chosen = best_balance(learner, made, cut)
        assert chosen in BALANCES
        if learner.name in training.balances:
            assert training.balances[learner.name] == chosen
    with_them, without = (
        LinearText.fit(made.features, made.degree, balance).score(made.features)
        for balance in (1.0, 0.0)
    )
    rare = made.truth.mean() < 0.5
    assert (with_them.mean() > without.mean()) == rare, "the rarer class counts more"


def test_probabilities_keep_the_base_rate_whatever_the_weights(made, monkeypatch):
    few = np.concatenate([np.flatnonzero(made.truth)[:40], np.flatnonzero(~made.truth)])
    rare = made.rows(np.sort(few))
    monkeypatch.setattr(trying, "BALANCES", (1.0,))
    found = train(rare, seed=0)
    assert set(found.balances.values()) == {1.0}
    predicted = found.model.probabilities(rare.features).mean()
    assert predicted == pytest.approx(rare.truth.mean(), abs=0.06)


def test_noise_is_not_learned(made):
    shuffled = np.random.default_rng(2).permutation(made.degree)
    found = train(replace(made, degree=shuffled), seed=0)
    assert max(each.auc for each in found.evaluations.values()) < 0.65


def test_too_few_labels_of_a_kind_are_refused(made):
    few = np.zeros(len(made.degree))
    few[:5] = 1
    with pytest.raises(ModelError, match=r"5 dissatisfied, at least 30 .* longer period"):
        train(replace(made, degree=few), seed=0)


def test_all_dense_features_constant_is_refused(made):
    same = replace(made.features, dense=np.full_like(made.features.dense, 1.0))
    with pytest.raises(ModelError, match="constant or unknown"):
        BoostedDense.fit(same, made.degree)


def test_talks_without_words_are_refused(made):
    silent = Labelled.of([talk("", "") for _ in range(100)], [0.0, 1.0] * 50)
    with pytest.raises(ModelError, match="no words in common"):
        train(silent, seed=0)


def test_constant_and_unknown_columns_are_left_out(made):
    dense = made.features.dense.copy()
    dense[:, 0], dense[:, 1] = 7.0, np.nan
    learned = BoostedDense.fit(replace(made.features, dense=dense), made.degree)
    assert not {0, 1} & set(learned.used.tolist())


def test_unknown_values_are_scored_where_training_knew_them(made, training):
    dense = np.full_like(made.features.dense, np.nan)
    found = training.model.probabilities(replace(made.features, dense=dense))
    assert np.isfinite(found).all()


@pytest.mark.parametrize("degree", [[0.0, float("nan")], [0.0, 1.2], [0.0]])
def test_a_degree_is_a_share_a_talk(made, degree):
    with pytest.raises(ValueError, match="degree from 0 to 1"):
        Labelled.of(made.talks[:2], degree)


def test_calibration_mends_overconfident_scores():
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 1.5, 4000)
    truth = rng.random(4000) < sigmoid(odds)
    score = 4 * odds + 1
    fitted = Calibration.fit(score[:2000, None], truth[:2000])
    before = calibration_error(truth[2000:], sigmoid(score[2000:]))
    after = calibration_error(truth[2000:], fitted.probability(score[2000:, None]))
    assert before > 0.1
    assert after < 0.04


def test_calibration_keeps_the_order():
    scores = np.linspace(-3, 3, 50)[:, None]
    fitted = Calibration.fit(scores, scores[:, 0] > 0.5)
    assert (np.diff(fitted.probability(scores)) > 0).all()


def test_figures_of_a_small_case_by_hand():
    truth = np.array([True, False, True, False])
    found = evaluate(truth, np.array([0.9, 0.8, 0.6, 0.1]), budget=0.5)
    assert found.auc == pytest.approx(0.75)
    assert found.average_precision == pytest.approx((1 + 2 / 3) / 2)
    assert found.brier == pytest.approx((0.01 + 0.64 + 0.16 + 0.01) / 4)
    assert (found.precision_at_budget, found.recall_at_budget) == (0.5, 0.5)
    assert found.calibration_error == pytest.approx((0.1 + 0.8 + 0.4 + 0.1) / 4)


def test_a_reliability_table_counts_every_call_once():
    truth = np.array([True, False, True, False])
    low, high = reliability(truth, np.array([0.12, 0.18, 1.0, 0.95]))
    assert (low.low, low.high, low.calls, low.observed) == (0.1, 0.2, 2, 0.5)
    assert low.predicted == pytest.approx(0.15)
    assert (high.calls, high.observed) == (2, 0.5)


def test_a_group_of_one_kind_has_no_figures():
    truth = np.array([True, False, True, True])
    found = by_group(truth, np.array([0.9, 0.8, 0.6, 0.1]), ["a", "a", "b", "b"])
    assert found["a"] is not None
    assert found["a"].auc == 1
    assert found["b"] is None


def test_an_interval_holds_the_figure_and_narrows_with_more_calls():
    rng = np.random.default_rng(0)

    def width(number):
        truth = rng.random(number) < 0.3
        score = truth + rng.normal(0, 1, number)
        low, high = interval(roc_auc_score, truth, score, rng)
        assert low < roc_auc_score(truth, score) < high
        return high - low

    assert width(4000) < width(200) / 2


@pytest.mark.parametrize(
    ("rating", "decisions", "degree"),
    [
        (Satisfaction.NONE, (), None),
        (Satisfaction.NEUTRAL, (), None),
        (Satisfaction.SATISFIED, (), 0.0),
        (Satisfaction.DISSATISFIED, (), 1.0),
        (Satisfaction.NONE, (State.FAIL,), 1.0),
        (Satisfaction.SATISFIED, (State.FAIL,), 0.5),
        (Satisfaction.NONE, (State.UNDETERMINED,), None),
    ],
)
def test_only_opinions_are_labels(rating, decisions, degree):
    assert satisfaction().degree(rating, decisions) == degree


def test_neutral_counts_as_configured_and_complaints_are_for_inspectors():
    assert satisfaction(neutral=0.5).degree(Satisfaction.NEUTRAL) == 0.5
    assert complaint().degree(Satisfaction.DISSATISFIED) is None
    assert complaint().degree(Satisfaction.NONE, (State.PASS,)) == 0.0
