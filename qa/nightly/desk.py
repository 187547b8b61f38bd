"""What everybody in a run shares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from qa.nightly.interrupt import Interrupt
from qa.nightly.observer import RunObserver
from qa.store import Store

Clock = Callable[[], datetime]
"""Tells the time, aware."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The run's store and name, who watches it, who may stop it, and its clock."""

    store: Store
    owner: str
    """Name of this run on its leases."""
    observer: RunObserver
    interrupt: Interrupt
    clock: Clock
