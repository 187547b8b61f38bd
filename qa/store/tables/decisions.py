"""What inspectors decided on verdicts."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class DecisionRow(Base, table=True):
    """One decision. Rows are only added, and outlive the verdict: it may be made again."""

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "call", "code", "decided_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", sa_type=BigId)
    code: str
    outcome: str
    machine_state: str
    """State of the verdict that it is about."""
    rulebook: str
    """Line and version that the verdict was made by."""
    true_state: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    reviewer: str
    decided_at: datetime = Field(sa_type=Utc)
