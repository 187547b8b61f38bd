"""How likely it is that a customer went away dissatisfied, or will complain."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class RiskRow(Base, table=True):
    """What a scorer said of a call; it goes with the result that it is about.

    `results.satisfaction_risk` repeats the probability of target `satisfaction`: exports and
    lists read it with the result.
    """

    __tablename__ = "risks"

    call: int = Field(
        foreign_key="results.call", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    target: str = Field(primary_key=True)
    """Name of the `Target`."""
    model: str
    """Name of the scorer."""
    calibrated: bool
    probability: float
    """0–1."""
    reasons: str = Field(sa_type=Text)
    """JSON list of `Reason`."""
    scored_at: datetime = Field(sa_type=Utc)
