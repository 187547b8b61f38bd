from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from people_made import NOW

from qa.accounts.throttle import (
    FREE_PER_ADDRESS,
    FREE_PER_USER,
    MAX_DELAY_S,
    WINDOW,
    Trial,
    admit,
    delay_s,
    trial_of,
)
from qa.errors import TooManyTries
from qa.store import Store, open_store

SECRET = b"s" * 32


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def trial(user: str = "li", address: str = "10.0.0.1") -> Trial:
    return trial_of(SECRET, user, address)


def test_delays_grow_and_end_somewhere() -> None:
    delays = [delay_s(count, FREE_PER_USER) for count in range(40)]
    assert delays[:FREE_PER_USER] == [0.0] * FREE_PER_USER
    assert all(before <= after for before, after in pairwise(delays))
    assert delays[FREE_PER_USER : FREE_PER_USER + 4] == [1, 2, 4, 8]
    assert delays[-1] == MAX_DELAY_S


def test_after_the_free_tries_each_one_waits_longer(store: Store) -> None:
    now = NOW
    for _ in range(FREE_PER_USER):
        admit(store, trial(), now)
    for wait in (1, 2, 4, 8):
        with pytest.raises(TooManyTries) as refused:
            admit(store, trial(), now)
        assert refused.value.wait_s == wait
        now += seconds(wait)
        admit(store, trial(), now)


def test_a_refused_try_does_not_make_the_wait_longer(store: Store) -> None:
    for _ in range(FREE_PER_USER + 3):
        try_quietly(store)
    with pytest.raises(TooManyTries) as refused:
        admit(store, trial(), NOW)
    assert refused.value.wait_s == 1


def try_quietly(store: Store) -> bool:
    try:
        admit(store, trial(), NOW)
    except TooManyTries:
        return False
    return True


def test_another_user_and_another_address_are_free(store: Store) -> None:
    for _ in range(FREE_PER_USER):
        admit(store, trial(), NOW)
    admit(store, trial("wang"), NOW)
    with pytest.raises(TooManyTries):
        admit(store, trial("li", "10.0.0.2"), NOW)


def test_one_address_cannot_try_every_user(store: Store) -> None:
    for number in range(FREE_PER_ADDRESS):
        admit(store, trial(f"user{number}"), NOW)
    with pytest.raises(TooManyTries):
        admit(store, trial("user99"), NOW)
    admit(store, trial("user99", "10.0.0.2"), NOW)


def test_old_tries_are_forgotten(store: Store) -> None:
    for _ in range(FREE_PER_USER):
        admit(store, trial(), NOW)
    later = NOW + WINDOW + seconds(1)
    for _ in range(FREE_PER_USER):
        admit(store, trial(), later)


def test_a_clock_that_goes_back_locks_nobody_out(store: Store) -> None:
    for _ in range(FREE_PER_USER):
        admit(store, trial(), NOW)
    admit(store, trial(), NOW - timedelta(days=1))


def test_it_holds_over_processes_and_for_a_burst(url: str) -> None:
    stores = [open_store(url, lock_timeout_s=20) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(lambda number: try_quietly(stores[number % 4]), range(40)))
    for store in stores:
        store.close()
    assert sum(admitted) == FREE_PER_USER


def test_what_was_typed_cannot_be_read_from_the_database() -> None:
    keys = trial("my secret password")
    assert "secret" not in keys.user + keys.address
    assert keys.user != trial_of(b"other", "my secret password", "10.0.0.1").user
