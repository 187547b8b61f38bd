from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from stored_calls import NOW, a_call

from qa.call import Peaks
from qa.errors import StoreError
from qa.store import Store
from qa.store.account_values import AuditEntry, AuditFilter
from qa.store.engine import Database


def entry(minute: int = 0, **given: object) -> AuditEntry:
    values: dict[str, object] = {"who": "li", "action": "heard", "call_id": f"call-{minute}"}
    return AuditEntry(at=NOW + timedelta(minutes=minute), **values | given)  # type: ignore[arg-type]


def test_entries_come_back_as_written_the_newest_first(store: Store) -> None:
    written = [
        entry(0, details={"spans": [[0.5, 2.0]], "说明": "<b>'; DROP TABLE audit;--"}),
        entry(1, call_id=None, subject="王", address="10.0.0.1"),
    ]
    for each in written:
        store.record(each)
    assert [kept for _, kept in store.audit(AuditFilter(), limit=9)] == written[::-1]


def test_pages_follow_each_other_without_gap(store: Store) -> None:
    for minute in range(7):
        store.record(entry(minute))
    seen: list[str | None] = []
    before = None
    while page := store.audit(AuditFilter(), limit=3, before=before):
        seen += [kept.call_id for _, kept in page]
        before = page[-1][0]
    assert seen == [f"call-{minute}" for minute in reversed(range(7))]


@pytest.mark.parametrize(
    ("filter", "minutes"),
    [
        (AuditFilter(who="wang"), [2]),
        (AuditFilter(action="saw"), [1]),
        (AuditFilter(call_id="call-0"), [0]),
        (AuditFilter(since=NOW + timedelta(minutes=1)), [2, 1]),
        (AuditFilter(until=NOW + timedelta(minutes=1)), [0]),
        (AuditFilter(who="li", action="saw", call_id="call-0"), []),
    ],
)
def test_filters(store: Store, filter: AuditFilter, minutes: list[int]) -> None:
    for each in (entry(0), entry(1, action="saw"), entry(2, who="wang")):
        store.record(each)
    found = [kept.call_id for _, kept in store.audit(filter, limit=9)]
    assert found == [f"call-{minute}" for minute in minutes]


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_log(store: Store, statement: str) -> None:
    store.record(entry())
    database = Database(store.url)
    with pytest.raises(StoreError, match="only added to"), database.writing() as connection:
        connection.execute(text(statement))
    database.close()
    assert [kept for _, kept in store.audit(AuditFilter(), limit=9)] == [entry()]


def test_what_somebody_did_to_a_call_lately(store: Store) -> None:
    store.record(entry(0))
    assert store.did_since("li", "heard", "call-0", NOW)
    assert not store.did_since("li", "heard", "call-0", NOW + timedelta(seconds=1))
    assert not store.did_since("wang", "heard", "call-0", NOW)
    assert not store.did_since("li", "saw", "call-0", NOW)
    assert not store.did_since("li", "heard", "call-1", NOW)


def test_the_first_to_ask_draws_the_key_and_all_others_get_it(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda n: store.signing_key("cookies", bytes([n]) * 32), range(16)))
    assert len(set(drawn)) == 1
    assert store.signing_key("others", b"x" * 32) == b"x" * 32


def test_peaks_are_kept_and_replaced(store: Store) -> None:
    store.ingest([a_call(0)])
    assert store.peaks("call-0") is None
    for made in (Peaks(25, (b"\x00\x80\xff", b"\x01\x02\x03")), Peaks(25, (b"\x07",))):
        store.keep_peaks("call-0", made)
        assert store.peaks("call-0") == made


def test_peaks_of_an_unknown_call_are_refused(store: Store) -> None:
    assert store.peaks("none") is None
    with pytest.raises(StoreError, match="none"):
        store.keep_peaks("none", Peaks(25, (b"",)))
