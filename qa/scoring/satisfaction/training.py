"""Learning a model from labelled talks, and choosing among the candidates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.scoring.satisfaction.calibration import Calibration
from qa.scoring.satisfaction.evaluate import Evaluation, evaluate
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.folds import Fold, folds
from qa.scoring.satisfaction.learners import BoostedDense, LinearText
from qa.scoring.satisfaction.model import Candidate, Model
from qa.scoring.satisfaction.talk import Talk

Array = NDArray[np.float64]
MIN_OF_CLASS = 30
"""Labels of each kind below which nothing is learned: a fold would test on a handful."""
DISSATISFIED = 0.5
"""The degree from which a talk counts as dissatisfied where a yes or no is asked."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Talks with a known degree of dissatisfaction; unlabelled ones do not belong here."""

    talks: Sequence[Talk]
    features: Features
    degree: Array
    """0–1, a value a talk."""

    @classmethod
    def of(cls, talks: Sequence[Talk], degree: Sequence[float]) -> "Labelled":
        """Talks with their features.

        Raises:
            ValueError: a degree is missing, unknown or not within 0–1.
        """
        known = np.asarray(degree, dtype=np.float64)
        if len(talks) != len(known) or not ((known >= 0) & (known <= 1)).all():
            raise ValueError("every labelled talk needs a degree from 0 to 1")
        return cls(talks, Features.of(talks), known)

    @property
    def truth(self) -> NDArray[np.bool_]:
        """Which talks count as dissatisfied."""
        return self.degree >= DISSATISFIED

    def rows(self, at: NDArray[np.int64]) -> "Labelled":
        """Some of the talks."""
        return Labelled([self.talks[row] for row in at], self.features.rows(at), self.degree[at])


@dataclass(frozen=True, slots=True)
class Training:
    """What came of a training."""

    model: Model
    evaluations: Mapping[Candidate, Evaluation]
    """Of every candidate, on talks that it had not seen."""


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
    scores = {
        learner: _out_of_fold(learner, labelled, cut)
        for learner in dict.fromkeys(
            each for candidate in candidates for each in candidate.learners
        )
    }
    tested = np.flatnonzero(np.isfinite(next(iter(scores.values()))))
    truth = labelled.truth[tested]
    _check_tested(truth)
    fitted, evaluations = {}, {}
    for candidate in candidates:
        seen = np.column_stack([scores[learner][tested] for learner in candidate.learners])
        fitted[candidate] = Calibration.fit(seen, truth)
        evaluations[candidate] = evaluate(truth, fitted[candidate].probability(seen))
    best = max(candidates, key=lambda each: evaluations[each].average_precision)
    learned = tuple(each.fit(labelled.features, labelled.degree) for each in best.learners)
    return Training(Model(best, learned, fitted[best]), evaluations)


def _out_of_fold(
    learner: type[LinearText] | type[BoostedDense], labelled: Labelled, cut: Sequence[Fold]
) -> Array:
    """The score of each talk by a learner that did not see it; NaN where no fold tests it."""
    scores = np.full(len(labelled.degree), np.nan)
    for fold in cut:
        known = labelled.rows(fold.train)
        if known.truth.min() < known.truth.max():
            learned = learner.fit(known.features, known.degree)
            scores[fold.test] = learned.score(labelled.features.rows(fold.test))
    return scores


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
