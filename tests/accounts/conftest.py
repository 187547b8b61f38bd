"""Stores of both kinds, and passwords that cost nothing."""

import pytest
from argon2 import PasswordHasher
from databases import databases, store, url

from qa.accounts.passwords import Passwords

__all__ = ["databases", "passwords", "store", "url"]


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
