from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from stored_calls import NINE, NOW, a_call, calls, failed, judged

from qa.call import Satisfaction
from qa.errors import StoreError
from qa.scoring.satisfaction.risk import Reason, Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Flag, PlanKind, Review
from qa.store import CallFilter, Store

DAY = NINE.date()
SHANGHAI = ZoneInfo("Asia/Shanghai")
ANGER = Reason("客户说“太过分了”", "the customer says “太过分了”", 1.5, 3, "太过分了")
TARGET, OTHER = TargetName.SATISFACTION, TargetName.COMPLAINT
RISKY, CALM = (Risk(each, (ANGER,), "satisfaction-1", True) for each in (0.9, 0.1))
PREDICTED = Flag.PREDICTED_DISSATISFIED
RISING = {0: 0.4, 1: 0.9, 2: 0.6}


def fill(store: Store, count: int, **changed: object) -> None:
    made = [a_call(at, **changed) for at in range(count)]
    store.ingest(made)
    for each in made:
        store.save(judged(each), "me", "f", NOW)


def test_a_risk_is_read_as_it_was_saved(store: Store) -> None:
    fill(store, 2)
    assert store.risks_of("call-0") == {}
    store.save_risks(TARGET, {"call-0": RISKY}, NOW)
    store.save_risks(OTHER, {"call-0": CALM}, NOW)
    assert store.risks_of("call-0") == {TARGET: RISKY, OTHER: CALM}
    assert store.risks_of("call-1") == {}
    found = store.load("call-0")
    assert found is not None
    assert found.satisfaction_risk == 0.9


def test_a_later_risk_replaces_that_of_its_target(store: Store) -> None:
    fill(store, 1)
    store.save_risks(TARGET, {"call-0": RISKY}, NOW)
    store.save_risks(OTHER, {"call-0": RISKY}, NOW)
    store.save_risks(TARGET, {"call-0": CALM}, NOW)
    assert store.risks_of("call-0") == {TARGET: CALM, OTHER: RISKY}


def test_the_risk_goes_with_the_result_that_it_is_about(store: Store) -> None:
    fill(store, 1)
    store.save_risks(TARGET, {"call-0": RISKY}, NOW)
    store.save(judged(a_call(0)), "me", "f", NOW)
    assert store.risks_of("call-0") == {}


def test_a_call_that_has_gone_meanwhile_costs_the_others_nothing(store: Store) -> None:
    fill(store, 1)
    store.save_risks(TARGET, {"call-0": RISKY, "gone": RISKY}, NOW)
    assert store.risks_of("call-0") == {TARGET: RISKY}
    with pytest.raises(StoreError):
        store.risks_of("gone")


def test_those_are_unscored_that_this_model_has_not_scored(store: Store) -> None:
    fill(store, 3)
    store.ingest(calls(5))
    store.save(failed(a_call(3)), "me", None, NOW)
    store.save_risks(TARGET, {"call-0": RISKY}, NOW)
    assert store.unscored(DAY, SHANGHAI, TARGET, "satisfaction-1") == ["call-1", "call-2"]
    assert len(store.unscored(DAY, SHANGHAI, TARGET, "satisfaction-2")) == 3
    assert len(store.unscored(DAY, SHANGHAI, OTHER, "satisfaction-1")) == 3
    assert store.unscored(date(2026, 3, 1), SHANGHAI, TARGET, "satisfaction-1") == []


def test_the_highest_risk_comes_first(store: Store) -> None:
    fill(store, 3, satisfaction=Satisfaction.DISSATISFIED)
    store.save_risks(TARGET, {"call-0": CALM, "call-2": RISKY, "call-1": RISKY}, NOW)
    found = store.ranked(DAY, SHANGHAI, TARGET)
    assert [each.call_id for each in found] == ["call-1", "call-2", "call-0"]
    assert found[0].rating is Satisfaction.DISSATISFIED
    assert found[0].flags == (Flag.LONG, Flag.FATAL)
    assert found[0].risk == RISKY


def test_exactly_the_chosen_calls_of_the_day_carry_the_flag(store: Store) -> None:
    fill(store, 3)
    other = a_call(9, started_at=NINE.replace(day=1))
    store.ingest([other])
    store.save(judged(other), "me", "f", NOW)
    store.predict(date(2026, 3, 1), SHANGHAI, PREDICTED, ["call-9"])
    store.predict(DAY, SHANGHAI, PREDICTED, ["call-0", "call-1"])
    store.predict(DAY, SHANGHAI, PREDICTED, ["call-1", "call-2"])
    flagged = [i.call.call_id for i, _ in store.stream(CallFilter(flags=(PREDICTED,)))]
    assert flagged == ["call-9", "call-1", "call-2"]
    kept = store.load("call-0")
    assert kept is not None
    assert kept.flags == (Flag.LONG, Flag.FATAL)


def test_what_stands_for_all_is_what_was_chosen_or_drawn_by_lot(store: Store) -> None:
    fill(store, 6)
    store.save_risks(TARGET, {f"call-{at}": CALM for at in range(5)}, NOW)
    store.predict(DAY, SHANGHAI, PREDICTED, ["call-0"])
    plan = {
        "call-0": Review(PlanKind.MANDATORY, ("predicted_dissatisfied",)),
        "call-1": Review(PlanKind.MANDATORY, ("long", "random")),
        "call-2": Review(PlanKind.MANDATORY, ("long",)),
        "call-3": Review(PlanKind.TARGETED, ("exploration",)),
        "call-5": Review(PlanKind.RANDOM, ("random",)),
    }
    store.save_plan(DAY, plan)
    found = {
        (each.chosen, each.heard): each.calls
        for each in store.drawn(CallFilter(), TARGET, PREDICTED)
    }
    assert found == {(True, ("call-0",)): 1, (False, ("call-1",)): 2, (False, ("call-3",)): 2}


def test_of_the_calls_that_were_predicted_the_riskiest_waits_first(store: Store) -> None:
    fill(store, 3)
    rising = {f"call-{at}": replace(RISKY, probability=risk) for at, risk in RISING.items()}
    store.save_risks(TARGET, rising, NOW)
    predicted = Review(PlanKind.MANDATORY, (PREDICTED,))
    store.save_plan(DAY, dict.fromkeys(rising, predicted))
    page = store.queue_page(CallFilter(), after=None, limit=9, claims_since=NOW)
    assert [(each.call.call_id, each.satisfaction_risk) for each in page] == [
        ("call-1", 0.9),
        ("call-2", 0.6),
        ("call-0", 0.4),
    ]
    (rest,) = store.queue_page(CallFilter(), after=page[1].place, limit=9, claims_since=NOW)
    assert rest.call.call_id == "call-0"
