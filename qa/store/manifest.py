"""The manifest's rows in the database."""

from collections.abc import Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection, RowMapping, insert, literal, select, update

from qa.call import Call
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.rows import ManifestRow, from_row, to_row
from qa.store.tables import calls, work
from qa.store.values import Ingested, KnownRecording

_CHUNK = 1_000
"""Calls a transaction: a few hundred milliseconds, so that other writers are not held up."""


class Manifest(Repository):
    """Calls as the call centre describes them."""

    def ingest(self, calls: Sequence[Call]) -> Ingested:
        """Add or update calls, one transaction per thousand; the same rows change nothing.

        A call becomes due when its recording, agent channel or business line changed. Of two
        calls with one call_id the later counts.

        Raises:
            ValueError: a `started_at` is naive.
            StoreError: the database refuses.
        """
        given = {call.call_id: call for call in calls}
        pending = iter(given.values())
        new = changed = 0
        while chunk := list(islice(pending, _CHUNK)):
            added, updated = self._ingest_chunk(chunk)
            new, changed = new + added, changed + updated
        return Ingested(new, changed, len(given) - new - changed)

    def call(self, call_id: str) -> Call | None:
        """The call as last ingested, processed or not."""
        with self._database.reading() as connection:
            query = select(calls).where(calls.c.call_id == call_id)
            row = connection.execute(query).mappings().first()
        return None if row is None else from_row(row)

    def calls_of(self, call_ids: Sequence[str]) -> Mapping[str, Call]:
        """Those of the calls that there are, as last ingested, by call_id."""
        query = select(calls).where(self._among(calls.c.call_id, call_ids))
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings()
            return {row["call_id"]: from_row(row) for row in rows}

    def known_recordings(self, call_ids: Sequence[str]) -> Mapping[str, KnownRecording]:
        """The recordings that were looked at before, by call_id."""
        query = select(
            calls.c.call_id, calls.c.recording_fingerprint, calls.c.recording_sha256
        ).where(
            self._among(calls.c.call_id, call_ids),
            calls.c.recording_fingerprint.is_not(None),
        )
        with self._database.reading() as connection:
            return {
                call_id: KnownRecording(fingerprint, sha256)
                for call_id, fingerprint, sha256 in connection.execute(query)
            }

    def mark_recording(self, call_id: str, fingerprint: str, sha256: str) -> None:
        """Note how a recording looks now; another sha256 than the judged one makes it due.

        Raises:
            StoreError: the call was never ingested, or the database refuses.
        """
        with self._database.writing() as connection:
            key = self._id_of(connection, call_id)
            before = connection.scalar(select(calls.c.recording_sha256).where(calls.c.id == key))
            seen = {"recording_fingerprint": fingerprint, "recording_sha256": sha256}
            connection.execute(update(calls).where(calls.c.id == key).values(seen))
            if before not in (None, sha256):
                _forget_attempts(connection, key)  # They were made on other bytes.

    def _ingest_chunk(self, chunk: Sequence[Call]) -> tuple[int, int]:
        given = {call.call_id: (call, to_row(call)) for call in chunk}
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.INGEST)
            query = select(calls).where(self._among(calls.c.call_id, given)).with_for_update()
            known = connection.execute(query).mappings().all()
            changed = [row for row in known if _differs(row, given[row["call_id"]][1])]
            for row in changed:
                self._change(connection, row, *given[row["call_id"]])
            for row in known:
                del given[row["call_id"]]
            if given:
                self._add(connection, [row for _, row in given.values()])
        return len(given), len(changed)

    def _add(self, connection: Connection, rows: Sequence[ManifestRow]) -> None:
        connection.execute(insert(calls), rows)
        added = self._among(calls.c.call_id, [str(row["call_id"]) for row in rows])
        fresh = select(calls.c.id, literal(0)).where(added)
        connection.execute(insert(work).from_select(["call", "attempts"], fresh))

    def _change(
        self, connection: Connection, before: RowMapping, call: Call, after: ManifestRow
    ) -> None:
        key: int = before["id"]
        connection.execute(update(calls).where(calls.c.id == key).values(after))
        if after["recording"] != before["recording"]:
            unseen = {"recording_fingerprint": None, "recording_sha256": None}
            connection.execute(update(calls).where(calls.c.id == key).values(unseen))
        if after["inputs"] != before["inputs"]:
            _forget_attempts(connection, key)
        if call.started_at != before["started_at"]:
            self._index.move(connection, key, before["started_at"], call.started_at)


def _differs(before: RowMapping, after: ManifestRow) -> bool:
    return any(before[name] != value for name, value in after.items())


def _forget_attempts(connection: Connection, key: int) -> None:
    connection.execute(update(work).where(work.c.call == key).values(attempts=0))
