"""The people who work with Earmark."""

from dataclasses import dataclass
from enum import StrEnum


class UserRole(StrEnum):
    """What somebody is in the company; `qa.accounts.permissions` says what it allows."""

    INSPECTOR = "inspector"
    LEAD = "lead"
    AGENT = "agent"
    TRAINER = "trainer"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Who does something."""

    username: str
    """As `qa.accounts.people.normalised` writes it; never given to somebody else."""
    display_name: str
    role: UserRole
    team: str | None = None
    """Team as the manifest writes it; a lead sees its calls."""
    agent_id: str | None = None
    """Agent as the manifest writes it; an agent sees these calls' published results."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person's way in."""

    person: Person
    email: str | None = None
    """In lower case; who the company's own sign-in says that this is."""
    active: bool = True
    has_password: bool = False
