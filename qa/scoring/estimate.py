"""What the random sample says about all calls of the day, and how surely.

Only calls with the reason `random` may enter: every call of the day had the same chance to be
among them. Mandatory and targeted calls were chosen for what they are, and averages over them
would be about the worst of the day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist, fmean, variance

from scipy.special import stdtrit

from qa.scoring.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the population with what was measured in it."""

    population: int
    """Calls in the stratum, heard or not."""
    values: tuple[float, ...]
    """Of the sampled calls that have a value."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An average or a share over a whole population, told from a sample."""

    value: float
    low: float | None
    """Limits of the confidence interval; None when a single value allows none."""
    high: float | None
    confidence: float
    sample: int
    population: int


def strata_by_line(
    candidates: Iterable[Candidate], sample: frozenset[str], scores: Mapping[str, float | None]
) -> tuple[Stratum, ...]:
    """One stratum a business line, with the scores of its sampled calls.

    Sampled calls without a score are left out as if they were like the others; tell the
    reader how many there were.
    """
    sizes: dict[str, int] = defaultdict(int)
    values: dict[str, list[float]] = defaultdict(list)
    for each in candidates:
        sizes[each.business_line] += 1
        score = scores.get(each.call_id) if each.call_id in sample else None
        if score is not None:
            values[each.business_line].append(score)
    return tuple(Stratum(sizes[line], tuple(values[line])) for line in sorted(sizes))


def estimate_mean(strata: Sequence[Stratum], confidence: float = 0.95) -> Estimate | None:
    """The average over the population; None without any value.

    Stratified estimator with finite population correction: Σ Wₕ ȳₕ with variance
    Σ Wₕ² (1 − nₕ/Nₕ) sₕ²/nₕ, and Student's t with Satterthwaite's degrees of freedom
    (Cochran 1977, Sampling Techniques, 5.3–5.4). One stratum makes it the simple estimator.
    Strata with fewer than two values are collapsed into one, if need be with all the others
    (Cochran 5A.12). Agents, which the draw is spread over too, are not told apart here; that
    can only make the interval too wide.

    Raises:
        ValueError: more values than calls in a stratum, or a confidence outside 0–1.
    """
    _check(strata, confidence)
    usable = _collapse(strata)
    sample = sum(len(each.values) for each in usable)
    if sample == 0:
        return None
    population = sum(each.population for each in usable)
    value = sum(each.population * fmean(each.values) for each in usable) / population
    if sample == 1 and population > 1:
        return Estimate(value, None, None, confidence, sample, population)
    margin = _margin(usable, population, confidence)
    return Estimate(value, value - margin, value + margin, confidence, sample, population)


def _check(strata: Sequence[Stratum], confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence}")
    for each in strata:
        if len(each.values) > each.population:
            raise ValueError(f"{len(each.values)} values from {each.population} calls")


def _collapse(strata: Sequence[Stratum]) -> list[Stratum]:
    """Strata that each have at least two values, as far as there are two."""
    large = [each for each in strata if len(each.values) >= 2]
    small = _merged([each for each in strata if len(each.values) < 2])
    if small.population == 0:
        return large
    return [*large, small] if len(small.values) >= 2 else [_merged([*large, small])]


def _merged(strata: Sequence[Stratum]) -> Stratum:
    values = tuple(value for each in strata for value in each.values)
    return Stratum(sum(each.population for each in strata), values)


def _margin(strata: Sequence[Stratum], population: int, confidence: float) -> float:
    parts = [(_mean_variance(each, population), len(each.values) - 1) for each in strata]
    spread = sum(part for part, _ in parts)
    if spread == 0:
        return 0.0
    freedom = spread**2 / sum(part**2 / df for part, df in parts if part)
    return float(stdtrit(freedom, (1 + confidence) / 2)) * sqrt(spread)


def _mean_variance(stratum: Stratum, population: int) -> float:
    """What a stratum adds to the variance of the mean."""
    drawn = len(stratum.values)
    if drawn == stratum.population:
        return 0.0
    weight = stratum.population / population
    return weight**2 * (1 - drawn / stratum.population) * variance(stratum.values) / drawn


def estimate_share(
    hits: int, sample: int, population: int, confidence: float = 0.95
) -> Estimate | None:
    """The share of calls with a property; None without a sample.

    Wilson's score interval, with the sample size raised to what an infinite population would
    need for the same precision: n (N − 1) ÷ (N − n).

    Raises:
        ValueError: not 0 ≤ hits ≤ sample ≤ population, or a confidence outside 0–1.
    """
    _check([], confidence)
    if not 0 <= hits <= sample <= population:
        raise ValueError(f"{hits} of {sample} of {population} calls")
    if sample == 0:
        return None
    share = hits / sample
    size = sample * (population - 1) / (population - sample) if sample < population else inf
    low, high = wilson(share, size, confidence)
    return Estimate(share, low, high, confidence, sample, population)


def wilson(share: float, size: float, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of the score interval for a share that was found in a random sample of `size`.

    Wilson 1927, Probable inference, the law of succession, and statistical inference, JASA 22,
    209–212; preferred for small samples by Brown, Cai & DasGupta 2001, Interval estimation for a
    binomial proportion, Statistical Science 16, 101–133.
    """
    squared = NormalDist().inv_cdf((1 + confidence) / 2) ** 2 / size
    centre = (share + squared / 2) / (1 + squared)
    margin = sqrt(squared * share * (1 - share) + squared**2 / 4) / (1 + squared)
    return max(0.0, centre - margin), min(1.0, centre + margin)
