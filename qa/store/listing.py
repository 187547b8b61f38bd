"""Calls as tables show them: the queue, and any calls that a filter selects."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    func,
    literal,
    select,
    tuple_,
)

from qa.rules.verdict import State
from qa.scoring.values import Flag, PlanKind, Review
from qa.store.details import NO_REVIEW, flags_of, reviews_of
from qa.store.filters import conditions
from qa.store.queue_values import BucketCount, ListedCall, Place
from qa.store.repository import Repository
from qa.store.rows import from_row
from qa.store.tables import calls, claims, results, reviews, verdicts
from qa.store.tables.base import Utc
from qa.store.values import CallFilter

_EVERYTHING = CallFilter()
Columns = TypeVarTuple("Columns")


class Listing(Repository):
    """Reads pages of calls and counts the buckets."""

    def queue_page(
        self, filter: CallFilter, *, after: Place | None, limit: int, claims_since: datetime
    ) -> list[ListedCall]:
        """Calls that wait for a person, the most urgent first.

        Args:
            filter: which of them.
            after: the last one of the page before.
            limit: how many at most.
            claims_since: claims renewed before it have expired.
        """
        query = waiting(self.queued(filter), after).limit(limit)
        with self._database.reading() as connection:
            keys = list(connection.scalars(query))
            found = listed(connection, keys, claims_since)
        return [found[key] for key in keys]

    def calls_page(
        self,
        filter: CallFilter,
        *,
        before: tuple[datetime, str] | None,
        limit: int,
        claims_since: datetime,
    ) -> list[ListedCall]:
        """Any calls, the latest first.

        Args:
            filter: which of them.
            before: started_at and call_id of the last one of the page before.
            limit: how many at most.
            claims_since: claims renewed before it have expired.
        """
        query = (
            select(calls.c.id)
            .outerjoin(results, results.c.call == calls.c.id)
            .where(*conditions(filter, self._among))
            .order_by(calls.c.started_at.desc(), calls.c.call_id.desc())
            .limit(limit)
        )
        if before is not None:
            last = literal(before[0], Utc), literal(before[1])
            query = query.where(tuple_(calls.c.started_at, calls.c.call_id) < tuple_(*last))
        with self._database.reading() as connection:
            keys = list(connection.scalars(query))
            found = listed(connection, keys, claims_since)
        return [found[key] for key in keys]

    def listed_calls(self, call_ids: Sequence[str], *, claims_since: datetime) -> list[ListedCall]:
        """These calls, in their order, without those that there are not."""
        query = select(calls.c.call_id, calls.c.id).where(self._among(calls.c.call_id, call_ids))
        with self._database.reading() as connection:
            keys: dict[str, int] = dict(connection.execute(query).all())
            found = listed(connection, list(keys.values()), claims_since)
        return [found[keys[call_id]] for call_id in call_ids if call_id in keys]

    def queue_counts(self, filter: CallFilter, today: datetime) -> list[BucketCount]:
        """How far each bucket is, of the calls that the filter selects.

        Args:
            filter: which calls.
            today: when today began.
        """
        who, late = reviews.c.done_by, reviews.c.done_at >= today
        pending = select(reviews.c.kind, func.count()).where(reviews.c.done_at.is_(None))
        done = select(
            reviews.c.kind, who, func.count(), func.count().filter(late).label("today")
        ).where(reviews.c.done_at.is_not(None))
        with self._database.reading() as connection:
            undone = connection.execute(self._of(pending, filter).group_by(reviews.c.kind))
            left: dict[str, int] = dict(undone.all())
            rows = connection.execute(self._of(done, filter).group_by(reviews.c.kind, who)).all()
        by_kind: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        for kind, person, count, today_count in rows:
            by_kind[kind][person] = count, today_count
        kinds = [kind for kind in PlanKind if kind is not PlanKind.NONE]
        return [_bucket(kind, left.get(kind, 0), by_kind[kind]) for kind in kinds]

    def queued(self, filter: CallFilter) -> Select[int]:
        """Keys of planned calls that no person has evaluated, as a query to go on with."""
        pending = select(reviews.c.call).where(reviews.c.done_at.is_(None))
        return self._of(pending, filter)

    def _of(self, query: Select[*Columns], filter: CallFilter) -> Select[*Columns]:
        """Only those places of the plan that the filter selects."""
        if filter.plan:
            query = query.where(_one_of(filter.plan))
        rest = replace(filter, plan=())
        if rest != _EVERYTHING:
            query = query.join(calls, calls.c.id == reviews.c.call)
            if rest.status is not None:
                query = query.join(results, results.c.call == reviews.c.call)
            query = query.where(*conditions(rest, self._among))
        return query


def waiting(query: Select[int], after: Place | None) -> Select[int]:
    """In the order of the queue, from a place on."""
    order = (reviews.c.urgency, reviews.c.day, reviews.c.call)
    if after is not None:
        query = query.where(tuple_(*order) < tuple_(after.urgency, after.day, after.key))
    return query.order_by(*(column.desc() for column in order))


def listed(
    connection: Connection, keys: Sequence[int], claims_since: datetime
) -> dict[int, ListedCall]:
    """The calls of these keys, by key."""
    if not keys:
        return {}
    live = and_(claims.c.call == calls.c.id, claims.c.renewed_at >= claims_since)
    told = (results.c.duration_s, results.c.score_total, results.c.satisfaction_risk)
    query = (
        select(
            *(calls, *told, claims.c.person),
            *(reviews.c.urgency, reviews.c.day, reviews.c.done_at, reviews.c.done_by),
        )
        .outerjoin(results, results.c.call == calls.c.id)
        .outerjoin(reviews, reviews.c.call == calls.c.id)
        .outerjoin(claims, live)
        .where(calls.c.id.in_(keys))
    )
    rows = connection.execute(query).mappings().all()
    raised, planned = flags_of(connection, keys), reviews_of(connection, keys)
    failed = _failed(connection, keys)
    return {
        key: _listed(row, raised.get(key, ()), planned.get(key, NO_REVIEW), tuple(failed[key]))
        for row in rows
        for key in [row["id"]]
    }


def _listed(
    row: RowMapping, raised: tuple[Flag, ...], review: Review, failed: tuple[str, ...]
) -> ListedCall:
    return ListedCall(
        call=from_row(row),
        kind=review.kind,
        reasons=review.reasons,
        place=None if row["day"] is None else Place(row["urgency"], row["day"], row["id"]),
        flags=raised,
        failed=failed,
        duration_s=row["duration_s"],
        score_total=row["score_total"],
        satisfaction_risk=row["satisfaction_risk"],
        claimed_by=row["person"],
        done_at=row["done_at"],
        done_by=row["done_by"],
    )


def _failed(connection: Connection, keys: Sequence[int]) -> defaultdict[int, list[str]]:
    query = (
        select(verdicts.c.call, verdicts.c.code)
        .where(verdicts.c.call.in_(keys), verdicts.c.state == State.FAIL)
        .order_by(verdicts.c.call, verdicts.c.position)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, code in connection.execute(query):
        found[key].append(code)
    return found


def _one_of(kinds: tuple[PlanKind, ...]) -> ColumnElement[bool]:
    # One kind alone has an index in the order of the queue.
    return reviews.c.kind == kinds[0] if len(kinds) == 1 else reviews.c.kind.in_(kinds)


def _bucket(kind: PlanKind, left: int, by: Mapping[str, tuple[int, int]]) -> BucketCount:
    done = sum(count for count, _ in by.values())
    return BucketCount(
        kind=kind,
        total=left + done,
        done=done,
        by={person: count for person, (count, _) in by.items()},
        today=sum(today for _, today in by.values()),
        today_by={person: today for person, (_, today) in by.items() if today},
    )
