"""Whether a new model may replace what is in force: both on calls that neither has seen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.scoring.satisfaction.evaluate import Evaluation, evaluate
from qa.scoring.satisfaction.folder import Saved
from qa.scoring.satisfaction.labelled import Labelled

LEAST_OF_KIND = 10
"""Held-out calls of each kind below which chance decides and not the models."""
COLD = "cold start"
"""What is in force before anything was learned."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The latest labelled calls, which the new model was not shown."""

    labelled: Labelled
    cold: NDArray[np.float64]
    """Ranks by the cold start, a value a call."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The new model and its rival on the same calls."""

    rival: str
    """Name of the model in force, or `cold start`."""
    figures: Mapping[str, Evaluation]
    """Of the two by name; empty when there are too few calls that neither has seen."""
    calls: int
    """That neither has seen."""
    unreadable: str = ""
    """Why a model that was in force could not be compared."""

    def better(self, new: str) -> bool:
        """Whether the new model is at least as good, by average precision.

        Without enough calls to tell, a model that was learned stays, and the cold start goes.
        """
        if not self.figures:
            return self.rival == COLD
        return self.figures[new].average_precision >= self.figures[self.rival].average_precision


def compare(
    new: Saved, rival: Saved | None, held_out: HeldOut, budget: float, unreadable: str = ""
) -> Comparison:
    """Both on what neither has seen.

    Args:
        new: just trained.
        rival: in force; None means the cold start.
        held_out: calls that started after the training window of `new`. Those inside the
            window of `rival` are left out.
        budget: share of the calls that people can hear.
        unreadable: why the model in force could not be read, if so.
    """
    unseen = _unseen(rival, held_out.labelled)
    name = COLD if rival is None else rival.model.name
    labelled = held_out.labelled.rows(unseen)
    dissatisfied = int(labelled.truth.sum())
    if min(dissatisfied, len(unseen) - dissatisfied) < LEAST_OF_KIND:
        return Comparison(name, {}, len(unseen), unreadable)
    scores = {
        new.model.name: new.model.probabilities(labelled.features),
        name: held_out.cold[unseen]
        if rival is None
        else rival.model.probabilities(labelled.features),
    }
    figures = {each: evaluate(labelled.truth, scores[each], budget) for each in scores}
    return Comparison(name, figures, len(unseen), unreadable)


def _unseen(rival: Saved | None, labelled: Labelled) -> NDArray[np.int64]:
    until = rival.about.trained_until if rival else None
    later = [
        until is None or talk.started_at is None or talk.started_at > until
        for talk in labelled.talks
    ]
    return np.flatnonzero(later)
