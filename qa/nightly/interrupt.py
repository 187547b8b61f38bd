"""Ctrl-C, understood: once means finish what is in hand, twice means now."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupt:
    """Whether somebody wants the run to end, and how soon."""

    def __init__(self) -> None:
        self._asked = 0

    def ask(self) -> None:
        """Ask for the end: the first time nothing new is begun, the second time all stops."""
        self._asked += 1

    def demand(self) -> None:
        """Ask for the end at once."""
        self._asked += 2

    @property
    def soon(self) -> bool:
        """Begin nothing new."""
        return self._asked > 0

    @property
    def now(self) -> bool:
        """Do not even wait for what is in hand."""
        return self._asked > 1


@contextmanager
def listening(interrupt: Interrupt) -> Iterator[None]:
    """Ctrl-C asks, SIGTERM (a service being stopped) demands, as long as the context lives."""

    def heed(number: int, _: FrameType | None) -> None:
        if number == signal.SIGTERM:
            interrupt.demand()
        else:
            interrupt.ask()

    before = {number: signal.signal(number, heed) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
