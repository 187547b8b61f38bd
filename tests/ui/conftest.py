"""Pages over a real store, without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which

import pytest
from argon2 import PasswordHasher
from people_made import NOW, account, add
from playwright.sync_api import Browser, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from qa.accounts.passwords import Passwords
from qa.accounts.sessions import let_in
from qa.api import Workbench
from qa.config import Settings
from qa.people import UserRole
from qa.store import upgrade
from qa.ui import MAIN, signed_in

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]
PATIENCE_MS = 30_000
"""The first page of a process reads the rulebooks, and a busy machine takes its time."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window; one for all tests, as Playwright wants it."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    url = f"sqlite:///{tmp_path / 'ui.db'}"
    upgrade(url)
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    made = Workbench(Settings(db_url=url), clock=lambda: NOW, passwords=passwords)
    monkeypatch.setattr(signed_in, "workbench", lambda: made)
    monkeypatch.setattr(signed_in, "cookie", lambda: None)
    yield made
    made.close()


@pytest.fixture
def app(bench: Workbench) -> AppTest:
    """The workbench as somebody who is signed out sees it."""
    return AppTest.from_file(str(MAIN), default_timeout=20)


@pytest.fixture
def sign_in_as(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Callable[[UserRole], None]:
    """From now on, pages are looked at by a new person of a role."""

    def sign_in(role: UserRole) -> None:
        who = bench.store.account(account(role).person.username)
        who = who or add(bench.store, bench.passwords, role)
        cookie = let_in(bench.store, who, NOW, how="test", limits=bench.limits)
        monkeypatch.setattr(signed_in, "cookie", lambda: cookie)

    return sign_in
