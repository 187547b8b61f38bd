from collections.abc import Callable
from datetime import timedelta

import pytest
from people_made import NOW, add

from qa.accounts import administration
from qa.accounts.passwords import Passwords
from qa.accounts.sessions import Limits, let_in, person_of
from qa.accounts.tokens import signed
from qa.people import Account, UserRole
from qa.store import Store

LIMITS = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def inspector(store: Store, passwords: Passwords) -> Account:
    add(store, passwords, UserRole.ADMIN)
    return add(store, passwords, UserRole.INSPECTOR)


@pytest.fixture
def cookie(store: Store, inspector: Account) -> str:
    return let_in(store, inspector, NOW, how="test", limits=LIMITS)


def test_a_session_ends_when_idle(store: Store, cookie: str) -> None:
    assert person_of(store, cookie, NOW + 30 * MINUTE, LIMITS)
    assert person_of(store, cookie, NOW + 60 * MINUTE, LIMITS)
    assert person_of(store, cookie, NOW + 91 * MINUTE, LIMITS) is None


def test_a_busy_session_ends_all_the_same(store: Store, cookie: str) -> None:
    ended = NOW
    while person_of(store, cookie, ended, LIMITS):
        ended += 20 * MINUTE
    assert timedelta(hours=12) < ended - NOW <= timedelta(hours=12, minutes=20)


def test_a_clock_that_went_back_ends_sessions_beyond_a_little_slack(
    store: Store, cookie: str
) -> None:
    assert person_of(store, cookie, NOW - 4 * MINUTE, LIMITS)
    assert person_of(store, cookie, NOW - 6 * MINUTE, LIMITS) is None


@pytest.mark.parametrize(
    "made",
    [
        lambda cookie: cookie[:-9] + ("A" if cookie[-9] != "A" else "B") + cookie[-8:],
        lambda cookie: "A" + cookie,
        lambda cookie: cookie.partition(".")[0],
        lambda cookie: cookie.partition(".")[0] + ".",
        lambda _: "",
        lambda _: ".",
        lambda _: "\x00\xff.汉字",
        lambda cookie: cookie * 10_000,
    ],
)
def test_a_cookie_that_was_tampered_with_is_nobodys(
    store: Store, cookie: str, made: Callable[[str], str]
) -> None:
    assert person_of(store, made(cookie), NOW, LIMITS) is None


def test_no_cookie_is_nobodys(store: Store) -> None:
    assert person_of(store, None, NOW, LIMITS) is None


def test_a_cookie_of_another_installation_is_nobodys(store: Store, cookie: str) -> None:
    token = cookie.partition(".")[0]
    assert person_of(store, signed(token, b"x" * 32), NOW, LIMITS) is None


def test_who_is_disabled_is_out_at_once(store: Store, cookie: str) -> None:
    administration.set_active(store, "test", "inspector", False, NOW)
    assert person_of(store, cookie, NOW, LIMITS) is None
    administration.set_active(store, "test", "inspector", True, NOW)
    assert person_of(store, cookie, NOW, LIMITS) is None


def test_a_new_role_means_signing_in_again(store: Store, cookie: str) -> None:
    administration.set_role(store, "test", "inspector", UserRole.TRAINER, NOW)
    assert person_of(store, cookie, NOW, LIMITS) is None


def test_a_new_password_ends_all_sessions(store: Store, cookie: str, passwords: Passwords) -> None:
    administration.set_password(store, passwords, "test", "inspector", "another horse 7", NOW)
    assert person_of(store, cookie, NOW, LIMITS) is None


def test_old_sessions_are_forgotten_when_somebody_signs_in(
    store: Store, cookie: str, inspector: Account
) -> None:
    later = NOW + timedelta(days=2)
    let_in(store, inspector, later, how="test", limits=LIMITS)
    endless = Limits(idle=timedelta(days=99), absolute=timedelta(days=99))
    assert person_of(store, cookie, later, endless) is None
