"""Reads results back into values."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Select, literal, select, tuple_

from qa.scoring.values import JudgedCall, Review
from qa.store.details import NO_REVIEW, Details, reviews_of
from qa.store.filters import conditions
from qa.store.repository import Repository
from qa.store.tables import calls, results, transcripts
from qa.store.tables.base import Utc
from qa.store.values import CallFilter

_PAGE = 50
"""Calls read at a time: few enough that fifty of four hours fit into memory."""


class Reading(Repository):
    """Processed calls, singly or as a stream."""

    def load(self, call_id: str) -> JudgedCall | None:
        """Everything about one call; None when it is unknown or not processed yet."""
        only = CallFilter(call_ids=(call_id,))
        return next((judged for judged, _ in self.stream(only)), None)

    def review_of(self, call_id: str) -> Review:
        """The call's place in the review plan; `none` when it has no other."""
        query = select(calls.c.id).where(calls.c.call_id == call_id)
        with self._database.reading() as connection:
            found = reviews_of(connection, connection.scalars(query).all())
        return next(iter(found.values()), NO_REVIEW)

    def stream(
        self, filter: CallFilter, *, words: bool = True
    ) -> Iterator[tuple[JudgedCall, Review]]:
        """Processed calls in order of started_at, call_id.

        Reads a page at a time in transactions of their own: memory is bounded, and a slow
        reader holds nothing up. Calls that are saved meanwhile may be seen or not.

        Args:
            filter: which calls.
            words: False leaves the turns without their words, in a third of the time.
        """
        query = self._select(filter, words)
        page = query
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(page).mappings().all()
                details = Details(connection, [row["id"] for row in rows])
            for row in rows:
                yield details.judged(row), details.review(row)
            if len(rows) < _PAGE:
                return
            last = literal(rows[-1]["started_at"], Utc), literal(rows[-1]["call_id"])
            page = query.where(tuple_(calls.c.started_at, calls.c.call_id) > tuple_(*last))

    def lengths(self, business_line: str, since: datetime, until: datetime) -> list[float]:
        """Durations in seconds of the line's calls that started in [since, until)."""
        query = (
            select(results.c.duration_s)
            .join(calls, calls.c.id == results.c.call)
            .where(
                calls.c.business_line == business_line,
                calls.c.started_at >= since,
                calls.c.started_at < until,
                results.c.duration_s.is_not(None),
            )
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def judged_at(self, call_ids: Collection[str]) -> Mapping[str, datetime]:
        """When the present result of each of these calls was saved, where there is one."""
        query = (
            select(calls.c.call_id, results.c.saved_at)
            .join(results, results.c.call == calls.c.id)
            .where(self._among(calls.c.call_id, call_ids))
        )
        with self._database.reading() as connection:
            return dict(connection.execute(query).all())

    def _select(self, filter: CallFilter, words: bool) -> Select[*tuple[object, ...]]:
        made = [column for column in results.c if column.name not in ("call", "inputs")]
        heard = [transcripts.c.body, *([transcripts.c.words] if words else [])]
        return (
            select(calls, *made, *heard)
            .join(results, results.c.call == calls.c.id)
            .outerjoin(transcripts, transcripts.c.call == calls.c.id)
            .where(*conditions(filter, self._among))
            .order_by(calls.c.started_at, calls.c.call_id)
            .limit(_PAGE)
        )
