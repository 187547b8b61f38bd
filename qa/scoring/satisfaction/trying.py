"""What learners say of talks that they have not seen."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from qa.scoring.satisfaction.folds import Fold
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.learners import BoostedDense, LinearText

Array = NDArray[np.float64]
Learner = type[LinearText] | type[BoostedDense]
BALANCES = (0.0, 0.5)
"""Class weights to try: none, and half of the way to where both classes count the same. All of
the way was worse on every measure (docs/benchmarks.md, satisfaction)."""


def best_balance(learner: Learner, labelled: Labelled, cut: Sequence[Fold]) -> float:
    """With which class weights a learner ranks best, by average precision; none if it is alike.

    The fold with most to learn from decides alone: the weights matter too little to try each on
    all of them, which would double the time of a training.
    """
    usable = [fold for fold in cut if _both(labelled, fold.train) and _both(labelled, fold.test)]
    if not usable:
        return BALANCES[0]
    fold = max(usable, key=lambda each: len(each.train))
    truth = labelled.truth[fold.test]
    return max(
        BALANCES,
        key=lambda each: float(
            average_precision_score(truth, _scored(learner, labelled, fold, each))
        ),
    )


def out_of_fold(learner: Learner, labelled: Labelled, cut: Sequence[Fold], balance: float) -> Array:
    """The score of each talk by a learner that did not see it; NaN where no fold tests it."""
    scores = np.full(len(labelled.degree), np.nan)
    for fold in cut:
        if _both(labelled, fold.train):
            scores[fold.test] = _scored(learner, labelled, fold, balance)
    return scores


def _scored(learner: Learner, labelled: Labelled, fold: Fold, balance: float) -> Array:
    known = labelled.rows(fold.train)
    learned = learner.fit(known.features, known.degree, balance)
    return learned.score(labelled.features.rows(fold.test))


def _both(labelled: Labelled, rows: NDArray[np.int64]) -> bool:
    """Whether talks of both kinds are among the rows."""
    truth = labelled.truth[rows]
    return bool(len(truth)) and bool(truth.min() < truth.max())
