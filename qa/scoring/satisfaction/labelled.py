"""Talks of which it is known how their customers went away."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.talk import Talk

Array = NDArray[np.float64]
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
