"""Training on the store's labels: from a period to a model that is or is not in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.learning.labels import Told, gather, lots
from qa.scoring.satisfaction import folder, registry
from qa.scoring.satisfaction.comparison import Comparison, HeldOut
from qa.scoring.satisfaction.drift import Reference
from qa.scoring.satisfaction.evaluate import Evaluation
from qa.scoring.satisfaction.folder import Saved
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.model import Candidate, Model
from qa.scoring.satisfaction.target import Target
from qa.scoring.satisfaction.training import train
from qa.store import CallFilter, Status, Store

HELD_OUT = 0.2
"""Share of the labelled calls, the latest, that a new model is compared on and never sees."""
REFERENCE_CALLS = 3_000
"""Calls of the training window that later nights are compared with, labelled or not."""
SEED = 0
Stage = Callable[[str], Told]
"""Is told that a stage begins: `labels`, `learning`, `reference`; hands out who watches it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of a training."""

    saved: Saved
    unlabelled: int
    """Judged calls of the period without an opinion: not learned from."""
    held_out: int
    comparison: Comparison
    activated: bool

    @property
    def candidates(self) -> Mapping[Candidate, Evaluation]:
        """Every candidate in cross-validation."""
        return self.saved.metrics


def teach(
    store: Store,
    target: Target,
    filter: CallFilter,
    models_dir: Path,
    stage: Stage,
    budget: float = 0.1,
) -> Lesson:
    """Learn from a period, save the model, and put it in force unless that is a step back.

    The latest fifth of the labelled calls is held out: the new model and what is in force are
    compared on it. Calls of customers who are in it are not learned from.

    Args:
        store: where calls are.
        target: what is to be predicted.
        filter: the period.
        models_dir: where models lie.
        stage: watches.
        budget: share of the calls that people can hear.

    Raises:
        ModelError: there are too few labels, or a folder cannot be written.
        StoreError: the database refuses.
    """
    labels = gather(store, target, filter, stage("labels"))
    earlier, latest = split(labels.labelled)
    known = labels.labelled.rows(earlier)
    told = stage("learning")
    training = train(known, SEED)
    told(1, 1)
    seen = replace(filter, until=_until(known))
    reference = _reference(store, training.model, seen, stage("reference"))
    saved = folder.save(training, known, target.name, reference, models_dir)
    held_out = HeldOut(labels.labelled.rows(latest), labels.cold[latest])
    comparison = registry.challenge(saved, held_out, models_dir, budget)
    activated = comparison.better(saved.model.name)
    return Lesson(saved, labels.unlabelled, len(latest), comparison, activated)


def split(labelled: Labelled) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows to learn from and the latest ones, held out.

    Args:
        labelled: in order of time.
    """
    cut = round(len(labelled.talks) * (1 - HELD_OUT))
    tested = {talk.customer_id for talk in labelled.talks[cut:]} - {None}
    earlier = [row for row in range(cut) if labelled.talks[row].customer_id not in tested]
    return np.array(earlier, dtype=np.int64), np.arange(cut, len(labelled.talks))


def _until(known: Labelled) -> datetime | None:
    """Just after the last call that was learned from."""
    times = [talk.started_at for talk in known.talks if talk.started_at is not None]
    return max(times) + timedelta(microseconds=1) if times else None


def _reference(store: Store, model: Model, filter: CallFilter, told: Told) -> Reference:
    """What calls of the training window are like, whoever rated them."""
    judged = replace(filter, status=Status.DONE)
    step = max(1, store.count(judged) // REFERENCE_CALLS)
    wanted = store.every(judged, step)
    dense, scores = [], []
    for lot, _ in lots(store, wanted):
        if lot.talks:
            dense.append(lot.features.dense)
            scores.append(model.probabilities(lot.features))
        told(sum(map(len, scores)), len(wanted))
    return Reference.of(np.concatenate(scores), np.vstack(dense))
