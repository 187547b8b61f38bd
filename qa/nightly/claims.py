"""Which call to work on next, agreed with every other run on the same store."""

from collections import deque
from collections.abc import Sequence
from datetime import timedelta

from qa.nightly.desk import Desk
from qa.nightly.owner import dead
from qa.nightly.plan import Item, in_order

HEARTBEAT = timedelta(seconds=30)
LEASE_AGE = timedelta(minutes=15)
"""A lease of another host that was not renewed for so long belongs to nobody any more. Runs of
this host are recognised as dead at once."""


class Claims:
    """The calls that are due, leased one at a time as workers become free."""

    def __init__(
        self, desk: Desk, items: Sequence[Item], pipeline: str, *, retry_failed: bool = False
    ) -> None:
        self._store, self._owner, self._clock = desk.store, desk.owner, desk.clock
        self._pipeline, self._retry_failed = pipeline, retry_failed
        self._queue = deque(items)
        self._others: dict[str, Item] = {}
        self._renewed_at = desk.clock()
        self.taken_elsewhere: list[Item] = []
        """Calls that other runs worked on to the end."""

    @property
    def exhausted(self) -> bool:
        """Nothing can be taken at the moment."""
        return not self._queue

    @property
    def with_others(self) -> int:
        """Calls that other runs had in hand when last looked at."""
        return len(self._others)

    def take(self) -> Item | None:
        """The next call that is due and free, leased to this run."""
        while self._queue:
            item = self._queue.popleft()
            call_id = item.call.call_id
            if self._store.claim(
                [call_id],
                self._owner,
                self._clock(),
                1,
                pipeline=self._pipeline,
                retry_failed=self._retry_failed,
            ):
                return item
            self._others[call_id] = item
        return None

    def leave(self, item: Item) -> None:
        """Another run took a call over, because this one was not heard of for too long."""
        self._others[item.call.call_id] = item

    def look_again(self) -> None:
        """See what became of the calls that other runs had: those that they finished are
        theirs, those that they dropped, or died with, can be taken."""
        self.free_abandoned()
        due = {each.call.call_id for each in self._store.due(list(self._others), self._pipeline)}
        self.taken_elsewhere += [item for name, item in self._others.items() if name not in due]
        self._queue.extend(in_order(item for name, item in self._others.items() if name in due))
        self._others.clear()

    def free_abandoned(self) -> None:
        """End the leases of runs that are dead, on this host, or silent, on another."""
        gone = dead(self._store.lease_owners() - {self._owner})
        self._store.expire_leases(gone, self._clock() - LEASE_AGE)

    def keep(self) -> None:
        """Renew this run's leases when it is time."""
        now = self._clock()
        if now - self._renewed_at >= HEARTBEAT:
            self._store.heartbeat(self._owner, now)
            self._renewed_at = now
