"""Labelled calls out of the store: features and degrees, never the whole calls at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.call import Satisfaction
from qa.errors import ModelError
from qa.scoring.satisfaction.cold_start import ColdStart, by_rules
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.lot import Lot
from qa.scoring.satisfaction.talk import Talk
from qa.scoring.satisfaction.target import Target
from qa.store import CallFilter, Status, Store

Array = NDArray[np.float64]
Told = Callable[[int, int], None]
"""Is told how many calls are done, and of how many."""
LOT = 200
"""Calls whose words are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Labels:
    """All labelled calls of a period, the earliest first."""

    labelled: Labelled
    rated: NDArray[np.bool_]
    """Which of them the customer rated; the others are known from inspectors alone."""
    cold: Array
    """Ranks by the cold start."""
    rules: Array
    """Ranks by the rules alone."""
    unlabelled: int
    """Judged calls of the period that nobody gave an opinion on."""


def gather(store: Store, target: Target, filter: CallFilter, told: Told) -> Labels:
    """Labelled calls with their features.

    Args:
        store: where calls are.
        target: what is to be predicted.
        filter: the period.
        told: watches.

    Raises:
        ModelError: there is no labelled call.
        StoreError: the database refuses.
    """
    judged = replace(filter, status=Status.DONE)
    opinions = store.opinions(judged, target.rule)
    wanted = sorted({*store.rated(judged, tuple(target.ratings)), *opinions})
    parts: list[Features] = []
    kept: list[_Known] = []
    cold = ColdStart()
    for lot, ratings in lots(store, wanted):
        chosen = []
        for talk, rating in zip(lot.talks, ratings, strict=True):
            said = opinions.get(talk.talk_id)
            degree = target.degree(rating, () if said is None else (said,))
            if degree is not None:
                chosen.append(talk)
                ranks = cold.risk(talk).probability, by_rules(talk)
                kept.append(_Known(_who(talk), degree, rating in target.ratings, *ranks))
        if chosen:
            parts.append(Features.of(chosen))
        told(len(kept), len(wanted))
    if not kept:
        raise ModelError(
            "no labelled calls in this period: no customer rated one and no inspector decided on "
            f"{target.rule} → take a longer period"
        )
    return _in_order(parts, kept, store.count(judged) - len(kept))


def lots(store: Store, call_ids: Sequence[str]) -> Iterator[tuple[Lot, list[Satisfaction]]]:
    """Heard calls in lots, each with the customers' ratings."""
    for first in range(0, len(call_ids), LOT):
        some = tuple(call_ids[first : first + LOT])
        found = [
            judged
            for judged, _ in store.stream(CallFilter(call_ids=some), words=False)
            if judged.transcript is not None
        ]
        yield Lot([Talk.of(each) for each in found]), [each.call.satisfaction for each in found]


@dataclass(frozen=True, slots=True)
class _Known:
    talk: Talk
    degree: float
    rated: bool
    cold: float
    rules: float


def _who(talk: Talk) -> Talk:
    """What folds need to know: the words have become features."""
    return replace(talk, utterances=(), measures=None, verdicts=None)


def _in_order(
    parts: Sequence[Features],
    kept: Sequence[_Known],
    unlabelled: int,
) -> Labels:
    order = np.array(sorted(range(len(kept)), key=lambda row: _place(kept[row].talk)))
    degree = np.array([each.degree for each in kept])
    labelled = Labelled([each.talk for each in kept], Features.joined(parts), degree)
    return Labels(
        labelled.rows(order),
        np.array([each.rated for each in kept])[order],
        np.array([each.cold for each in kept])[order],
        np.array([each.rules for each in kept])[order],
        unlabelled,
    )


def _place(talk: Talk) -> tuple[float, str]:
    return talk.started_at.timestamp() if talk.started_at else 0.0, talk.talk_id
