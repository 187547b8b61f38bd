"""What people remark on a call: annotations, and words that were heard wrongly.

Rows are only added and retired: an edit retires one and adds another that replaces it.
"""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class AnnotationRow(Base, table=True):
    """A remark on a span."""

    __tablename__ = "annotations"
    __table_args__ = (Index(None, "call", "retired_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", sa_type=BigId)
    start_s: float
    end_s: float
    role: str | None = None
    text: str = Field(sa_type=Text)
    tags: str = Field(sa_type=Text)
    """JSON list of texts."""
    quality: str | None = None
    made_by: str
    made_at: datetime = Field(sa_type=Utc)
    replaces: int | None = Field(default=None, foreign_key="annotations.id", sa_type=BigId)
    retired_at: datetime | None = Field(default=None, sa_type=Utc)
    retired_by: str | None = None


class CorrectionRow(Base, table=True):
    """What was really said at a place of a turn."""

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "call", "retired_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", sa_type=BigId)
    turn: int
    """Place of the turn in the transcript, from 0."""
    start_char: int
    end_char: int
    """Half-open, within the turn's text."""
    original: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    turn_text: str = Field(sa_type=Text)
    """The whole turn as it read: a later transcript may have others."""
    turn_start_s: float
    turn_end_s: float
    role: str
    made_by: str
    made_at: datetime = Field(sa_type=Utc)
    retired_at: datetime | None = Field(default=None, sa_type=Utc)
    retired_by: str | None = None
