"""The manifest as it stands, and who is working on what."""

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class CallRow(Base, table=True):
    """A call and what the call centre knows about it. Other tables point at `id`."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "started_at", "call_id"),
        Index(None, "business_line", "started_at"),
        Index(None, "agent_id", "started_at"),
        Index(None, "team", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    call_id: str = Field(max_length=128, unique=True)
    recording: str = Field(sa_type=Text)
    started_at: datetime = Field(sa_type=Utc)
    started_offset_s: int
    """The manifest's own offset from UTC, which `started_at` cannot keep."""
    business_line: str
    agent_id: str
    agent_name: str | None = None
    team: str | None = None
    skill_group: str | None = None
    agent_hired_on: date | None = None
    customer_id: str | None = None
    customer_name: str | None = None
    customer_tier: str | None = None
    direction: str | None = None
    agent_channel: int | None = None
    satisfaction: str
    ended_by: str | None = None
    hold_s: float | None = None
    queue_s: float | None = None
    attributes: str = Field(sa_type=Text)
    """JSON object of texts."""
    inputs: str
    """Digest of the columns that change what is heard or which rules apply."""
    recording_fingerprint: str | None = None
    """At the last look, as are the bytes' digest below; both None before the first."""
    recording_sha256: str | None = None


class WorkRow(Base, table=True):
    """One a call, apart from it because it changes often: attempts and the lease."""

    __tablename__ = "work"

    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", primary_key=True, sa_type=BigId)
    attempts: int = 0
    """Begun since the last save."""
    owner: str | None = Field(default=None, index=True)
    renewed_at: datetime | None = Field(default=None, sa_type=Utc)
