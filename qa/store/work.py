"""Who works on which call: what is due, leases, attempts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from qa.store.repository import Repository
from qa.store.rows import from_row
from qa.store.tables import calls, results, work
from qa.store.values import DueCall, Status

_FREE = {"owner": None, "renewed_at": None}


class Work(Repository):
    """Distributes calls among runs; a lease keeps a call to one of them."""

    def due(
        self, call_ids: Sequence[str], pipeline: str, *, retry_failed: bool = False
    ) -> list[DueCall]:
        """Which of the calls must be processed, in order of started_at, call_id.

        They were never processed, or by another pipeline, or their recording, agent channel or
        business line changed since. Calls that failed are due only with `retry_failed`.
        """
        query = (
            select(calls, work.c.attempts)
            .join(work, work.c.call == calls.c.id)
            .outerjoin(results, results.c.call == calls.c.id)
            .where(self._among(calls.c.call_id, call_ids), _is_due(pipeline, retry_failed))
            .order_by(calls.c.started_at, calls.c.call_id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings()
            return [DueCall(from_row(row), row["attempts"]) for row in rows]

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
        """Lease up to `limit` of the calls to `owner`, the first in time first.

        Calls that anyone holds a lease of are passed over. Give the `pipeline` and
        `retry_failed` that `due` was asked with: then calls that another run has finished since
        are passed over as well.
        """
        wanted = (
            select(calls.c.id, calls.c.call_id)
            .join(work, work.c.call == calls.c.id)
            .outerjoin(results, results.c.call == calls.c.id)
            .where(work.c.owner.is_(None))
            .order_by(calls.c.started_at, calls.c.call_id)
        )
        if pipeline is not None:
            wanted = wanted.where(_is_due(pipeline, retry_failed))
        free = wanted.where(self._among(calls.c.call_id, call_ids)).limit(limit)
        with self._database.writing() as connection:
            locked = connection.scalars(free.with_for_update(of=work, skip_locked=True)).all()
            # Asked again: PostgreSQL may have locked a call whose result was not yet to be seen.
            still = connection.execute(wanted.where(calls.c.id.in_(locked))).all()
            lease = {"owner": owner, "renewed_at": now}
            mine = work.c.call.in_([key for key, _ in still])
            connection.execute(update(work).where(mine).values(lease))
        return [call_id for _, call_id in still]

    def heartbeat(self, owner: str, now: datetime) -> None:
        """Renew all leases of `owner`."""
        self._update_leases(work.c.owner == owner, {"renewed_at": now})

    def release(self, owner: str) -> None:
        """Give back all leases of `owner`."""
        self._update_leases(work.c.owner == owner, _FREE)

    def expire_leases(self, dead_owners: Collection[str], older_than: datetime) -> int:
        """Free the leases of dead owners, and those last renewed before `older_than`.

        Returns:
            How many were freed.
        """
        abandoned = or_(
            self._among(work.c.owner, dead_owners),
            work.c.owner.is_not(None) & (work.c.renewed_at < older_than),
        )
        return self._update_leases(abandoned, _FREE)

    def lease_owners(self) -> set[str]:
        """Everyone who holds a lease."""
        query = select(work.c.owner).where(work.c.owner.is_not(None)).distinct()
        with self._database.reading() as connection:
            return set(connection.scalars(query))

    def record_attempt(self, call_id: str) -> int:
        """Count the beginning of work on a call, committed at once, so that a crash counts too.

        Returns:
            Attempts since the last save, this one included.

        Raises:
            StoreError: the call was never ingested, or the database refuses.
        """
        with self._database.writing() as connection:
            key = self._id_of(connection, call_id)
            counted = (
                update(work)
                .where(work.c.call == key)
                .values(attempts=work.c.attempts + 1)
                .returning(work.c.attempts)
            )
            attempts: int = connection.execute(counted).scalar_one()
        return attempts

    def _update_leases(
        self, which: ColumnElement[bool], values: Mapping[str, datetime | None]
    ) -> int:
        # Locked in one order, so that two of these at once cannot block each other.
        locked = select(work.c.call).where(which).order_by(work.c.call).with_for_update()
        change = update(work).where(work.c.call.in_(locked)).values(values)
        with self._database.writing() as connection:
            return connection.execute(change).rowcount


def _is_due(pipeline: str, retry_failed: bool) -> ColumnElement[bool]:
    """For statements that join `calls` and, outer, `results`."""
    reasons = [
        results.c.call.is_(None),
        results.c.pipeline != pipeline,
        results.c.inputs != calls.c.inputs,
        calls.c.recording_sha256.is_not(None)
        & calls.c.recording_sha256.is_distinct_from(results.c.audio_sha256),
    ]
    if retry_failed:
        reasons.append(results.c.status == Status.FAILED)
    return or_(*reasons)
