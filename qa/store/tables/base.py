"""What all tables share: an own registry, names for constraints, and column types.

The registry is Earmark's own so that the tables never land in SQLModel's global one, where a
module imported twice (Streamlit does that with edited ones) would define them twice.
Constraints have names because a migration can only drop what it can name.
"""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits on both; SQLite numbers rows by itself only in a column called INTEGER."""


class Utc(TypeDecorator[datetime]):
    """An instant: aware in Python, always UTC in the database.

    SQLite keeps no offset and hands out naive values; here they become aware again.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the same on all of them
    ) -> datetime | None:
        """Refuse what names no instant.

        Raises:
            ValueError: `value` is naive.
        """
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without offset names no instant: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the same on all of them
    ) -> datetime | None:
        """Make aware what SQLite returned without its offset."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING_CONVENTION))):
    """Parent of all tables."""
