"""From scores to probabilities: Platt's sigmoid (Platt 1999), on one score or on several at once.

It is fitted to scores that each talk got from models which had not seen it. With one score it is
Platt's scaling; with several it is also their stacking (Wolpert 1992). A sigmoid needs hundreds
of labels where isotonic regression needs thousands, keeps the order of the calls and never says
0 or 1.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float64]
_PENALTY = 0.01
"""Of the squared weights: only enough that perfectly separated talks end somewhere."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weight of each score in the log odds, and an offset."""

    weights: Array
    offset: float

    @classmethod
    def fit(cls, scores: Array, truth: NDArray[np.bool_]) -> Self:
        """Learn from out-of-fold scores.

        Args:
            scores: a row a talk, a column a model.
            truth: which talks are dissatisfied; both kinds have to occur.
        """
        linear = LogisticRegression(C=1 / _PENALTY, max_iter=1000).fit(scores, truth)
        return cls(linear.coef_[0].astype(np.float64), float(linear.intercept_[0]))

    def log_odds(self, scores: Array) -> Array:
        """Calibrated log odds, a value a row."""
        return scores @ self.weights + self.offset

    def probability(self, scores: Array) -> Array:
        """Calibrated probabilities, a value a row."""
        return sigmoid(self.log_odds(scores))


def sigmoid(log_odds: Array) -> Array:
    """The probability of log odds."""
    return 1 / (1 + np.exp(-log_odds))
