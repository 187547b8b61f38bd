"""Whom a night chooses."""

from hypothesis import given
from hypothesis import strategies as st

from qa.call import Satisfaction
from qa.learning.chosen import choose
from qa.scoring.satisfaction.risk import Reason, Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Flag
from qa.store.values import RankedCall

WHY = (Reason("客户愤怒用语 1 处", "angry words of the customer", 1.0),)
TARGETS = st.sampled_from(TargetName)


def ranked(*risks: float, calibrated: bool = True, **same: object) -> list[RankedCall]:
    values = {"rating": Satisfaction.NONE, "flags": ()} | same
    return [
        RankedCall(f"c{at}", risk=Risk(risk, WHY if risk > 0.2 else (), "m", calibrated), **values)  # type: ignore[arg-type]
        for at, risk in enumerate(sorted(risks, reverse=True))
    ]


@given(st.lists(st.floats(0, 1)), st.integers(0, 20), st.floats(0, 1), TARGETS)
def test_no_more_than_the_budget_and_none_below_the_threshold(risks, budget, threshold, target):
    calls = ranked(*risks)
    chosen = choose(calls, target, budget, threshold)
    worth = [each for each in calls if each.risk.probability >= threshold]
    assert len(chosen) == min(budget, len(worth))
    assert chosen == {each.call_id for each in worth[:budget]}


def test_who_is_known_to_be_dissatisfied_takes_nothing_from_the_budget():
    calls = [
        *ranked(0.99, rating=Satisfaction.DISSATISFIED),
        *ranked(0.98, flags=(Flag.DISSATISFIED,)),
    ]
    assert choose([*calls, *ranked(0.9)], TargetName.SATISFACTION, 1, 0.5) == {"c0"}
    assert choose(calls, TargetName.SATISFACTION, 1, 0.5) == frozenset()
    assert choose(calls, TargetName.COMPLAINT, 2, 0.5) == {"c0"}
    known = ranked(0.9, flags=(Flag.COMPLAINT,))
    assert choose(known, TargetName.COMPLAINT, 1, 0.5) == frozenset()
