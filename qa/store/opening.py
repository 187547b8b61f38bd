"""All that is known of one call, from one look at the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from qa.call import Call
from qa.rules.decision import Decision
from qa.scoring.satisfaction.risk import Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import JudgedCall, Review
from qa.store.appeal_values import Appeal
from qa.store.appeals import appeals_of
from qa.store.case_values import Category
from qa.store.categories import categories_of
from qa.store.decisions import decisions_about
from qa.store.details import Details
from qa.store.drafts import draft_of
from qa.store.evaluation_values import Draft, Version
from qa.store.evaluations import versions_of
from qa.store.queue_values import Claim
from qa.store.remark_values import Annotation, Correction
from qa.store.remarks import annotations_of, corrections_of
from qa.store.repository import Repository
from qa.store.risks import risks_about
from qa.store.rows import from_row
from qa.store.tables import (
    annotations,
    calls,
    claims,
    corrections,
    drafts,
    evaluations,
    results,
    transcripts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A call as somebody opens it."""

    call: Call
    judged: JudgedCall | None
    """None while it was not processed."""
    review: Review
    decisions: tuple[Decision, ...]
    """All of them, in order of time."""
    draft: Draft | None
    """Of the one who opens it."""
    claim: Claim | None
    """Whoever has it, expired or not."""
    versions: tuple[Version, ...]
    appeals: tuple[Appeal, ...]
    annotations: tuple[Annotation, ...]
    """Those in force."""
    corrections: tuple[Correction, ...]
    categories: tuple[Category, ...]
    """Of the casebook, those in force."""
    risks: Mapping[TargetName, Risk]


class Opening(Repository):
    """Opens calls."""

    def open_call(self, call_id: str, person: str, *, heard: bool = True) -> Opened | None:
        """Everything about one call, in one transaction; None when there is no such call.

        Args:
            call_id: of the call.
            person: whose draft is wanted.
            heard: False leaves out the transcript, which takes most of the time.
        """
        made = [column for column in results.c if column.name not in ("call", "inputs")]
        said = (transcripts.c.body, transcripts.c.words) if heard else ()
        query = (
            select(calls, *made, *said)
            .outerjoin(results, results.c.call == calls.c.id)
            .outerjoin(transcripts, transcripts.c.call == calls.c.id)
            .where(calls.c.call_id == call_id)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
            return None if row is None else _opened(connection, row, person)


def _opened(connection: Connection, row: RowMapping, person: str) -> Opened:
    key: int = row["id"]
    own = (drafts.c.call == key) & (drafts.c.evaluator == person)
    draft = connection.execute(select(drafts).where(own)).mappings().first()
    details = Details(connection, [key])
    in_force = annotations.c.retired_at.is_(None)
    return Opened(
        call=from_row(row),
        judged=None if row["status"] is None else details.judged(row),
        review=details.review(row),
        decisions=tuple(decisions_about(connection, key)),
        draft=None if draft is None else draft_of(draft),
        claim=_claim(connection, key, row["call_id"]),
        versions=tuple(versions_of(connection, evaluations.c.call == key)),
        appeals=tuple(appeals_of(connection, evaluations.c.call == key)),
        annotations=tuple(annotations_of(connection, annotations.c.call == key, in_force)),
        corrections=tuple(corrections_of(connection, corrections.c.call == key)),
        categories=tuple(each for each in categories_of(connection) if not each.retired_at),
        risks=risks_about(connection, key),
    )


def _claim(connection: Connection, key: int, call_id: str) -> Claim | None:
    query = select(claims.c.person, claims.c.claimed_at, claims.c.renewed_at)
    row = connection.execute(query.where(claims.c.call == key)).one_or_none()
    return None if row is None else Claim(call_id, *row)
