"""The review plan: who may be drawn, and what was drawn."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, or_, select, update

from qa.scoring.satisfaction.target import PREDICTED
from qa.scoring.urgency import urgency
from qa.scoring.values import Review
from qa.store.details import NO_REVIEW, flags_of
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import calls, evaluations, results, review_reasons, risks
from qa.store.tables import reviews as places
from qa.store.values import CandidateRow, Status


class Plans(Repository):
    """Candidates of a day and its plan."""

    def candidates(self, day: date, tz: ZoneInfo) -> list[CandidateRow]:
        """The judged calls that started on `day` in `tz`, in order of started_at, call_id.

        Calls that failed are not among them: there is nothing to review yet.
        """
        judged = (
            select(calls.c.id, calls.c.call_id, calls.c.business_line, calls.c.agent_id)
            .join(results, results.c.call == calls.c.id)
            .where(
                calls.c.started_at >= datetime.combine(day, time.min, tz),
                calls.c.started_at < datetime.combine(day + timedelta(days=1), time.min, tz),
                results.c.status == Status.DONE,
            )
        )
        in_order = judged.order_by(calls.c.started_at, calls.c.call_id)
        with self._database.reading() as connection:
            raised = flags_of(connection, judged.with_only_columns(calls.c.id))
            return [
                CandidateRow(call_id, line, agent_id, raised.get(key, ()))
                for key, call_id, line, agent_id in connection.execute(in_order)
            ]

    def save_plan(self, day: date, reviews: Mapping[str, Review]) -> None:
        """Replace the plan of `day`; a call that another day's plan holds moves to this one.

        Raises:
            StoreError: a call was never ingested, or the database refuses.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.PLAN)
            keys = self._keys_of(connection, reviews)
            named = select(calls.c.id).where(self._among(calls.c.call_id, reviews))
            stale = or_(places.c.day == day, places.c.call.in_(named))
            connection.execute(delete(places).where(stale))
            planned = {
                keys[call_id]: review for call_id, review in reviews.items() if review != NO_REVIEW
            }
            chosen = [each for each, review in reviews.items() if _predicted(review)]
            _insert(connection, day, planned, self._risks(connection, chosen))

    def _risks(
        self, connection: Connection, call_ids: Collection[str]
    ) -> Mapping[int, Mapping[str, float]]:
        """By key and target."""
        query = (
            select(risks.c.call, risks.c.target, risks.c.probability)
            .join(calls, calls.c.id == risks.c.call)
            .where(self._among(calls.c.call_id, call_ids))
        )
        found: dict[int, dict[str, float]] = defaultdict(dict)
        for key, target, probability in connection.execute(query):
            found[key][target] = probability
        return found

    def _keys_of(self, connection: Connection, call_ids: Collection[str]) -> dict[str, int]:
        query = select(calls.c.call_id, calls.c.id).where(self._among(calls.c.call_id, call_ids))
        keys: dict[str, int] = dict(connection.execute(query).all())
        for call_id in call_ids:
            if call_id not in keys:
                raise self._unknown(call_id)
        return keys


def _predicted(review: Review) -> bool:
    return not PREDICTED.keys().isdisjoint(review.reasons)


def _insert(
    connection: Connection,
    day: date,
    planned: Mapping[int, Review],
    found: Mapping[int, Mapping[str, float]],
) -> None:
    if not planned:
        return
    rows = [
        {
            "call": key,
            "day": day,
            "kind": review.kind,
            "urgency": urgency(review, found.get(key, {})),
        }
        for key, review in planned.items()
    ]
    connection.execute(insert(places), rows)
    _mark_done(connection, day)
    reasons = [
        {"call": key, "position": position, "reason": reason}
        for key, review in planned.items()
        for position, reason in enumerate(review.reasons)
    ]
    if reasons:
        connection.execute(insert(review_reasons), reasons)


def _mark_done(connection: Connection, day: date) -> None:
    """A plan that is drawn again does not ask for what people have done."""
    first = (
        select(evaluations.c.made_at, evaluations.c.made_by)
        .where(evaluations.c.call == places.c.call, evaluations.c.kind == "human")
        .order_by(evaluations.c.version)
        .limit(1)
    )
    done = {
        "done_at": first.with_only_columns(evaluations.c.made_at).scalar_subquery(),
        "done_by": first.with_only_columns(evaluations.c.made_by).scalar_subquery(),
    }
    connection.execute(update(places).where(places.c.day == day).values(done))
