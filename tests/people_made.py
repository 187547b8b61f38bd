"""A person of every role, and their accounts."""

from datetime import UTC, datetime

from qa.accounts import administration
from qa.accounts.passwords import Passwords
from qa.accounts.people import made
from qa.people import Account, Person, UserRole
from qa.store import Store

NOW = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
PASSWORD = "a horse named 42"
TEAM, AGENT_ID = "一组", "A001"


def account(role: UserRole, username: str | None = None, **given: str) -> Account:
    own = {"team": TEAM} if role is UserRole.LEAD else {}
    own |= {"agent_id": AGENT_ID} if role is UserRole.AGENT else {}
    return made(username or role.value, f"{role.value} 某", role, **own | given)


def person(role: UserRole) -> Person:
    return account(role).person


def add(
    store: Store, passwords: Passwords, role: UserRole, username: str | None = None, **given: str
) -> Account:
    """Keep an account with `PASSWORD`."""
    new = account(role, username, **given)
    hashed = passwords.hash(PASSWORD, new.person.username)
    administration.add(store, "test", new, NOW, password_hash=hashed)
    return new
