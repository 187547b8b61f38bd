"""A satisfaction model: a few learners, and the calibration that makes one probability of them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from qa.scoring.satisfaction.calibration import Calibration
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.learners import BoostedDense, Learned, LinearText

Array = NDArray[np.float64]


class Candidate(StrEnum):
    """The honest candidates: what may be chosen as the model."""

    TEXT = "text"
    """Logistic regression on TF-IDF."""
    DENSE = "dense"
    """Gradient boosting on dense features."""
    STACKED = "stacked"
    """Both."""

    @property
    def learners(self) -> tuple[type[LinearText] | type[BoostedDense], ...]:
        """What it is made of."""
        return {
            Candidate.TEXT: (LinearText,),
            Candidate.DENSE: (BoostedDense,),
            Candidate.STACKED: (LinearText, BoostedDense),
        }[self]


@dataclass(frozen=True, slots=True)
class Model:
    """Learned, calibrated, ready to score."""

    candidate: Candidate
    learned: tuple[Learned, ...]
    """As `candidate.learners` says."""
    calibration: Calibration
    name: str = ""
    """Of the model folder; empty before it is saved."""

    def probabilities(self, features: Features) -> Array:
        """Calibrated probabilities, a value a row."""
        scores = np.column_stack([each.score(features) for each in self.learned])
        return self.calibration.probability(scores)
