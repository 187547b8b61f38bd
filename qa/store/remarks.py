"""Annotations and corrections: added and retired, never changed."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from qa.call import Role
from qa.store.account_values import AuditEntry
from qa.store.audit_log import add_entry
from qa.store.codec import dump_texts, load_texts
from qa.store.remark_values import Annotation, Correction, Quality, Remark, Reworded
from qa.store.repository import Repository
from qa.store.tables import annotations, calls, cases, corrections
from qa.timeline import Span


class Remarks(Repository):
    """What people remark on calls."""

    def annotate(
        self,
        call_id: str,
        remark: Remark,
        by: str,
        now: datetime,
        entry: AuditEntry,
        *,
        replaces: int | None = None,
    ) -> int | None:
        """Number of the new annotation; None when the one to be replaced is gone.

        Raises:
            UnknownCall: it was deleted.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            key = self._id_of(connection, call_id)
            if replaces is not None and not _retire_annotation(connection, replaces, by, now):
                return None
            row = {
                "call": key,
                "start_s": remark.span.start,
                "end_s": remark.span.end,
                "role": remark.role,
                "text": remark.text,
                "tags": dump_texts(remark.tags),
                "quality": remark.quality,
                "made_by": by,
                "made_at": now,
                "replaces": replaces,
            }
            added: int = connection.execute(
                insert(annotations).values(row).returning(annotations.c.id)
            ).scalar_one()
            add_entry(connection, entry)
        return added

    def retire_annotation(self, key: int, by: str, now: datetime, entry: AuditEntry) -> bool:
        """Take an annotation away; False when it is gone already."""
        with self._database.writing() as connection:
            if not _retire_annotation(connection, key, by, now):
                return False
            add_entry(connection, entry)
        return True

    def present_annotation(self, key: int) -> Annotation | None:
        """What an annotation reads by now, after edits; None when it was taken away."""
        with self._database.reading() as connection:
            while True:
                found = annotations_of(connection, annotations.c.id == key)
                if not found or found[0].retired_at is None:
                    return next(iter(found), None)
                edited = select(annotations.c.id).where(annotations.c.replaces == key)
                key = connection.scalar(edited) or 0

    def annotation_history(self, call_id: str) -> list[Annotation]:
        """All of a call, those that were edited or taken away included, in order of time."""
        with self._database.reading() as connection:
            return annotations_of(connection, calls.c.call_id == call_id)

    def correct(
        self, call_id: str, words: Reworded, by: str, now: datetime, entry: AuditEntry
    ) -> int | None:
        """Number of the new correction, which replaces one of the very same place.

        Returns:
            None when another correction covers a part of the place.

        Raises:
            UnknownCall: it was deleted.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            key = self._id_of(connection, call_id)
            connection.execute(select(calls.c.id).where(calls.c.id == key).with_for_update())
            live = (
                (corrections.c.call == key)
                & (corrections.c.turn == words.turn)
                & (corrections.c.turn_text == words.turn_text)
                & corrections.c.retired_at.is_(None)
            )
            same = (corrections.c.start_char == words.start) & (corrections.c.end_char == words.end)
            meets = (corrections.c.start_char < words.end) & (corrections.c.end_char > words.start)
            if connection.scalar(select(corrections.c.id).where(live, meets, ~same)) is not None:
                return None
            retired = {"retired_at": now, "retired_by": by}
            connection.execute(update(corrections).where(live, same).values(retired))
            added: int = connection.execute(
                insert(corrections)
                .values({"call": key, "made_by": by, "made_at": now, **_columns(words)})
                .returning(corrections.c.id)
            ).scalar_one()
            add_entry(connection, entry)
        return added

    def retire_correction(
        self, call_id: str, key: int, by: str, now: datetime, entry: AuditEntry
    ) -> bool:
        """Take a correction back; False when the call has it no longer."""
        of_call = select(calls.c.id).where(calls.c.call_id == call_id).scalar_subquery()
        live = (corrections.c.id == key) & (corrections.c.call == of_call)
        gone = update(corrections).where(live, corrections.c.retired_at.is_(None))
        with self._database.writing() as connection:
            values = {"retired_at": now, "retired_by": by}
            if not connection.execute(gone.values(values)).rowcount:
                return False
            add_entry(connection, entry)
        return True

    def corrections(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[Correction]:
        """Those in force, made in [since, until), by call and place."""
        made = corrections.c.made_at
        given = [*([made >= since] if since else []), *([made < until] if until else [])]
        with self._database.reading() as connection:
            return corrections_of(connection, *given)


def annotations_of(connection: Connection, *which: ColumnElement[bool]) -> list[Annotation]:
    """Annotations in order of time and making, with the case that was filed from each."""
    filed = (
        select(cases.c.id)
        .where(cases.c.annotation == annotations.c.id, cases.c.retired_at.is_(None))
        .order_by(cases.c.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(annotations, calls.c.call_id, filed.label("case_id"))
        .join(calls, calls.c.id == annotations.c.call)
        .where(*which)
        .order_by(annotations.c.start_s, annotations.c.id)
    )
    return list(map(_annotation, connection.execute(query).mappings()))


def corrections_of(connection: Connection, *which: ColumnElement[bool]) -> list[Correction]:
    """Corrections in force, by call and place."""
    query = (
        select(corrections, calls.c.call_id)
        .join(calls, calls.c.id == corrections.c.call)
        .where(corrections.c.retired_at.is_(None), *which)
        .order_by(corrections.c.call, corrections.c.turn, corrections.c.start_char)
    )
    return list(map(_correction, connection.execute(query).mappings()))


def _retire_annotation(connection: Connection, key: int, by: str, now: datetime) -> bool:
    live = (annotations.c.id == key) & annotations.c.retired_at.is_(None)
    gone = update(annotations).where(live).values(retired_at=now, retired_by=by)
    return connection.execute(gone).rowcount > 0


def _annotation(row: RowMapping) -> Annotation:
    remark = Remark(
        span=Span(row["start_s"], row["end_s"]),
        text=row["text"],
        role=None if row["role"] is None else Role(row["role"]),
        tags=load_texts(row["tags"]),
        quality=None if row["quality"] is None else Quality(row["quality"]),
    )
    return Annotation(
        key=row["id"],
        call_id=row["call_id"],
        remark=remark,
        made_by=row["made_by"],
        made_at=row["made_at"],
        replaces=row["replaces"],
        retired_at=row["retired_at"],
        retired_by=row["retired_by"],
        case=row["case_id"],
    )


def _columns(words: Reworded) -> dict[str, object]:
    return {
        "turn": words.turn,
        "start_char": words.start,
        "end_char": words.end,
        "original": words.original,
        "text": words.text,
        "turn_text": words.turn_text,
        "turn_start_s": words.turn_start,
        "turn_end_s": words.turn_end,
        "role": words.role,
    }


def _correction(row: RowMapping) -> Correction:
    words = Reworded(
        turn=row["turn"],
        start=row["start_char"],
        end=row["end_char"],
        original=row["original"],
        text=row["text"],
        turn_text=row["turn_text"],
        turn_start=row["turn_start_s"],
        turn_end=row["turn_end_s"],
        role=Role(row["role"]),
    )
    return Correction(
        key=row["id"],
        call_id=row["call_id"],
        words=words,
        made_by=row["made_by"],
        made_at=row["made_at"],
    )
