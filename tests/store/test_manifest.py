from datetime import date, timedelta, timezone

import pytest
from stored_calls import CHINA, NINE, NOW, a_call, calls, failed, ids, judged

from qa.call import Direction, EndedBy, Satisfaction
from qa.errors import StoreError
from qa.store import Ingested, KnownRecording, Store


def test_the_same_manifest_again_changes_nothing(store: Store) -> None:
    assert store.ingest(calls(3)) == Ingested(new=3, changed=0, unchanged=0)
    assert store.ingest(calls(3)) == Ingested(new=0, changed=0, unchanged=3)


def test_new_changed_and_unchanged_calls_are_told_apart(store: Store) -> None:
    store.ingest(calls(2))
    again = [a_call(0), a_call(1, satisfaction=Satisfaction.DISSATISFIED), a_call(2)]
    assert store.ingest(again) == Ingested(new=1, changed=1, unchanged=1)
    assert store.call("call-1") == again[1]


def test_more_calls_than_one_transaction_takes(store: Store) -> None:
    assert store.ingest(calls(2_500)) == Ingested(new=2_500, changed=0, unchanged=0)
    assert store.ingest(calls(2_501)) == Ingested(new=1, changed=0, unchanged=2_500)


def test_of_two_calls_with_one_id_the_later_counts(store: Store) -> None:
    twice = [a_call(0), a_call(0, agent_name="张三")]
    assert store.ingest(twice) == Ingested(new=1, changed=0, unchanged=0)
    assert store.call("call-0") == twice[1]


def test_every_column_comes_back(store: Store) -> None:
    call = a_call(
        0,
        agent_name="李四",
        team="一班",
        skill_group="普通话",
        agent_hired_on=date(2025, 12, 1),
        customer_id="C1",
        customer_name="王五",
        customer_tier="VIP",
        direction=Direction.OUT,
        agent_channel=0,
        satisfaction=Satisfaction.NEUTRAL,
        ended_by=EndedBy.CUSTOMER,
        hold_s=0.1,
        queue_s=12.7,
        attributes={"渠道": "400", "空": ""},
    )
    store.ingest([call])
    assert store.call("call-0") == call


@pytest.mark.parametrize("hours", [8, -3.5, 0, 5.75])
def test_the_calls_own_offset_comes_back(store: Store, hours: float) -> None:
    started_at = NINE.astimezone(timezone(timedelta(hours=hours)))
    store.ingest([a_call(0, started_at=started_at)])
    found = store.call("call-0")
    assert found is not None
    assert found.started_at.isoformat() == started_at.isoformat()


def test_another_offset_of_the_same_instant_is_a_change(store: Store) -> None:
    store.ingest([a_call(0, started_at=NINE)])
    shifted = NINE.astimezone(timezone(timedelta(hours=9)))
    assert store.ingest([a_call(0, started_at=shifted)]).changed == 1


def test_the_order_of_attributes_is_no_change(store: Store) -> None:
    store.ingest([a_call(0, attributes={"a": "1", "b": "2"})])
    assert store.ingest([a_call(0, attributes={"b": "2", "a": "1"})]).unchanged == 1


def test_an_unknown_call_is_none(store: Store) -> None:
    assert store.call("nobody") is None


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({"satisfaction": Satisfaction.DISSATISFIED}, False),
        ({"agent_name": "别人", "attributes": {"x": "y"}}, False),
        ({"started_at": NINE + timedelta(days=1)}, False),
        ({"recording": "/recordings/other.wav"}, True),
        ({"agent_channel": 1}, True),
        ({"business_line": "callback"}, True),
    ],
)
def test_which_changes_make_a_judged_call_due(
    store: Store, change: dict[str, object], due: bool
) -> None:
    store.ingest(calls(1))
    store.save(judged(a_call(0)), "me", "f", NOW)
    assert store.ingest([a_call(0, **change)]).changed == 1
    assert bool(store.due(["call-0"], "p1")) is due


def test_recordings_are_known_once_they_were_judged_or_marked(store: Store) -> None:
    store.ingest(calls(3))
    store.save(judged(a_call(0), sha256="aa"), "me", "size1", NOW)
    store.mark_recording("call-1", "size2", "bb")
    assert store.known_recordings(ids(calls(3))) == {
        "call-0": KnownRecording("size1", "aa"),
        "call-1": KnownRecording("size2", "bb"),
    }


def test_a_changed_recording_makes_the_call_due_until_it_is_judged(store: Store) -> None:
    store.ingest(calls(1))
    store.save(judged(a_call(0), sha256="aa"), "me", "size1", NOW)
    store.mark_recording("call-0", "touched", "aa")
    assert store.due(["call-0"], "p1") == []
    store.mark_recording("call-0", "size2", "bb")
    assert len(store.due(["call-0"], "p1")) == 1
    store.save(judged(a_call(0), sha256="bb"), "me", "size2", NOW)
    assert store.due(["call-0"], "p1") == []


def test_a_recording_that_was_missing_makes_the_call_due_when_it_appears(store: Store) -> None:
    store.ingest(calls(1))
    store.save(failed(a_call(0), sha256=None), "me", None, NOW)
    assert store.due(["call-0"], "p1") == []
    store.mark_recording("call-0", "size1", "aa")
    assert len(store.due(["call-0"], "p1")) == 1


def test_what_was_known_of_a_recording_is_forgotten_with_its_place(store: Store) -> None:
    store.ingest(calls(1))
    store.save(judged(a_call(0)), "me", "size1", NOW)
    store.ingest([a_call(0, recording="/recordings/other.wav")])
    assert store.known_recordings(["call-0"]) == {}


def test_marking_an_unknown_call_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no call nobody → ingest it first"):
        store.mark_recording("nobody", "f", "aa")


def test_names_that_look_like_sql_are_names(store: Store) -> None:
    call = a_call(0, call_id="x'); DROP TABLE calls; --", agent_name='%_"\\', started_at=NINE)
    store.ingest([call])
    assert store.call(call.call_id) == call
    assert store.call(call.call_id).started_at.tzinfo == CHINA  # type: ignore[union-attr]
