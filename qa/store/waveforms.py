"""Peaks of recordings."""

import zlib

from sqlalchemy import Connection, delete, insert, select

from qa.call import Peaks
from qa.store.repository import Repository
from qa.store.tables import calls, peaks


class Waveforms(Repository):
    """Keeps what waveforms are drawn from."""

    def peaks(self, call_id: str) -> Peaks | None:
        """The peaks of a call; None when they were not computed yet."""
        query = select(peaks).join(calls, calls.c.id == peaks.c.call)
        with self._database.reading() as connection:
            row = connection.execute(query.where(calls.c.call_id == call_id)).mappings().first()
        if row is None:
            return None
        body, size = zlib.decompress(row["body"]), row["channels"]
        length = len(body) // size
        channels = tuple(body[each * length : (each + 1) * length] for each in range(size))
        return Peaks(row["per_second"], channels)

    def keep_peaks(self, call_id: str, made: Peaks) -> None:
        """Keep the peaks of a call, instead of earlier ones.

        Raises:
            StoreError: the call was never ingested, or the database refuses.
        """
        with self._database.writing() as connection:
            replace_peaks(connection, self._id_of(connection, call_id), made)


def replace_peaks(connection: Connection, key: int, made: Peaks | None) -> None:
    """Keep the peaks of the call with this key; None forgets those of a former recording."""
    connection.execute(delete(peaks).where(peaks.c.call == key))
    if made is None:
        return
    row = {
        "call": key,
        "per_second": made.per_second,
        "channels": len(made.channels),
        "body": zlib.compress(b"".join(made.channels), 1),
    }
    connection.execute(insert(peaks), row)
