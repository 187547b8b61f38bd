"""What the machine found out about a call, replaced as a whole each time.

The transcript is kept as one row a call, not one a turn: a year of the reference customer is
5.6 million calls, but 340 million turns, and nothing asks for a turn without its call. What
reports count and group by (verdicts, flags) are rows with indexes.

A transcript is JSON, which keeps every float exactly: it is written with the shortest digits
that read back as the same number. Compressed it takes a third of the room. The words, four
fifths of it and read by few, are apart, so that rules can be replayed over history without
unpacking them.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class ResultRow(Base, table=True):
    """How processing ended and what made the result."""

    __tablename__ = "results"
    __table_args__ = (Index(None, "rulebook", "status"), Index(None, "score_total", "call"))

    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", primary_key=True, sa_type=BigId)
    status: str = Field(index=True)
    saved_at: datetime = Field(sa_type=Utc)
    inputs: str
    """`calls.inputs` as it was when the call was judged."""
    pipeline: str
    recogniser: str
    rulebook: str
    audio_sha256: str | None
    duration_s: float | None = Field(index=True)
    measures: str | None = Field(sa_type=Text)
    """JSON of `Measures`."""
    score: str | None = Field(sa_type=Text)
    """JSON of `Score`."""
    score_total: float | None
    """0–100, also in `score`: reports average it."""
    satisfaction_risk: float | None
    failure_kind: str | None
    failure_message: str | None = Field(sa_type=Text)


class TranscriptRow(Base, table=True):
    """What was heard."""

    __tablename__ = "transcripts"

    call: int = Field(
        foreign_key="results.call", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    body: bytes = Field(sa_type=LargeBinary)
    """`Transcript` as compressed JSON, its turns without their words."""
    words: bytes = Field(sa_type=LargeBinary)
    """Each turn's list of `Word` as compressed JSON."""


class VerdictRow(Base, table=True):
    """The result of one rule."""

    __tablename__ = "verdicts"
    __table_args__ = (Index(None, "code", "state", "call"),)

    call: int = Field(
        foreign_key="results.call", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    position: int = Field(primary_key=True)
    code: str
    name: str
    state: str
    fatal: bool
    confidence: float
    evidence: str = Field(sa_type=Text)
    """JSON list of `Evidence`."""
    cost: float | None = None


class FlagRow(Base, table=True):
    """Why a call stands out."""

    __tablename__ = "flags"
    __table_args__ = (Index(None, "flag", "call"),)

    call: int = Field(
        foreign_key="results.call", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    flag: str = Field(primary_key=True)
