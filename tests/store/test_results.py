"""Saving and reading back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from judged_strategies import judged_calls
from sqlalchemy import func, select, text
from stored_calls import NINE, NOW, a_call, a_turn, calls, failed, ids, judged

from qa.call import Peaks
from qa.errors import StoreError
from qa.scoring.values import Flag, JudgedCall, PlanKind, Review
from qa.store import CallFilter, Status, Store, reading
from qa.store.tables import metadata


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(judged=judged_calls)
def test_what_goes_in_comes_out_equal(store: Store, judged: JudgedCall) -> None:
    store.ingest([judged.call])
    store.save(judged, "me", None, NOW)
    found = store.load(judged.call.call_id)
    assert found == judged
    assert found.call.started_at.isoformat() == judged.call.started_at.isoformat()


def test_floats_come_back_exactly(store: Store) -> None:
    exact = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, 123456.00000000001]
    turns = tuple(replace(a_turn("好"), start=0.0, end=value) for value in exact)
    store.ingest(calls(1))
    store.save(judged(a_call(0), *turns), "me", "f", NOW)
    found = store.load("call-0")
    assert found is not None
    assert found.transcript is not None
    assert [turn.end for turn in found.transcript.turns] == exact


def test_the_newest_metadata_is_read_with_an_older_result(store: Store) -> None:
    store.ingest(calls(1))
    store.save(judged(a_call(0)), "me", "f", NOW)
    renamed = a_call(0, agent_name="张三")
    store.ingest([renamed])
    assert store.load("call-0") == judged(renamed)


@pytest.mark.parametrize("raised", [(), (Flag.DISSATISFIED, Flag.NIGHT_SHIFT)])
def test_flags_alone_can_be_replaced(store: Store, raised: tuple[Flag, ...]) -> None:
    store.ingest(calls(1))
    before = replace(judged(a_call(0)), flags=(Flag.LONG, Flag.DISSATISFIED))
    store.save(before, "me", "f", NOW)
    store.set_flags("call-0", raised)
    assert store.load("call-0") == replace(before, flags=raised)
    with pytest.raises(StoreError, match="call-9"):
        store.set_flags("call-9", raised)


def test_a_call_without_result_is_not_loaded(store: Store) -> None:
    store.ingest(calls(1))
    assert store.load("call-0") is None
    assert store.load("nobody") is None


def test_replacing_a_result_leaves_no_orphans(store: Store) -> None:
    store.ingest(calls(2))
    rich = judged(a_call(0), *(a_turn(f"第{i}句话" * 500, start=i) for i in range(9)))
    store.save(judged(a_call(1)), "me", "f", NOW)
    before = _rows(store)
    store.save(rich, "me", "f", NOW)
    store.save(failed(a_call(0)), "me", None, NOW)
    assert store.load("call-0") == failed(a_call(0))
    assert store.search("句话") == []
    assert _rows(store) == before | {"results": 2}
    assert _search_documents(store) == 1


def test_a_result_of_a_call_that_was_never_ingested_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no call call-0 → ingest it first"):
        store.save(judged(a_call(0)), "me", "f", NOW)


def test_a_result_is_refused_once_the_lease_is_anothers(store: Store) -> None:
    store.ingest(calls(1))
    store.claim(["call-0"], "slow", NOW, 1)
    store.expire_leases({"slow"}, NOW)
    store.claim(["call-0"], "other", NOW, 1)
    with pytest.raises(StoreError, match="worked on by other now, not by slow"):
        store.save(judged(a_call(0)), "slow", "f", NOW)
    assert store.load("call-0") is None
    assert store.lease_owners() == {"other"}


def test_saving_gives_the_lease_back(store: Store) -> None:
    store.ingest(calls(2))
    store.claim(["call-0", "call-1"], "me", NOW, 2)
    store.save(judged(a_call(0)), "me", "f", NOW)
    assert store.claim(["call-0", "call-1"], "you", NOW, 2) == ["call-0"]


def test_a_stream_is_in_order_and_complete_over_many_pages(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PAGE", 4)
    night = calls(13)
    same_time = [a_call(7, call_id=f"twin-{letter}") for letter in "bca"]
    for call in night + same_time:
        store.ingest([call])
        store.save(judged(call), "me", "f", NOW)
    streamed = [found.call for found, _ in store.stream(CallFilter())]
    assert streamed == sorted(night + same_time, key=lambda c: (c.started_at, c.call_id))


def test_a_stream_without_words_has_all_else(store: Store) -> None:
    store.ingest(calls(1))
    store.save(judged(a_call(0), a_turn("您好"), a_turn("再见", 3)), "me", "f", NOW)
    found, _ = next(store.stream(CallFilter(), words=False))
    assert found.transcript is not None
    assert [turn.words for turn in found.transcript.turns] == [(), ()]
    assert [turn.text for turn in found.transcript.turns] == ["您好", "再见"]


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (CallFilter(), ["call-0", "call-1", "call-2", "call-3"]),
        (CallFilter(call_ids=("call-3", "call-1", "nobody")), ["call-1", "call-3"]),
        (CallFilter(call_ids=()), []),
        (CallFilter(since=NINE + timedelta(minutes=2)), ["call-2", "call-3"]),
        (CallFilter(until=NINE + timedelta(minutes=2)), ["call-0", "call-1"]),
        (CallFilter(business_lines=("callback", "offsite")), ["call-1"]),
        (CallFilter(agent_ids=("A002",)), ["call-2"]),
        (CallFilter(status=Status.FAILED), ["call-3"]),
        (CallFilter(status=Status.DONE, agent_ids=("A001",)), ["call-0", "call-1"]),
        (CallFilter(flags=(Flag.MONO, Flag.FATAL)), ["call-0", "call-1", "call-2"]),
        (CallFilter(flags=(Flag.MONO,)), []),
        (CallFilter(plan=(PlanKind.MANDATORY,)), ["call-0"]),
        (CallFilter(plan=(PlanKind.NONE,)), ["call-2", "call-3"]),
        (CallFilter(plan=(PlanKind.NONE, PlanKind.RANDOM)), ["call-1", "call-2", "call-3"]),
    ],
)
def test_a_filter_selects(store: Store, filter: CallFilter, expected: list[str]) -> None:
    night = [
        a_call(0),
        a_call(1, business_line="callback"),
        a_call(2, agent_id="A002"),
        a_call(3),
    ]
    store.ingest([*night, a_call(4)])
    for call in night[:3]:
        store.save(judged(call), "me", "f", NOW)
    store.save(failed(night[3]), "me", None, NOW)
    plan = {"call-0": Review(PlanKind.MANDATORY), "call-1": Review(PlanKind.RANDOM)}
    store.save_plan(NINE.date(), plan)
    assert ids([found.call for found, _ in store.stream(filter)]) == expected


def test_lengths_are_those_of_the_line_in_the_window(store: Store) -> None:
    store.ingest([*calls(4), a_call(5, business_line="callback")])
    for number in range(3):
        store.save(judged(a_call(number)), "me", "f", NOW)
    store.save(failed(a_call(3)), "me", None, NOW)
    store.save(judged(a_call(5, business_line="callback")), "me", "f", NOW)
    end = NINE + timedelta(days=1)
    assert store.lengths("inbound", NINE, end) == [60.5] * 3
    assert store.lengths("inbound", NINE + timedelta(minutes=1), end) == [60.5] * 2
    assert store.lengths("inbound", NINE, NINE + timedelta(minutes=1)) == [60.5]
    assert store.lengths("callback", NINE, end) == [60.5]


def _rows(store: Store) -> dict[str, int]:
    with store._database.reading() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


def _search_documents(store: Store) -> int | None:
    with store._database.writing() as connection:
        if store.dialect == "postgresql":
            return connection.scalar(text("SELECT count(*) FROM search_documents"))
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.entries USING fts5vocab(main, search_documents, instance)"
        )
        return connection.scalar(text("SELECT count(DISTINCT doc) FROM temp.entries"))


def test_a_judged_call_brings_its_peaks_and_a_failed_one_forgets_them(store: Store) -> None:
    store.ingest([a_call(0)])
    done = judged(a_call(0))
    assert done.transcript is not None
    peaks = Peaks(25, (b"\x01\x02", b"\x03\x04"))
    store.save(replace(done, transcript=replace(done.transcript, peaks=peaks)), "me", "f", NOW)
    assert store.peaks("call-0") == peaks
    (kept, _), *_ = store.stream(CallFilter())
    assert kept.transcript is not None
    assert kept.transcript.peaks is None
    store.save(failed(a_call(0)), "me", "g", NOW)
    assert store.peaks("call-0") is None
