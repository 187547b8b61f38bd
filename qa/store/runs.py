"""The record of runs."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import insert, update

from qa.errors import StoreError
from qa.store.codec import dump_report
from qa.store.repository import Repository
from qa.store.tables import runs


class Runs(Repository):
    """When the batch ran, with which options and what came of it."""

    def start_run(self, now: datetime, options: Mapping[str, object]) -> int:
        """Record that a run began.

        Args:
            now: aware.
            options: what the run was told; kept as JSON.

        Returns:
            The run's number, for `finish_run`.
        """
        row = {"started_at": now, "options": dump_report(options)}
        with self._database.writing() as connection:
            number: int = connection.scalar(insert(runs).values(row).returning(runs.c.id))
        return number

    def finish_run(
        self, run_id: int, report: Mapping[str, object], now: datetime | None = None
    ) -> None:
        """Record how a run ended.

        Args:
            run_id: from `start_run`.
            report: kept as JSON.
            now: aware; the time of writing when left out.

        Raises:
            StoreError: there is no such run, or the database refuses.
        """
        ended = {"finished_at": now or datetime.now(UTC), "report": dump_report(report)}
        with self._database.writing() as connection:
            done = connection.execute(update(runs).where(runs.c.id == run_id).values(ended))
            if not done.rowcount:
                raise StoreError(f"{self._database}: there is no run {run_id} → start it first")
