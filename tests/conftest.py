"""What several test folders use."""

from collections.abc import Iterator

import pytest
from postgres import server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL server's database `postgres`, for the whole test session."""
    with server() as url:
        yield url
