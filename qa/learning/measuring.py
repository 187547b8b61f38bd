"""How good what is in force is: on labelled calls, and on what its nights chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from qa.errors import ModelError
from qa.learning.chosen import flag_of
from qa.learning.labels import Told, gather
from qa.review.recall import Part, Recall, estimate_recall
from qa.rules.verdict import State
from qa.scoring.estimate import wilson
from qa.scoring.satisfaction import registry
from qa.scoring.satisfaction.comparison import COLD
from qa.scoring.satisfaction.evaluate import Bin, Evaluation, by_group, evaluate, reliability
from qa.scoring.satisfaction.folder import Saved
from qa.scoring.satisfaction.target import Target
from qa.store import CallFilter, Status, Store
from qa.store.values import Drawn

RULES_ONLY = "rules only"
RATED, DECIDED = "rated", "inspectors only"


@dataclass(frozen=True, slots=True)
class Unbiased:
    """What nights chose and missed, told from what inspectors heard of it.

    Everything that was chosen is heard; of the rest, calls that were drawn by lot stand for the
    others, so that nothing depends on who rates calls.
    """

    chosen: int
    """Calls that were flagged."""
    confirmed: int
    decided: int
    """Of the chosen, those on which an inspector has an opinion."""
    recall: Recall

    @property
    def precision(self) -> float | None:
        """Of the chosen, the share that inspectors confirm; None while nothing is decided."""
        return self.confirmed / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the precision."""
        return wilson(self.confirmed / self.decided, self.decided) if self.decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All figures of one target."""

    model: Saved | None
    """In force; None means the cold start."""
    calls: int
    """Labelled calls of the period."""
    unlabelled: int
    figures: Mapping[str, Evaluation]
    """By scorer: the model, `cold start`, `rules only`."""
    by_line: Mapping[str, Evaluation | None]
    by_source: Mapping[str, Evaluation | None]
    """`rated` by the customer, or known from `inspectors only`."""
    bins: tuple[Bin, ...]
    """Predicted and observed; empty for the cold start, whose numbers are no probabilities."""
    unbiased: Unbiased


def measure(
    store: Store,
    target: Target,
    filter: CallFilter,
    models_dir: Path,
    told: Told,
    budget: float = 0.1,
) -> Measured:
    """Measure what is in force on the labelled calls of a period.

    Args:
        store: where calls are.
        target: what is predicted.
        filter: the period. Without a beginning, it begins where the model's training ended.
        models_dir: where models lie.
        told: watches.
        budget: share of the calls that people can hear.

    Raises:
        ModelError: the model cannot be trusted, or all labelled calls are of one kind.
        StoreError: the database refuses.
    """
    saved = registry.active(target.name, models_dir)
    if saved is not None and filter.since is None:
        filter = replace(filter, since=saved.about.trained_until)
    labels = gather(store, target, filter, told)
    truth = labels.labelled.truth
    if truth.min() == truth.max():
        raise ModelError(
            f"the {len(truth)} labelled calls of this period are all of one kind → take a longer "
            "period"
        )
    scores = {COLD: labels.cold, RULES_ONLY: labels.rules}
    if saved is not None:
        scores = {saved.model.name: saved.model.probabilities(labels.labelled.features)} | scores
    asked = next(iter(scores.values()))
    lines = [talk.business_line for talk in labels.labelled.talks]
    sources = np.where(labels.rated, RATED, DECIDED).tolist()
    return Measured(
        model=saved,
        calls=len(truth),
        unlabelled=labels.unlabelled,
        figures={name: evaluate(truth, each, budget) for name, each in scores.items()},
        by_line=by_group(truth, asked, lines, budget),
        by_source=by_group(truth, asked, sources, budget),
        bins=() if saved is None else reliability(truth, asked),
        unbiased=unbiased(store, target, filter),
    )


def unbiased(store: Store, target: Target, filter: CallFilter) -> Unbiased:
    """Precision and recall of what nights chose in a period."""
    judged = replace(filter, status=Status.DONE)
    strata = store.drawn(judged, target.name, flag_of(target.name))
    opinions = store.opinions(judged, target.rule)
    parts = {
        state: [_part(each, opinions) for each in strata if each.chosen is (state is State.FAIL)]
        for state in (State.FAIL, State.PASS)
    }
    chosen = parts[State.FAIL]
    return Unbiased(
        chosen=sum(part.population for part in chosen),
        confirmed=sum(part.true_fails for part in chosen),
        decided=sum(part.decided for part in chosen),
        recall=estimate_recall(parts),
    )


def _part(stratum: Drawn, opinions: Mapping[str, State]) -> Part:
    known = _known(stratum.heard, opinions)
    return Part(stratum.calls, len(known), sum(state is State.FAIL for state in known))


def _known(call_ids: Iterable[str], opinions: Mapping[str, State]) -> Sequence[State]:
    found = (opinions.get(call_id) for call_id in call_ids)
    return [state for state in found if state in (State.FAIL, State.PASS)]
