"""Each run of the batch, with its report."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class RunRow(Base, table=True):
    """One run; `finished_at` and `report` are empty while it lasts and after a crash."""

    __tablename__ = "runs"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    started_at: datetime = Field(sa_type=Utc, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    options: str = Field(sa_type=Text)
    """JSON object."""
    report: str | None = Field(default=None, sa_type=Text)
    """JSON object."""
