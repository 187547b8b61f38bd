"""Whether calls are still like those that a model was trained on.

The population stability index compares two histograms: Σ (now − then) · ln(now ÷ then) over the
bins. Below 0.1 nothing has changed, from 0.25 a model is no longer to be trusted unseen (Siddiqi
2006, Credit Risk Scorecards). Bins are tenths of the training window; what is unknown is a bin of
its own, so that a feature which stops being known shows up as well.
"""

from collections.abc import Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from qa.scoring.satisfaction.dense import FEATURES

Array = NDArray[np.float64]
TENTHS = 10
_EMPTY = 0.5
"""Calls that an empty bin counts as: none would make the index infinite."""
SCORE = "score"
"""Name of the shift of the model's own answers."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Histogram(_Kept):
    """How one number was distributed."""

    edges: tuple[float, ...]
    """Inner edges, rising; a value equal to an edge lies above it."""
    counts: tuple[int, ...]
    """A bin more than edges, and unknown values last."""
    mean: float | None
    """Of the known values; None when there are none."""

    @classmethod
    def of(cls, values: Array) -> Self:
        """In tenths of these values; fewer bins when many of them are equal."""
        known = values[np.isfinite(values)]
        cuts = np.quantile(known, np.arange(1, TENTHS) / TENTHS) if len(known) else known
        edges = tuple(float(each) for each in np.unique(cuts))
        return cls(edges=edges, counts=_counts(edges, values), mean=_mean(known))

    def psi(self, values: Array) -> float:
        """How far these values are from the histogram; 0 when they are distributed alike."""
        then, now = _shares(self.counts), _shares(_counts(self.edges, values))
        return float(np.sum((now - then) * np.log(now / then)))


class Shift(_Kept):
    """How far one number has moved since the training window."""

    name: str
    """`score`, or that of a dense feature."""
    psi: float
    then: float | None
    """Mean in the training window."""
    now: float | None

    @property
    def zh(self) -> str:
        """What has moved, for people."""
        return _CALLED[self.name][0]

    @property
    def en(self) -> str:
        """The same in English."""
        return _CALLED[self.name][1]


class Reference(_Kept):
    """What calls were like in the training window, rated or not."""

    calls: int
    scores: Histogram
    features: Mapping[str, Histogram]
    """By name of the dense feature."""

    @classmethod
    def of(cls, probabilities: Array, dense: Array) -> Self:
        """Of calls drawn from the training window.

        Args:
            probabilities: of the model, a value a call.
            dense: `Features.dense` of the same calls.
        """
        columns = zip(FEATURES, dense.T, strict=True)
        return cls(
            calls=len(probabilities),
            scores=Histogram.of(probabilities),
            features={feature.name: Histogram.of(column) for feature, column in columns},
        )

    def shifts(self, probabilities: Array, dense: Array) -> tuple[Shift, ...]:
        """How far later calls are from these: the score first, then features, the greatest first.

        Args:
            probabilities: of the same model for the later calls.
            dense: `Features.dense` of the later calls.
        """
        found = [
            _shift(feature.name, self.features[feature.name], column)
            for feature, column in zip(FEATURES, dense.T, strict=True)
        ]
        found.sort(key=lambda each: -each.psi)
        return (_shift(SCORE, self.scores, probabilities), *found)


_CALLED = {SCORE: ("风险分", "risk score")} | {each.name: (each.zh, each.en) for each in FEATURES}


def _shift(name: str, then: Histogram, values: Array) -> Shift:
    now = _mean(values[np.isfinite(values)])
    return Shift(name=name, psi=then.psi(values), then=then.mean, now=now)


def _counts(edges: tuple[float, ...], values: Array) -> tuple[int, ...]:
    known = values[np.isfinite(values)]
    bins = np.bincount(np.searchsorted(edges, known, side="right"), minlength=len(edges) + 1)
    return (*(int(each) for each in bins), len(values) - len(known))


def _shares(counts: tuple[int, ...]) -> Array:
    filled = np.maximum(np.array(counts, dtype=np.float64), _EMPTY)
    shares: Array = filled / filled.sum()
    return shares


def _mean(known: Array) -> float | None:
    return float(known.mean()) if len(known) else None
