"""What learns from features: words by logistic regression, dense features by boosted trees.

Both learn from degrees of dissatisfaction, 0–1: a rating says 1 or 0, several opinions on one
talk their mean. A talk of degree d counts as dissatisfied with weight d and as not with 1 − d,
and the rarer class may be weighted up. Probabilities keep the base rate all the same:
calibration learns it afterwards, from scores of talks that were not seen.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Protocol, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import ThreadpoolController

from qa.errors import ModelError
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.text import Weighting

Array = NDArray[np.float64]
Rows = NDArray[np.int64]


class Learned(Protocol):
    """Something that was fitted."""

    def score(self, features: Features) -> Array:
        """Log odds, not calibrated, a value a row."""


@dataclass(frozen=True, slots=True)
class LinearText:
    """Logistic regression on TF-IDF."""

    name: ClassVar[str] = "text"
    weighting: Weighting
    coefficients: NDArray[np.float32]
    """A value a kept column."""
    intercept: float

    @classmethod
    def fit(
        cls, features: Features, degree: Array, balance: float = 0.0, strength: float = 10.0
    ) -> Self:
        """Learn which runs count and what they say.

        Args:
            features: of the training talks.
            degree: of dissatisfaction.
            balance: how far the rarer class is weighted up: 0 not, 1 until both count the same.
            strength: inverse of the L2 penalty.

        Raises:
            ModelError: nothing is said in more than one or two talks.
        """
        weighting = Weighting.learn(features.counted)
        if not len(weighting.kept):
            raise ModelError(
                "the training talks have no words in common → check that the calls were transcribed"
            )
        matrix = weighting.apply(features.counted)
        linear = LogisticRegression(C=strength, max_iter=300)
        mixed, classes, weights = _weighted(degree, balance)
        # What most companies have are yes and no: then nothing this large is copied.
        shown = sp.vstack([matrix, matrix[mixed]], format="csr") if len(mixed) else matrix
        with one_thread():
            linear.fit(shown, classes, weights)
        return cls(weighting, linear.coef_[0].astype(np.float32), float(linear.intercept_[0]))

    def score(self, features: Features) -> Array:
        """Log odds, a value a row."""
        matrix = self.weighting.apply(features.counted)
        found: Array = (matrix @ self.coefficients).astype(np.float64) + self.intercept
        return found


@dataclass(frozen=True, slots=True)
class BoostedDense:
    """Gradient boosting on dense features, with unknown values as they are."""

    name: ClassVar[str] = "dense"
    used: NDArray[np.int64]
    """Columns that vary in the training talks: a constant one says nothing."""
    typical: Array
    """Median of each used column in the training talks: what an ordinary call looks like."""
    trees: HistGradientBoostingClassifier

    @classmethod
    def fit(cls, features: Features, degree: Array, balance: float = 0.0) -> Self:
        """Learn from the columns that vary; the arguments are those of `LinearText.fit`.

        Raises:
            ModelError: no column does.
        """
        used = np.flatnonzero([_varies(column) for column in features.dense.T])
        if not len(used):
            raise ModelError(
                "all dense features are constant or unknown in the training talks → check that "
                "the calls were transcribed and measured"
            )
        trees = HistGradientBoostingClassifier(
            max_depth=5,
            learning_rate=0.08,
            max_iter=100,
            l2_regularization=10.0,
            max_features=0.2,
            random_state=0,
        )
        matrix = features.dense[:, used]
        mixed, classes, weights = _weighted(degree, balance)
        with one_thread():
            trees.fit(np.vstack([matrix, matrix[mixed]]), classes, weights)
        return cls(used, np.nanmedian(matrix, axis=0), trees)

    def score(self, features: Features) -> Array:
        """Log odds, a value a row."""
        return self.log_odds(features.dense[:, self.used])

    def log_odds(self, used: Array) -> Array:
        """The same from the used columns alone."""
        with one_thread():
            found: Array = self.trees.decision_function(used)
        return found


def one_thread() -> AbstractContextManager[object]:
    """Keeps numeric libraries to this thread.

    Their threads wait for each other by spinning: with other work on the machine, as in a night
    with a process a core, two of them took ten times as long as one.
    """
    limits: AbstractContextManager[object] = _controller().limit(limits=1)
    return limits


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def _weighted(degree: Array, balance: float) -> tuple[Rows, Rows, Array]:
    """Talks that are shown again as what they rather are not; classes and weights of them all.

    Every talk is shown once as what it rather is, and after all of them those of mixed opinion
    once more.
    """
    rather = degree >= 0.5
    mixed = np.flatnonzero((degree > 0) & (degree < 1))
    classes = np.concatenate([rather, ~rather[mixed]]).astype(np.int64)
    surely = np.where(rather, degree, 1 - degree)
    weight = np.concatenate([surely, 1 - surely[mixed]])
    even = weight.sum() / (2 * np.bincount(classes, weight, minlength=2))
    return mixed, classes, weight * even[classes] ** balance


def _varies(column: Array) -> bool:
    known = column[np.isfinite(column)]
    return bool(len(known)) and bool(known.min() < known.max())
