"""The audit log: written and read, never changed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select

from qa.store.account_values import AuditEntry, AuditFilter
from qa.store.codec import dump_report, load_report
from qa.store.repository import Repository
from qa.store.tables import audit


class AuditLog(Repository):
    """Who did what, when."""

    def record(self, entry: AuditEntry) -> None:
        """Add an entry."""
        with self._database.writing() as connection:
            add_entry(connection, entry)

    def audit(
        self, filter: AuditFilter, *, limit: int, before: int | None = None
    ) -> list[tuple[int, AuditEntry]]:
        """A page of entries with their numbers, the newest first.

        Args:
            filter: which ones.
            limit: how many at most.
            before: number of the last entry of the page before; None for the first page.
        """
        conditions = list(_conditions(filter))
        if before is not None:
            conditions.append(audit.c.id < before)
        query = select(audit).where(*conditions).order_by(audit.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [(row["id"], _entry(row)) for row in rows]

    def did_since(
        self, who: str, action: str, call_id: str, since: datetime, *, subject: str | None = None
    ) -> bool:
        """Whether somebody has done this to a call at or after `since`; to it as a whole, or to
        what `subject` names of it.
        """
        query = select(audit.c.id).where(
            audit.c.call_id == call_id,
            audit.c.at >= since,
            audit.c.who == who,
            audit.c.action == action,
            audit.c.subject == subject if subject else audit.c.subject.is_(None),
        )
        with self._database.reading() as connection:
            return connection.scalar(query.limit(1)) is not None


def add_entry(connection: Connection, entry: AuditEntry) -> None:
    """Write an entry in the transaction of what it tells of."""
    row = {
        "at": entry.at,
        "who": entry.who,
        "action": entry.action,
        "call_id": entry.call_id,
        "subject": entry.subject,
        "details": dump_report(entry.details),
        "address": entry.address,
    }
    connection.execute(insert(audit), row)


def _conditions(filter: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if filter.who is not None:
        yield audit.c.who == filter.who
    if filter.action is not None:
        yield audit.c.action == filter.action
    if filter.call_id is not None:
        yield audit.c.call_id == filter.call_id
    if filter.since is not None:
        yield audit.c.at >= filter.since
    if filter.until is not None:
        yield audit.c.at < filter.until


def _entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(
        at=row["at"],
        who=row["who"],
        action=row["action"],
        call_id=row["call_id"],
        subject=row["subject"],
        details=load_report(row["details"]),
        address=row["address"],
    )
