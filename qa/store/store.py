"""The store as the batch and the command line see it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from qa.call import Call, Role
from qa.scoring.values import JudgedCall, Review
from qa.store.values import (
    CallFilter,
    CandidateRow,
    DueCall,
    Ingested,
    KnownRecording,
    SchemaState,
    SearchHit,
)


class Store(Protocol):
    """All access to the database; every method is one transaction unless it says otherwise."""

    url: str
    dialect: str

    def close(self) -> None:
        """Give back the connections."""

    def ingest(self, calls: Sequence[Call]) -> Ingested:
        """Add or update manifest rows, one transaction a chunk."""

    def due(
        self, call_ids: Sequence[str], pipeline: str, *, retry_failed: bool = False
    ) -> list[DueCall]:
        """Calls never done, done by another pipeline, or whose recording changed since."""

    def known_recordings(self, call_ids: Sequence[str]) -> Mapping[str, KnownRecording]:
        """The recordings that were looked at before, by call_id."""

    def mark_recording(self, call_id: str, fingerprint: str, sha256: str) -> None:
        """Note how the recording looks now; another sha256 than the judged one makes it due."""

    def claim(
        self,
        call_ids: Sequence[str],
        owner: str,
        now: datetime,
        limit: int,
        *,
        pipeline: str | None = None,
        retry_failed: bool = False,
    ) -> list[str]:
        """Lease up to `limit` free calls to `owner`.

        Pass the `pipeline` (and `retry_failed`) that `due` was asked with: then a call that
        another run finished in the meantime is no longer leased.
        """

    def heartbeat(self, owner: str, now: datetime) -> None:
        """Renew all leases of `owner`."""

    def release(self, owner: str) -> None:
        """Give back all leases of `owner`."""

    def expire_leases(self, dead_owners: Collection[str], older_than: datetime) -> int:
        """Free the leases of dead owners and those not renewed since `older_than`."""

    def lease_owners(self) -> set[str]:
        """Everyone who holds a lease."""

    def record_attempt(self, call_id: str) -> int:
        """Count the beginning of work on a call; the number of attempts including this one."""

    def save(self, judged: JudgedCall, owner: str, fingerprint: str | None, now: datetime) -> None:
        """Replace all that is known of a call and give back its lease."""

    def load(self, call_id: str) -> JudgedCall | None:
        """Everything about one call; None when it is unknown or not processed yet."""

    def review_of(self, call_id: str) -> Review:
        """The call's place in the review plan."""

    def stream(
        self, filter: CallFilter, *, words: bool = True
    ) -> Iterator[tuple[JudgedCall, Review]]:
        """Processed calls in order of started_at, call_id, in bounded memory."""

    def lengths(self, business_line: str, since: datetime, until: datetime) -> list[float]:
        """Durations in seconds of the line's calls started in [since, until)."""

    def candidates(self, day: date, tz: ZoneInfo) -> list[CandidateRow]:
        """The judged calls that started on `day` in `tz`."""

    def save_plan(self, day: date, reviews: Mapping[str, Review]) -> None:
        """Replace the day's review plan."""

    def search(
        self,
        text: str,
        *,
        limit: int = 50,
        since: datetime | None = None,
        until: datetime | None = None,
        business_line: str | None = None,
        role: Role | None = None,
    ) -> list[SearchHit]:
        """Calls in which `text` is said, newest first."""

    def start_run(self, now: datetime, options: Mapping[str, object]) -> int:
        """Record that a run began."""

    def finish_run(
        self, run_id: int, report: Mapping[str, object], now: datetime | None = None
    ) -> None:
        """Record how a run ended."""


def open_store(url: str) -> Store:
    """Open a database whose schema is the one this program knows."""
    raise NotImplementedError


def upgrade(url: str) -> None:
    """Create or upgrade the schema."""
    raise NotImplementedError


def schema_state(url: str) -> SchemaState:
    """Which schema the database has and which one this program needs."""
    raise NotImplementedError
