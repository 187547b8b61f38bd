"""Who may come in, and who is in."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class UserRow(Base, table=True):
    """An account. Rows are never deleted: evaluations and the audit log name them."""

    __tablename__ = "users"

    username: str = Field(max_length=64, primary_key=True)
    display_name: str = Field(max_length=64)
    role: str
    team: str | None = None
    agent_id: str | None = None
    email: str | None = Field(default=None, unique=True)
    active: bool = True
    password_hash: str | None = None
    created_at: datetime = Field(sa_type=Utc)


class SessionRow(Base, table=True):
    """A signed-in browser; its token is not kept, only the token's digest."""

    __tablename__ = "sessions"

    token_sha256: str = Field(max_length=64, primary_key=True)
    username: str = Field(foreign_key="users.username", ondelete="CASCADE", index=True)
    created_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc, index=True)


class SignInAttemptRow(Base, table=True):
    """A try to sign in that failed or is not finished; gone when it succeeds or is old."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "key", "at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    key: str = Field(max_length=64)
    """Keyed digest of the username tried or of the address: people type passwords there."""
    at: datetime = Field(sa_type=Utc, index=True)


class SetupTokenRow(Base, table=True):
    """A link that works once; the token is not kept, only its digest."""

    __tablename__ = "setup_tokens"

    token_sha256: str = Field(max_length=64, primary_key=True)
    username: str | None = Field(default=None, foreign_key="users.username", ondelete="CASCADE")
    """Whose password it sets; empty: it makes the first administrator."""
    made_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)
    used_at: datetime | None = Field(default=None, sa_type=Utc)


class KeyRow(Base, table=True):
    """A secret of this installation, drawn at random when it is first needed."""

    __tablename__ = "keys"

    name: str = Field(max_length=64, primary_key=True)
    secret: bytes = Field(sa_type=LargeBinary)
