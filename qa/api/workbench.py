"""What every route and page works with: settings, the store, the clock."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from threading import Lock
from zoneinfo import ZoneInfo

from starlette.requests import HTTPConnection

from qa.accounts.passwords import Passwords
from qa.accounts.sessions import COOKIE, Limits, person_of
from qa.api.playable import Playback
from qa.api.standards import PresentStandards
from qa.casebook.clips import Clips
from qa.config import Settings
from qa.config.load import load_settings
from qa.keeping import Keeping
from qa.people import Person
from qa.recordings import Recordings
from qa.review.desk import Desk
from qa.rules.rule import Name
from qa.store import Store, open_store

LOCK_TIMEOUT_S = 10.0
"""A person waits, not a batch."""


class Workbench:
    """One a process. The store is opened when it is first needed, and again after a failure."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        passwords: Passwords | None = None,
    ) -> None:
        """Opens nothing yet.

        Args:
            settings: all of them.
            clock: the time, aware.
            passwords: how passwords are hashed; argon2's own parameters when left out.
        """
        self.settings = settings
        self.now = clock
        self.limits = Limits(
            timedelta(seconds=settings.sign_in.idle_s),
            timedelta(seconds=settings.sign_in.absolute_s),
        )
        self.recordings = Recordings(settings.allowed_roots)
        kept = Keeping(settings.playback.cache_dir, settings.playback.cache_mb)
        self.playback = Playback(self.recordings, kept)
        self.clips = Clips(self.recordings, kept)
        self._passwords, self._store, self._lock = passwords, None, Lock()
        self._standards = PresentStandards(settings)

    _store: Store | None

    @cached_property
    def passwords(self) -> Passwords:
        """How passwords are checked."""
        return self._passwords or Passwords()

    @property
    def store(self) -> Store:
        """The database.

        Raises:
            StoreError: it refuses, or has not this program's schema.
        """
        with self._lock:
            if self._store is None:
                self._store = open_store(self.settings.db_url, lock_timeout_s=LOCK_TIMEOUT_S)
            return self._store

    @property
    def desk(self) -> Desk:
        """What the use cases of inspecting work with.

        Raises:
            StoreError: the database refuses.
            RulebookError: what is wrong with the company's own rulebooks and scorecards.
        """
        zone = ZoneInfo(self.settings.timezone)
        scorecards = self._standards.now(self.store, self.now()).scorecards
        return Desk(self.store, scorecards, zone, self.settings.review, self.recordings)

    @property
    def rule_names(self) -> Mapping[str, Name]:
        """Of every rule of every line, by code.

        Raises:
            RulebookError: what is wrong with the company's own rulebooks and scorecards.
        """
        books = self._standards.now(self.store, self.now()).rulebooks.values()
        return {rule.code: rule.name for book in books for rule in book.rules}

    def person(self, connection: HTTPConnection) -> Person | None:
        """Who is signed in with this browser.

        Raises:
            StoreError: the database refuses.
        """
        return self.person_with(connection.cookies.get(COOKIE))

    def person_with(self, cookie: str | None) -> Person | None:
        """Whose session a cookie is.

        Raises:
            StoreError: the database refuses.
        """
        return person_of(self.store, cookie, self.now(), self.limits) if cookie else None

    def close(self) -> None:
        """Give back the database's connections."""
        if self._store is not None:
            self._store.close()
            self._store = None


@cache
def workbench() -> Workbench:
    """This process's own, as settings file and environment say.

    Raises:
        ConfigError: what is wrong with them.
    """
    return Workbench(load_settings(None, os.environ, {}).settings)


def address_of(connection: HTTPConnection) -> str:
    """Where a request comes from; the server has put a trusted proxy's word in its place."""
    return connection.client.host if connection.client else "unknown"
