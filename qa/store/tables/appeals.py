"""What agents dispute, and what came of it."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class AppealRow(Base, table=True):
    """A dispute about one verdict or criterion of a published evaluation."""

    __tablename__ = "appeals"
    __table_args__ = (Index(None, "state", "made_at"), Index(None, "evaluation"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    evaluation: int = Field(foreign_key="evaluations.id", ondelete="CASCADE", sa_type=BigId)
    subject: str
    """Whether `code` is of a rule or of a criterion."""
    code: str
    reason: str = Field(sa_type=Text)
    state: str
    made_by: str
    made_at: datetime = Field(sa_type=Utc)


class AppealEventRow(Base, table=True):
    """One step of an appeal. Rows are only added."""

    __tablename__ = "appeal_events"
    __table_args__ = (Index(None, "appeal"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    appeal: int = Field(foreign_key="appeals.id", ondelete="CASCADE", sa_type=BigId)
    kind: str
    by: str
    at: datetime = Field(sa_type=Utc)
    text: str = Field(sa_type=Text)
