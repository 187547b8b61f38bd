"""Who did what: rows are only added, triggers refuse anything else."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class AuditRow(Base, table=True):
    """One deed. It names calls and people by their own names, and so outlives them."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "call_id", "at"), Index(None, "who", "at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    at: datetime = Field(sa_type=Utc, index=True)
    who: str
    action: str
    call_id: str | None = None
    subject: str | None = None
    details: str = Field(sa_type=Text)
    """JSON object."""
    address: str | None = None
