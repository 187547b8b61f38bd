"""What other processes do to a store in the tests."""

import sys

from stored_calls import NOW, a_call, a_turn, calls, ids, judged

from qa.store import open_store


def claim_all(url: str, owner: str, number: int) -> None:
    """Claim and save until nothing is left; print what was claimed."""
    store = open_store(url)
    while got := store.claim(ids(calls(number)), owner, NOW, 3, pipeline="p1"):
        for call_id in got:
            _report(call_id)
            call = store.call(call_id)
            assert call is not None
            store.save(judged(call), owner, "f", NOW)
    store.close()


def save_until_killed(url: str, owner: str, number: int) -> None:
    """Save one call after the other; print each after it was saved."""
    store = open_store(url)
    turns = [a_turn("这一次说的话" * 30, start=i) for i in range(40)]
    for call_id in store.claim(ids(calls(number)), owner, NOW, number):
        store.record_attempt(call_id)
        store.save(judged(a_call(int(call_id.removeprefix("call-"))), *turns), owner, "f", NOW)
        _report(call_id)


def _report(call_id: str) -> None:
    sys.stdout.write(call_id + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"claim_all": claim_all, "save_until_killed": save_until_killed}[sys.argv[1]](
        sys.argv[2], sys.argv[3], int(sys.argv[4])
    )
