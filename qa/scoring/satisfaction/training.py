"""Learning a model from labelled talks, and choosing among the candidates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.scoring.satisfaction.calibration import Calibration
from qa.scoring.satisfaction.evaluate import Evaluation, evaluate
from qa.scoring.satisfaction.folds import folds
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.model import Candidate, Model
from qa.scoring.satisfaction.trying import best_balance, out_of_fold

MIN_OF_CLASS = 30
"""Labels of each kind below which nothing is learned: a fold would test on a handful."""


@dataclass(frozen=True, slots=True)
class Training:
    """What came of a training."""

    model: Model
    evaluations: Mapping[Candidate, Evaluation]
    """Of every candidate, on talks that it had not seen."""
    balances: Mapping[str, float]
    """By learner of the model: how far the rarer class was weighted up, 0–1."""


def train(
    labelled: Labelled, seed: int, candidates: Sequence[Candidate] = tuple(Candidate)
) -> Training:
    """Try the candidates in cross-validation and learn the best of them on all talks.

    The best is the one with the highest average precision: what counts is that the calls at
    the top of the list are worth an inspector's time.

    Args:
        labelled: talks to learn from.
        seed: deals agents into folds; same talks and seed, same model.
        candidates: what to choose among.

    Raises:
        ModelError: there are too few labels of a kind, or of agents and customers.
    """
    _check(labelled)
    cut = folds(labelled.talks, np.random.default_rng(seed))
    learners = dict.fromkeys(each for candidate in candidates for each in candidate.learners)
    balance = {learner: best_balance(learner, labelled, cut) for learner in learners}
    scores = {each: out_of_fold(each, labelled, cut, balance[each]) for each in learners}
    tested = np.flatnonzero(np.isfinite(next(iter(scores.values()))))
    truth = labelled.truth[tested]
    _check_tested(truth)
    fitted, evaluations = {}, {}
    for candidate in candidates:
        seen = np.column_stack([scores[learner][tested] for learner in candidate.learners])
        fitted[candidate] = Calibration.fit(seen, truth)
        evaluations[candidate] = evaluate(truth, fitted[candidate].probability(seen))
    best = max(candidates, key=lambda each: evaluations[each].average_precision)
    learned = tuple(
        each.fit(labelled.features, labelled.degree, balance[each]) for each in best.learners
    )
    balances = {each.name: balance[each] for each in best.learners}
    return Training(Model(best, learned, fitted[best]), evaluations, balances)


def _check(labelled: Labelled) -> None:
    dissatisfied = int(labelled.truth.sum())
    counts = {"dissatisfied": dissatisfied, "not dissatisfied": len(labelled.talks) - dissatisfied}
    if few := [f"{count} {kind}" for kind, count in counts.items() if count < MIN_OF_CLASS]:
        raise ModelError(
            f"too few labelled calls: {' and '.join(few)}, at least {MIN_OF_CLASS} of each are "
            "needed → take a longer period, or let inspectors decide more calls"
        )


def _check_tested(truth: NDArray[np.bool_]) -> None:
    if not len(truth) or truth.min() == truth.max():
        raise ModelError(
            "the calls that can be tested without an agent, a customer or the future in training "
            "are all of one kind → take a longer period, or more agents"
        )
