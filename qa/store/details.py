"""What belongs to the calls of a page beside their own rows."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, RowMapping, Select, Table, select

from qa.rules.verdict import State, Verdict
from qa.scoring.values import Failure, Flag, JudgedCall, PlanKind, Provenance, Review
from qa.store.codec import load_evidence, load_measures, load_score, load_transcript
from qa.store.rows import from_row
from qa.store.tables import flags, review_reasons, reviews, verdicts

Keys = Sequence[int] | Select[int]
NO_REVIEW = Review(PlanKind.NONE)
_FLAG_ORDER = {flag: place for place, flag in enumerate(Flag)}


class Details:
    """Verdicts, flags and places in the plan, by key of the call."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._verdicts = {
            key: tuple(map(_verdict, rows)) for key, rows in _by_call(connection, verdicts, keys)
        }
        self._flags = flags_of(connection, keys)
        self._reviews = reviews_of(connection, keys)

    def judged(self, row: RowMapping) -> JudgedCall:
        """The value of a row of calls, results and, where there is one, the transcript."""
        body: bytes | None = row.get("body")
        return JudgedCall(
            call=from_row(row),
            provenance=Provenance(
                row["pipeline"], row["recogniser"], row["rulebook"], row["audio_sha256"]
            ),
            transcript=None if body is None else load_transcript(body, row.get("words")),
            measures=load_measures(row["measures"]),
            verdicts=self._verdicts.get(row["id"], ()),
            flags=self._flags.get(row["id"], ()),
            score=load_score(row["score"]),
            satisfaction_risk=row["satisfaction_risk"],
            failure=_failure(row),
        )

    def review(self, row: RowMapping) -> Review:
        """The place in the review plan of the row's call."""
        return self._reviews.get(row["id"], NO_REVIEW)


def flags_of(connection: Connection, keys: Keys) -> dict[int, tuple[Flag, ...]]:
    """Flags, in the order of `Flag`, of those calls that have any."""
    return {
        key: tuple(sorted((Flag(row["flag"]) for row in rows), key=_FLAG_ORDER.__getitem__))
        for key, rows in _by_call(connection, flags, keys)
    }


def reviews_of(connection: Connection, keys: Keys) -> dict[int, Review]:
    """Places in the review plan of those calls that have one."""
    reasons = {
        key: tuple(row["reason"] for row in rows)
        for key, rows in _by_call(connection, review_reasons, keys)
    }
    planned = select(reviews.c.call, reviews.c.kind).where(reviews.c.call.in_(keys))
    return {
        key: Review(PlanKind(kind), reasons.get(key, ()))
        for key, kind in connection.execute(planned)
    }


def _by_call(
    connection: Connection, table: Table, keys: Keys
) -> Iterator[tuple[int, Iterator[RowMapping]]]:
    query = select(table).where(table.c.call.in_(keys)).order_by(*table.primary_key.columns)
    return groupby(connection.execute(query).mappings(), key=lambda row: row["call"])


def _verdict(row: RowMapping) -> Verdict:
    return Verdict(
        code=row["code"],
        name=row["name"],
        state=State(row["state"]),
        fatal=row["fatal"],
        confidence=row["confidence"],
        evidence=load_evidence(row["evidence"]),
        cost=row["cost"],
    )


def _failure(row: RowMapping) -> Failure | None:
    if row["failure_kind"] is None:
        return None
    return Failure(row["failure_kind"], row["failure_message"])
