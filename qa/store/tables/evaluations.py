"""Who judges which call, what is being written, and what was written."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class ClaimRow(Base, table=True):
    """A call in somebody's hands; it expires when it is not renewed."""

    __tablename__ = "claims"
    __table_args__ = (Index(None, "person", "renewed_at"),)

    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", primary_key=True, sa_type=BigId)
    person: str
    claimed_at: datetime = Field(sa_type=Utc)
    renewed_at: datetime = Field(sa_type=Utc)


class DraftRow(Base, table=True):
    """What somebody has written so far about a call; gone when it is submitted."""

    __tablename__ = "drafts"

    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", primary_key=True, sa_type=BigId)
    evaluator: str = Field(primary_key=True)
    revision: int
    body: str = Field(sa_type=Text)
    """JSON of `DraftBody`."""
    saved_at: datetime = Field(sa_type=Utc)


class ScorecardRow(Base, table=True):
    """A scorecard as it was when a call was evaluated by it: totals can be told again."""

    __tablename__ = "scorecards"

    identity: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    """JSON of `Scorecard`."""


class EvaluationRow(Base, table=True):
    """One version of a call's evaluation. Rows are only added; publishing marks them."""

    __tablename__ = "evaluations"
    __table_args__ = (
        UniqueConstraint("call", "version"),
        Index(None, "made_at"),
        Index(None, "made_by", "made_at"),
        Index(None, "published_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", sa_type=BigId)
    version: int
    """From 1 within the call."""
    kind: str
    made_by: str
    made_at: datetime = Field(sa_type=Utc)
    why: str = Field(sa_type=Text)
    total: float | None
    """0–100, also in `body`: reports average it."""
    fatal: bool
    body: bytes = Field(sa_type=LargeBinary)
    """Compressed JSON of `EvaluationBody`."""
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    published_by: str | None = None
    acknowledged_at: datetime | None = Field(default=None, sa_type=Utc)
    acknowledged_by: str | None = None
