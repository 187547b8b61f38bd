"""The dense features of a talk in one row, NaN where something is not known."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.scoring.satisfaction import background, sound, timing, wording
from qa.scoring.satisfaction.feature import Feature
from qa.scoring.satisfaction.talk import Talk

_GROUPS = (wording, timing, sound, background)
FEATURES: tuple[Feature, ...] = tuple(each for group in _GROUPS for each in group.FEATURES)
"""In the order of the columns."""


def rows(talks: Sequence[Talk]) -> NDArray[np.float64]:
    """A row a talk, a column a feature."""
    matrix = np.empty((len(talks), len(FEATURES)))
    for at, talk in enumerate(talks):
        found: dict[str, float] = {}
        for group in _GROUPS:
            found.update(group.measure(talk))
        matrix[at] = [found[feature.name] for feature in FEATURES]
    return matrix
