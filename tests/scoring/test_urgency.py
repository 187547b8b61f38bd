"""Who is heard first."""

import pytest

from qa.scoring.candidates import RANDOM
from qa.scoring.urgency import RANKS, urgency
from qa.scoring.values import Flag, PlanKind, Review

SATISFACTION, COMPLAINT = "satisfaction", "complaint"


def planned(*reasons: str) -> Review:
    return Review(PlanKind.MANDATORY, reasons)


def test_every_graver_reason_comes_before_every_number_of_lesser_ones() -> None:
    certain = {SATISFACTION: 1.0, COMPLAINT: 1.0}
    grave = sorted(RANKS, key=lambda each: -RANKS[each])
    for at, reason in enumerate(grave[:-1]):
        lesser = planned(*grave[at + 1 :])
        assert urgency(planned(reason)) > urgency(lesser, certain), reason


def test_of_two_alike_more_reasons_come_first() -> None:
    assert urgency(planned(Flag.LONG, RANDOM)) > urgency(planned(Flag.LONG))


@pytest.mark.parametrize(
    ("flag", "target"),
    [(Flag.PREDICTED_DISSATISFIED, SATISFACTION), (Flag.PREDICTED_COMPLAINT, COMPLAINT)],
)
def test_of_two_predicted_the_riskier_comes_first(flag: Flag, target: str) -> None:
    known = [urgency(planned(flag), {target: risk}) for risk in (0.3, 0.55, 0.9, 1.0)]
    assert known == sorted(set(known))
    assert urgency(planned(flag, RANDOM), {target: 0.0}) > known[-1], "reasons count before risk"


def test_a_risk_does_not_order_what_was_not_predicted() -> None:
    for reason in (RANDOM, Flag.LONG, Flag.DISSATISFIED):
        assert urgency(planned(reason), {SATISFACTION: 1.0}) == urgency(planned(reason))
    other = {COMPLAINT: 1.0}
    assert urgency(planned(Flag.PREDICTED_DISSATISFIED), other) == urgency(
        planned(Flag.PREDICTED_DISSATISFIED)
    )


def test_what_nothing_asks_for_is_last() -> None:
    assert urgency(Review(PlanKind.NONE, ())) == urgency(planned(RANDOM)) == 0
