"""The shape of a recording, for drawing its waveform."""

from sqlalchemy import LargeBinary
from sqlmodel import Field

from qa.store.tables.base import Base, BigId


class PeaksRow(Base, table=True):
    """Loudest sample of every stretch."""

    __tablename__ = "peaks"

    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", primary_key=True, sa_type=BigId)
    per_second: int
    channels: int
    body: bytes = Field(sa_type=LargeBinary)
    """Compressed; one byte a stretch, channel after channel."""
