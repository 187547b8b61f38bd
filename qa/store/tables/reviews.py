"""The review plan. Calls that nobody must hear have no row."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc

_PENDING = "done_at IS NULL"


def _partial(name: str, *columns: str, where: str) -> Index:
    condition = text(where)
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


class ReviewRow(Base, table=True):
    """A call's place in the plan of a day."""

    __tablename__ = "reviews"
    __table_args__ = (
        # The queue is read in this order, a page at a time, whatever has been done.
        _partial("ix_reviews_pending", "urgency", "day", "call", where=_PENDING),
        _partial("ix_reviews_pending_kind", "kind", "urgency", "day", "call", where=_PENDING),
        _partial("ix_reviews_done", "kind", "done_by", "done_at", where="done_at IS NOT NULL"),
    )

    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", primary_key=True, sa_type=BigId)
    day: date = Field(index=True)
    kind: str = Field(index=True)
    urgency: int
    """Greater is heard first, see `qa.scoring.urgency`."""
    done_at: datetime | None = Field(default=None, sa_type=Utc)
    """When a person first evaluated the call."""
    done_by: str | None = None


class ReviewReasonRow(Base, table=True):
    """One reason for that place."""

    __tablename__ = "review_reasons"

    call: int = Field(
        foreign_key="reviews.call", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    position: int = Field(primary_key=True)
    reason: str = Field(index=True)
