"""How good probabilities are: order, precision where people look, calibration."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Array = NDArray[np.float64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Figures of one scorer on labelled talks."""

    talks: int
    dissatisfied: int
    auc: float
    average_precision: float
    brier: float
    calibration_error: float
    precision_at_budget: float
    recall_at_budget: float


def evaluate(truth: Truth, probability: Array, budget: float = 0.1) -> Evaluation:
    """All figures.

    Args:
        truth: which talks are dissatisfied; both kinds have to occur.
        probability: the predictions.
        budget: share of the talks that people can hear.
    """
    chosen = np.argsort(-probability, kind="stable")[: max(1, round(budget * len(truth)))]
    return Evaluation(
        talks=len(truth),
        dissatisfied=int(truth.sum()),
        auc=float(roc_auc_score(truth, probability)),
        average_precision=float(average_precision_score(truth, probability)),
        brier=float(np.mean((probability - truth) ** 2)),
        calibration_error=calibration_error(truth, probability),
        precision_at_budget=float(truth[chosen].mean()),
        recall_at_budget=float(truth[chosen].sum() / truth.sum()),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a reliability table: calls of about the same predicted probability."""

    low: float
    high: float
    calls: int
    predicted: float
    """Mean probability."""
    observed: float
    """Share that is dissatisfied."""


def reliability(truth: Truth, probability: Array, bins: int = 10) -> tuple[Bin, ...]:
    """The bins of equal width that hold any call, from low to high."""
    bin_of = np.minimum((probability * bins).astype(np.int64), bins - 1)
    return tuple(
        Bin(
            each / bins,
            (each + 1) / bins,
            int((bin_of == each).sum()),
            float(probability[bin_of == each].mean()),
            float(truth[bin_of == each].mean()),
        )
        for each in np.unique(bin_of).tolist()
    )


def calibration_error(truth: Truth, probability: Array, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Naeini et al. 2015)."""
    found = reliability(truth, probability, bins)
    return sum(each.calls * abs(each.predicted - each.observed) for each in found) / len(truth)


def by_group(
    truth: Truth, probability: Array, groups: Sequence[str], budget: float = 0.1
) -> Mapping[str, Evaluation | None]:
    """The figures of each group, such as a business line.

    Args:
        truth: which talks are dissatisfied.
        probability: the predictions.
        groups: the group of each talk.
        budget: share of each group that people can hear.

    Returns:
        By group, in order of name; None where all talks of a group are of one kind, because
        nothing can then be ranked.
    """
    of_talk = np.array(groups)
    found: dict[str, Evaluation | None] = {}
    for group in sorted(set(groups)):
        own = of_talk == group
        both = truth[own].min() < truth[own].max()
        found[group] = evaluate(truth[own], probability[own], budget) if both else None
    return found


def interval(
    figure: Callable[[Truth, Array], float],
    truth: Truth,
    probability: Array,
    rng: np.random.Generator,
    draws: int = 200,
) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure (Efron 1979, percentile method).

    Args:
        figure: what is to be known, such as `roc_auc_score`.
        truth: which talks are dissatisfied; both kinds have to occur.
        probability: the predictions.
        rng: draws talks, each kind for itself, so that both occur in every draw.
        draws: how often.
    """
    kinds = [np.flatnonzero(truth), np.flatnonzero(~truth)]
    found = []
    for _ in range(draws):
        drawn = np.concatenate([rng.choice(kind, len(kind)) for kind in kinds])
        found.append(figure(truth[drawn], probability[drawn]))
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)
