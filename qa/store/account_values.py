"""What the store says of accounts, sessions and the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from qa.people import Account


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account with what its password is checked against."""

    account: Account
    password_hash: str | None
    """As argon2 writes it; None when there is no password yet."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that signed in."""

    account: Account
    created_at: datetime
    seen_at: datetime
    """When it was last heard of; written at most once a minute."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed or unfinished tries to sign in under one key."""

    count: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works once."""

    username: str | None
    """Whose password it sets; None: it makes the first administrator."""
    expires_at: datetime
    used: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when."""

    at: datetime
    who: str
    """Username; empty when nobody is signed in."""
    action: str
    """Stable word, see `qa.accounts.audit`."""
    call_id: str | None = None
    subject: str | None = None
    """What else it was done to: a username, a case, a file."""
    details: Mapping[str, object] = field(default_factory=dict)
    """Kept as JSON."""
    address: str | None = None
    """Of the browser."""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries of the audit log; what is None does not matter."""

    who: str | None = None
    action: str | None = None
    call_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
