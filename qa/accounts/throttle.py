"""How long somebody who guesses passwords has to wait.

Tries are counted in the database, per username and per address, so that it holds over
processes and restarts. The first ones are free; then each waits twice as long as the one
before. What is older than `WINDOW` is forgotten, so nobody is locked out for good.
"""

import hmac
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from qa.errors import TooManyTries
from qa.store import Store
from qa.store.account_values import Tries

WINDOW = timedelta(minutes=30)
MAX_DELAY_S = 900.0
CLOCK_SLACK = timedelta(minutes=5)
"""Tries noted further in the future were noted by a clock that was wrong."""
FREE_PER_USER = 5
FREE_PER_ADDRESS = 20
"""A whole office may come from one address."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The keys that a try is noted under."""

    user: str
    address: str


def trial_of(secret: bytes, username: str, address: str) -> Trial:
    """Keys that tell nothing: what is typed as a username may be a password."""
    return Trial(_digest(secret, f"user:{username}"), _digest(secret, f"address:{address}"))


def admit(store: Store, trial: Trial, now: datetime) -> None:
    """Note a try.

    Raises:
        TooManyTries: it has to wait; it is not noted then.
    """

    def wait_s(tries: Mapping[str, Tries]) -> float:
        return max(
            _wait_s(tries[trial.user], FREE_PER_USER, now),
            _wait_s(tries[trial.address], FREE_PER_ADDRESS, now),
        )

    wait = store.try_sign_in(
        (trial.user, trial.address),
        now,
        since=now - WINDOW,
        until=now + CLOCK_SLACK,
        wait_s=wait_s,
    )
    if wait > 0:
        raise TooManyTries(math.ceil(wait))


def delay_s(count: int, free: int) -> float:
    """Seconds between the last of `count` tries and the next: 0, …, 0, 1, 2, 4, …"""
    if count < free:
        return 0.0
    return min(MAX_DELAY_S, 2.0 ** min(count - free, 20))


def _wait_s(tries: Tries, free: int, now: datetime) -> float:
    if tries.last_at is None:
        return 0.0
    passed_s = (now - tries.last_at).total_seconds()
    return max(0.0, delay_s(tries.count, free) - passed_s)


def _digest(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), sha256).hexdigest()
