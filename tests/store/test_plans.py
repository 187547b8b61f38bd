from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from stored_calls import NINE, NOW, a_call, a_turn, calls, failed, judged

from qa.errors import StoreError
from qa.scoring.values import Flag, PlanKind, Review
from qa.store import CandidateRow, Store

DAY = NINE.date()
SHANGHAI = ZoneInfo("Asia/Shanghai")
HEARD = Review(PlanKind.MANDATORY, ("fatal", "long"))


def test_candidates_are_the_judged_calls_of_the_day_with_their_flags(store: Store) -> None:
    store.ingest(calls(3))
    store.save(judged(a_call(1), a_turn("您好")), "me", "f", NOW)
    store.save(failed(a_call(2)), "me", None, NOW)
    assert store.candidates(DAY, SHANGHAI) == [
        CandidateRow("call-1", "inbound", "A001", (Flag.LONG, Flag.FATAL))
    ]
    assert store.candidates(date(2026, 3, 1), SHANGHAI) == []


def test_the_day_is_that_of_the_time_zone(store: Store) -> None:
    late = a_call(0, started_at=NINE.replace(hour=23))  # 15:00 UTC
    early = a_call(1, started_at=NINE.replace(hour=1))  # 17:00 UTC of the day before
    store.ingest([late, early])
    for call in (late, early):
        store.save(judged(call), "me", "f", NOW)
    in_shanghai = [row.call_id for row in store.candidates(DAY, SHANGHAI)]
    in_utc = [row.call_id for row in store.candidates(DAY, ZoneInfo("UTC"))]
    assert in_shanghai == ["call-1", "call-0"]
    assert in_utc == ["call-0"]


def test_a_plan_is_kept_and_others_have_no_place(store: Store) -> None:
    store.ingest(calls(3))
    store.save_plan(DAY, {"call-0": HEARD, "call-1": Review(PlanKind.NONE)})
    assert store.review_of("call-0") == HEARD
    assert store.review_of("call-1") == Review(PlanKind.NONE)
    assert store.review_of("call-2") == Review(PlanKind.NONE)
    assert store.review_of("nobody") == Review(PlanKind.NONE)


def test_saving_a_plan_again_replaces_it(store: Store) -> None:
    store.ingest(calls(2))
    store.save_plan(DAY, {"call-0": HEARD, "call-1": HEARD})
    store.save_plan(DAY, {"call-1": Review(PlanKind.RANDOM)})
    assert store.review_of("call-0") == Review(PlanKind.NONE)
    assert store.review_of("call-1") == Review(PlanKind.RANDOM)
    with store._database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM review_reasons")) == 0


def test_plans_of_other_days_stay(store: Store) -> None:
    store.ingest(calls(2))
    store.save_plan(DAY, {"call-0": HEARD})
    store.save_plan(date(2026, 3, 3), {"call-1": HEARD})
    assert store.review_of("call-0") == HEARD
    store.save_plan(date(2026, 3, 3), {})
    assert store.review_of("call-1") == Review(PlanKind.NONE)


def test_a_call_moves_from_one_days_plan_to_anothers(store: Store) -> None:
    store.ingest(calls(1))
    store.save_plan(DAY, {"call-0": HEARD})
    store.save_plan(date(2026, 3, 3), {"call-0": Review(PlanKind.TARGETED, ("night_shift",))})
    assert store.review_of("call-0") == Review(PlanKind.TARGETED, ("night_shift",))


def test_a_plan_outlives_a_new_result(store: Store) -> None:
    store.ingest(calls(1))
    store.save_plan(DAY, {"call-0": HEARD})
    store.save(judged(a_call(0)), "me", "f", NOW)
    assert store.review_of("call-0") == HEARD


def test_a_plan_with_an_unknown_call_is_refused_as_a_whole(store: Store) -> None:
    store.ingest(calls(1))
    store.save_plan(DAY, {"call-0": HEARD})
    with pytest.raises(StoreError, match="no call nobody"):
        store.save_plan(DAY, {"call-0": Review(PlanKind.RANDOM), "nobody": HEARD})
    assert store.review_of("call-0") == HEARD
