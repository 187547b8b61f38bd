"""Rulebooks as they were: every version that was ever used or published, and what was when."""

from datetime import datetime

from sqlalchemy import LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class RulebookVersionRow(Base, table=True):
    """One version with its content; never changed and never deleted."""

    __tablename__ = "rulebook_versions"
    __table_args__ = (UniqueConstraint("line", "content_sha256"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    line: str
    content_sha256: str = Field(max_length=64)
    files: bytes = Field(sa_type=LargeBinary)
    """Name → content as compressed JSON, the top file first."""
    first_used_at: datetime | None = Field(default=None, sa_type=Utc)
    """When calls were first judged by it; empty while none were."""


class RulebookPublicationRow(Base, table=True):
    """One publication. The line's rulebook is the one published last: rows are only added."""

    __tablename__ = "rulebook_publications"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    version: int = Field(foreign_key="rulebook_versions.id", index=True, sa_type=BigId)
    published_at: datetime = Field(sa_type=Utc)
    published_by: str
    note: str = Field(sa_type=Text)
