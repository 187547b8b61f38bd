"""Which calls a person must hear, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qa.config.sections import PlanOptions
from qa.scoring.candidates import EXPLORATION, RANDOM, TARGETED_FLAGS, Candidate
from qa.scoring.coverage import CoverageRow, coverage
from qa.scoring.sampling import Stratum, draw
from qa.scoring.values import Flag, PlanKind, Review

__all__ = ["Candidate", "Plan", "draw_plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The review plan of one day."""

    reviews: Mapping[str, Review]
    """Every candidate by call_id, also those that nobody has to hear."""
    coverage: tuple[CoverageRow, ...]
    sample: frozenset[str]
    """The random sample of all the day's calls: averages over it are unbiased."""


def draw_plan(
    candidates: Sequence[Candidate], options: PlanOptions, day: date, exploration: float = 0.0
) -> Plan:
    """Place every candidate in one bucket: mandatory, targeted, random or none.

    - Mandatory: every call with a reason that demands it.
    - Targeted: of the others, a share of those with each targeted flag; a call with two flags
      has two chances.
    - Exploration, in the same bucket: a share of all calls that nothing makes mandatory, so that
      what a model did not choose is known without bias.
    - Random: a sample of all calls at `options.random_rate`, spread over business lines and
      agents. Drawn calls of another bucket keep their place there and carry the reason
      `random` besides: without them the averages would leave out the very calls that most
      need hearing. The rate holds among the calls that no other bucket takes just as well.

    Args:
        candidates: all calls of the day.
        options: rates and the seed.
        day: of the plan.
        exploration: share of the calls that nothing makes mandatory.

    The day and the options' seed decide the draws, not the order of the candidates, so a
    re-run draws the same; a call that comes late moves few others.

    Raises:
        ValueError: two candidates have the same call_id.
    """
    _refuse_doubles(candidates)
    key = f"{options.seed}\x1f{day.isoformat()}"
    chosen = _chosen(candidates, options, exploration, key)
    strata: dict[Stratum, list[str]] = defaultdict(list)
    for each in candidates:
        place = (chosen[each.call_id].kind, each.business_line, each.agent_id)
        strata[place].append(each.call_id)
    sample = draw(strata, options.random_rate, f"{key}\x1f{RANDOM}")
    reviews = {i: _sampled(chosen[i]) if i in sample else chosen[i] for i in chosen}
    return Plan(reviews, coverage(candidates, reviews), sample)


def _refuse_doubles(candidates: Sequence[Candidate]) -> None:
    counts = Counter(each.call_id for each in candidates)
    doubles = sorted(call_id for call_id, count in counts.items() if count > 1)
    if doubles:
        raise ValueError(f"calls that are candidates more than once: {', '.join(doubles)}")


def _chosen(
    candidates: Sequence[Candidate], options: PlanOptions, exploration: float, key: str
) -> Mapping[str, Review]:
    """The plan before the random sample: mandatory, targeted or none."""
    free = [each for each in candidates if not each.mandatory_reasons]
    rates = {Flag.NIGHT_SHIFT: options.night_shift_rate, Flag.NEW_AGENT: options.new_agent_rate}
    drawn = {
        flag.value: _draw(
            (each for each in free if flag in each.flags), rates[flag], f"{key}\x1f{flag}"
        )
        for flag in TARGETED_FLAGS
    }
    drawn[EXPLORATION] = _draw(free, exploration, f"{key}\x1f{EXPLORATION}")

    def review(each: Candidate) -> Review:
        if each.mandatory_reasons:
            return Review(PlanKind.MANDATORY, each.mandatory_reasons)
        reasons = tuple(reason for reason in drawn if each.call_id in drawn[reason])
        return Review(PlanKind.TARGETED if reasons else PlanKind.NONE, reasons)

    return {each.call_id: review(each) for each in candidates}


def _draw(some: Iterable[Candidate], rate: float, key: str) -> frozenset[str]:
    strata: dict[Stratum, list[str]] = defaultdict(list)
    for each in some:
        strata[each.business_line, each.agent_id].append(each.call_id)
    return draw(strata, rate, key)


def _sampled(review: Review) -> Review:
    kind = PlanKind.RANDOM if review.kind is PlanKind.NONE else review.kind
    return Review(kind, (*review.reasons, RANDOM))
