"""The table that proves what the review plan covers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.scoring.candidates import (
    EXPLORATION,
    FAILED,
    MANDATORY_FLAGS,
    RANDOM,
    TARGETED_FLAGS,
    Candidate,
)
from qa.scoring.values import PlanKind, Review


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many calls of a bucket, or of one reason in it, are planned."""

    kind: PlanKind
    reason: str
    """A flag, `failed` or `random`; empty for the whole bucket."""
    calls: int
    """Calls of the day that the row is about."""
    planned: int
    """Of these, calls that the plan holds in this bucket (for this reason)."""

    @property
    def share(self) -> float | None:
        """Planned of all, 0–1; None without calls."""
        return self.planned / self.calls if self.calls else None


def coverage(
    candidates: Sequence[Candidate], reviews: Mapping[str, Review]
) -> tuple[CoverageRow, ...]:
    """One row a reason and one a bucket, counted anew from the calls and from the plan.

    Nothing is taken over from how the plan was drawn, so a call that fell through shows up as
    a mandatory row below 100 %. Calls that a row is about: mandatory, all that carry the
    reason; targeted, those with the flag that nothing makes mandatory; random, those that no
    other bucket took; none, all calls, of which `planned` are in no bucket.
    """
    return tuple(_rows(candidates, reviews))


def _rows(candidates: Sequence[Candidate], reviews: Mapping[str, Review]) -> Iterator[CoverageRow]:
    nothing = Review(PlanKind.NONE)
    pairs = [(each, reviews.get(each.call_id, nothing)) for each in candidates]

    def row(kind: PlanKind, reason: str, about: Sequence[tuple[Candidate, Review]]) -> CoverageRow:
        held = (review for _, review in about if review.kind is kind)
        planned = sum(not reason or reason in review.reasons for review in held)
        return CoverageRow(kind, reason, len(about), planned)

    must = [pair for pair in pairs if pair[0].mandatory_reasons]
    for reason in (*(flag.value for flag in MANDATORY_FLAGS), FAILED):
        about = [pair for pair in must if reason in pair[0].mandatory_reasons]
        yield row(PlanKind.MANDATORY, reason, about)
    yield row(PlanKind.MANDATORY, "", must)

    free = [pair for pair in pairs if not pair[0].mandatory_reasons]
    for flag in TARGETED_FLAGS:
        yield row(PlanKind.TARGETED, flag.value, [pair for pair in free if flag in pair[0].flags])
    if any(EXPLORATION in review.reasons for _, review in free):
        yield row(PlanKind.TARGETED, EXPLORATION, free)
    aimed = [
        (each, review)
        for each, review in free
        if EXPLORATION in review.reasons or any(flag in each.flags for flag in TARGETED_FLAGS)
    ]
    yield row(PlanKind.TARGETED, "", aimed)

    left = [pair for pair in free if pair[1].kind is not PlanKind.TARGETED]
    yield row(PlanKind.RANDOM, RANDOM, left)
    yield row(PlanKind.NONE, "", pairs)
