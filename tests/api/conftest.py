"""The routes and the gate over a real store, with a clock that the test moves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from browsing import Clock, SignInAs
from databases import databases, store, url
from people_made import account, add
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.accounts.passwords import Passwords
from qa.accounts.sessions import COOKIE, let_in
from qa.api import Workbench, middleware, routes
from qa.config import PlaybackOptions, Settings
from qa.people import UserRole
from qa.store import Store

__all__ = ["databases", "store", "url"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def bench(
    store: Store, url: str, clock: Clock, passwords: Passwords, tmp_path: Path
) -> Iterator[Workbench]:
    settings = Settings(db_url=url, playback=PlaybackOptions(cache_dir=tmp_path / "playback"))
    made = Workbench(settings, clock=clock, passwords=passwords)
    yield made
    made.close()


@pytest.fixture
def client(bench: Workbench) -> TestClient:
    """A browser that is not signed in, and does not follow redirects."""
    page = Route("/{page:path}", lambda _: PlainTextResponse("a page"))
    app = Starlette(routes=[*routes(bench), page], middleware=middleware(bench))
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def sign_in_as(client: TestClient, bench: Workbench, passwords: Passwords) -> SignInAs:
    """The browser, signed in as a new person of a role."""

    def sign_in(role: UserRole) -> TestClient:
        who = bench.store.account(account(role).person.username) or add(
            bench.store, passwords, role
        )
        cookie = let_in(bench.store, who, bench.now(), how="test", limits=bench.limits)
        client.cookies.set(COOKIE, cookie)
        return client

    return sign_in
