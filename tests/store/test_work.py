import os
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from stored_calls import NOW, a_call, calls, failed, ids, judged

from qa.errors import StoreError
from qa.store import CallFilter, DueCall, Store, open_store

NIGHT = ids(calls(4))


def test_calls_never_processed_are_due_in_order_of_time(store: Store) -> None:
    store.ingest(list(reversed(calls(3))))
    assert store.due(["call-2", "call-0", "call-1", "nobody"], "p1") == [
        DueCall(call, attempts=0) for call in calls(3)
    ]


def test_only_the_calls_asked_for_are_due(store: Store) -> None:
    store.ingest(calls(3))
    assert [due.call.call_id for due in store.due(["call-1"], "p1")] == ["call-1"]
    assert store.due([], "p1") == []


def test_a_finished_call_is_due_again_for_another_pipeline(store: Store) -> None:
    store.ingest(calls(1))
    store.save(judged(a_call(0), pipeline="p1"), "me", "f", NOW)
    assert store.due(["call-0"], "p1") == []
    assert len(store.due(["call-0"], "p2")) == 1


def test_a_failed_call_is_due_again_only_when_asked_for(store: Store) -> None:
    store.ingest(calls(1))
    store.save(failed(a_call(0)), "me", None, NOW)
    assert store.due(["call-0"], "p1") == []
    assert len(store.due(["call-0"], "p1", retry_failed=True)) == 1
    assert len(store.due(["call-0"], "p2")) == 1


def test_a_claim_takes_free_calls_up_to_its_limit(store: Store) -> None:
    store.ingest(calls(4))
    assert store.claim(NIGHT, "a", NOW, 3) == ["call-0", "call-1", "call-2"]
    assert store.claim(NIGHT, "b", NOW, 3) == ["call-3"]
    assert store.claim(NIGHT, "a", NOW, 3) == []
    assert store.lease_owners() == {"a", "b"}


def test_a_claim_with_the_pipeline_passes_over_what_was_finished_since(store: Store) -> None:
    store.ingest(calls(4))
    store.save(judged(a_call(0), pipeline="p1"), "a", "f", NOW)
    store.save(failed(a_call(1), pipeline="p1"), "a", "f", NOW)
    assert store.claim(NIGHT, "b", NOW, 9, pipeline="p1") == ["call-2", "call-3"]
    store.release("b")
    retrying = store.claim(NIGHT, "b", NOW, 9, pipeline="p1", retry_failed=True)
    assert retrying == ["call-1", "call-2", "call-3"]


def test_released_calls_can_be_claimed_by_others(store: Store) -> None:
    store.ingest(calls(4))
    store.claim(NIGHT, "a", NOW, 4)
    store.release("a")
    assert store.lease_owners() == set()
    assert store.claim(NIGHT, "b", NOW, 4) == NIGHT


def test_leases_of_the_dead_and_the_silent_expire(store: Store) -> None:
    store.ingest(calls(4))
    minute = timedelta(minutes=1)
    store.claim(["call-0"], "dead", NOW + minute, 1)
    store.claim(["call-1"], "silent", NOW - minute, 1)
    store.claim(["call-2"], "beating", NOW - minute, 1)
    store.claim(["call-3"], "fresh", NOW, 1)
    store.heartbeat("beating", NOW)
    assert store.expire_leases({"dead"}, NOW) == 2
    assert store.lease_owners() == {"beating", "fresh"}
    assert store.expire_leases([], NOW) == 0


def test_attempts_are_counted_until_the_call_is_saved(store: Store) -> None:
    store.ingest(calls(1))
    assert [store.record_attempt("call-0"), store.record_attempt("call-0")] == [1, 2]
    assert store.due(["call-0"], "p1")[0].attempts == 2
    store.save(judged(a_call(0)), "me", "f", NOW)
    assert store.due(["call-0"], "p2")[0].attempts == 0


@pytest.mark.parametrize("place", ["another recording", "other bytes"])
def test_attempts_on_another_recording_do_not_count(store: Store, place: str) -> None:
    store.ingest(calls(1))
    store.mark_recording("call-0", "size1", "aa")
    store.record_attempt("call-0")
    if place == "other bytes":
        store.mark_recording("call-0", "size2", "bb")
    else:
        store.ingest([a_call(0, recording="/recordings/other.wav")])
    assert store.due(["call-0"], "p1")[0].attempts == 0


def test_an_attempt_at_an_unknown_call_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no call nobody"):
        store.record_attempt("nobody")


def test_threads_never_claim_the_same_call(store: Store) -> None:
    store.ingest(calls(60))
    claimed: list[str] = []

    def work(owner: str) -> None:
        mine = open_store(store.url)
        while got := mine.claim(ids(calls(60)), owner, NOW, 2):
            claimed.extend(got)
        mine.close()

    threads = [threading.Thread(target=work, args=(f"t{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(claimed) == Counter(ids(calls(60)))


@pytest.mark.slow
def test_processes_never_work_on_the_same_call(store: Store) -> None:
    store.ingest(calls(40))
    workers = [_process("claim_all", store.url, f"p{i}", 40) for i in range(3)]
    outputs = [worker.communicate(timeout=60)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert Counter(sum(outputs, [])) == Counter(ids(calls(40)))  # noqa: RUF017
    assert store.due(ids(calls(40)), "p1") == []


@pytest.mark.slow
def test_kill_9_loses_nothing_and_leaves_no_half_call(store: Store) -> None:
    night = ids(calls(150))
    store.ingest(calls(150))
    worker = _process("save_until_killed", store.url, "victim", 150)
    assert worker.stdout is not None
    reported = {worker.stdout.readline().strip() for _ in range(12)}
    worker.kill()
    reported |= set(worker.stdout.read().split())
    worker.wait()
    _wait_for_rollback(store)
    found = {judged.call.call_id: judged for judged, _ in store.stream(CallFilter())}
    assert reported <= set(found) < set(night)
    for judged_call in found.values():
        assert judged_call.transcript is not None
        assert len(judged_call.transcript.turns) == 40
        assert len(judged_call.verdicts) == len(judged_call.flags) == 2
    assert {hit.call_id for hit in store.search("次说的话", limit=200)} == set(found)
    left = [due.call.call_id for due in store.due(night, "p1")]
    assert set(left) == set(night) - set(found)
    assert store.expire_leases({"victim"}, NOW) == len(left)
    assert store.claim(night, "next", NOW, 150, pipeline="p1") == left


def _process(what: str, url: str, owner: str, number: int) -> subprocess.Popen[str]:
    tests = Path(__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, Path(__file__).with_name("claiming.py"), what, url, owner, str(number)],
        env={"PYTHONPATH": f"{tests.parent}{os.pathsep}{tests}", "PATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait_for_rollback(store: Store) -> None:
    """PostgreSQL notices a moment later that its client is gone."""
    if store.dialect == "sqlite":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    for _ in range(100):
        with store._database.reading() as connection:
            if not connection.scalar(others):
                return
        time.sleep(0.05)
    raise AssertionError("the killed worker's transaction is still open")
