"""What calls are judged by now: rulebooks and scorecards, read again when one is published."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock

from qa.config import Settings
from qa.rules.version import RulebookVersion
from qa.scoring.standards import Standards, load_standards
from qa.store import Store

LOOK_AGAIN = timedelta(minutes=1)
"""How long a publication may stay unseen. Reading all rulebooks takes seconds, looking does not."""


class PresentStandards:
    """What the next night would judge by. Safe to ask from several threads."""

    def __init__(
        self,
        settings: Settings,
        read: Callable[[Settings, Mapping[str, RulebookVersion]], Standards] = load_standards,
    ) -> None:
        """Reads nothing yet."""
        self._settings, self._load = settings, read
        self._lock = Lock()
        self._read: Standards | None = None
        self._published: Mapping[str, RulebookVersion] = {}
        self._looked_at = datetime.min.replace(tzinfo=UTC)

    def now(self, store: Store, now: datetime) -> Standards:
        """Those in force, at most a minute old.

        Raises:
            RulebookError: what is wrong with the company's own rulebooks and scorecards.
            StoreError: the database refuses.
        """
        with self._lock:
            if self._read and self._looked_at <= now < self._looked_at + LOOK_AGAIN:
                return self._read
            published = store.published_rulebooks()
            if self._read is None or published != self._published:
                self._read = self._load(self._settings, published)
                self._published = published
            self._looked_at = now
            return self._read
