"""The learned model as a scorer."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest

import numpy as np

from qa.scoring.satisfaction import explain
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.learners import BoostedDense, LinearText
from qa.scoring.satisfaction.lot import Lot
from qa.scoring.satisfaction.model import Model
from qa.scoring.satisfaction.risk import REASONS, Reason, Risk
from qa.scoring.satisfaction.talk import Talk


@dataclass(frozen=True, slots=True)
class LearnedScorer:
    """Scores with a trained model."""

    model: Model
    calibrated: bool = True

    @property
    def name(self) -> str:
        """Of the model folder."""
        return self.model.name

    def risks(self, lot: Lot) -> list[Risk]:
        """Calibrated probabilities, each with the strongest reasons, whatever their kind."""
        probabilities = self.model.probabilities(lot.features).tolist()
        return [
            self._risk(talk, lot.features.rows(np.array([row])), probabilities[row])
            for row, talk in enumerate(lot.talks)
        ]

    def risk(self, talk: Talk) -> Risk:
        """The risk of one talk."""
        return self.risks(Lot([talk]))[0]

    def _risk(self, talk: Talk, features: Features, probability: float) -> Risk:
        found = nlargest(REASONS, self.reasons(talk, features), key=lambda each: each.weight)
        return Risk(probability, tuple(found), self.name, self.calibrated)

    def reasons(self, talk: Talk, features: Features) -> Iterator[Reason]:
        """Everything that raised the risk, in no order.

        Args:
            talk: the talk.
            features: of this talk alone.
        """
        for learned, weight in zip(self.model.learned, self.model.calibration.weights, strict=True):
            if isinstance(learned, LinearText):
                yield from explain.turns(talk, features, learned, float(weight))
            elif isinstance(learned, BoostedDense):
                yield from explain.circumstances(features, learned, float(weight))
