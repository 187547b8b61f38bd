"""The review plan. Calls that nobody must hear have no row."""

from datetime import date

from sqlmodel import Field

from qa.store.tables.base import Base, BigId


class ReviewRow(Base, table=True):
    """A call's place in the plan of a day."""

    __tablename__ = "reviews"

    call: int = Field(foreign_key="calls.id", ondelete="CASCADE", primary_key=True, sa_type=BigId)
    day: date = Field(index=True)
    kind: str = Field(index=True)


class ReviewReasonRow(Base, table=True):
    """One reason for that place."""

    __tablename__ = "review_reasons"

    call: int = Field(
        foreign_key="reviews.call", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    position: int = Field(primary_key=True)
    reason: str = Field(index=True)
