import time
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from people_made import NOW, PASSWORD, account, add

from qa.accounts import administration
from qa.accounts.passwords import Passwords
from qa.accounts.sessions import Limits, person_of, sign_out
from qa.accounts.signing_in import REFUSED, sign_in, sign_in_by_email
from qa.accounts.throttle import FREE_PER_USER
from qa.errors import AccountError, TooManyTries
from qa.people import UserRole
from qa.store import Store
from qa.store.account_values import AuditFilter

LIMITS = Limits()
MINUTE = timedelta(minutes=1)


def enter(
    store: Store,
    passwords: Passwords,
    username: str = "inspector",
    password: str = PASSWORD,
    now: datetime = NOW,
) -> str:
    return sign_in(store, passwords, username, password, address="10.0.0.1", now=now, limits=LIMITS)


def deeds(store: Store) -> list[str]:
    return [entry.action for _, entry in store.audit(AuditFilter(), limit=99)]


@pytest.fixture
def inspected(store: Store, passwords: Passwords) -> Store:
    add(store, passwords, UserRole.ADMIN)
    add(store, passwords, UserRole.INSPECTOR)
    return store


def test_the_cookie_stands_for_the_person(inspected: Store, passwords: Passwords) -> None:
    person = person_of(inspected, enter(inspected, passwords, " Inspector "), NOW)
    assert person is not None
    assert (person.username, person.role) == ("inspector", UserRole.INSPECTOR)
    assert deeds(inspected)[0] == "signed_in"


def test_every_sign_in_has_a_token_of_its_own_which_is_not_kept(
    inspected: Store, passwords: Passwords
) -> None:
    first, second = enter(inspected, passwords), enter(inspected, passwords)
    assert first != second
    sign_out(inspected, first, NOW)
    assert person_of(inspected, first, NOW) is None
    assert person_of(inspected, second, NOW) is not None


@pytest.mark.parametrize(
    ("username", "password"),
    [("inspector", "wrong password"), ("nobody", PASSWORD), ("x" * 9999, "y" * 9999), ("", "")],
)
def test_every_refusal_is_the_same(
    inspected: Store, passwords: Passwords, username: str, password: str
) -> None:
    with pytest.raises(AccountError) as refused:
        enter(inspected, passwords, username, password)
    assert str(refused.value) == REFUSED
    assert deeds(inspected)[0] == "sign_in_failed"


def test_disabled_and_passwordless_accounts_are_refused_alike(
    inspected: Store, passwords: Passwords
) -> None:
    administration.set_active(inspected, "test", "inspector", False, NOW)
    administration.add(inspected, "test", account(UserRole.TRAINER), NOW)
    for name in ("inspector", "trainer"):
        with pytest.raises(AccountError, match="wrong username"):
            enter(inspected, passwords, name)


def test_an_unknown_user_takes_as_long_as_a_wrong_password(store: Store) -> None:
    slow = Passwords(PasswordHasher(time_cost=8, memory_cost=8192, parallelism=1))
    add(store, slow, UserRole.INSPECTOR)

    def took(username: str) -> float:
        start = time.perf_counter()
        with pytest.raises(AccountError):
            enter(store, slow, username, "wrong password")
        return time.perf_counter() - start

    known = min(took("inspector") for _ in range(3))
    unknown = min(took(f"nobody{number}") for number in range(3))
    assert 0.5 < unknown / known < 2


def test_guessing_is_slowed_down_and_success_makes_free_again(
    inspected: Store, passwords: Passwords
) -> None:
    for _ in range(FREE_PER_USER):
        with pytest.raises(AccountError, match="wrong"):
            enter(inspected, passwords, password="wrong password")
    with pytest.raises(TooManyTries):
        enter(inspected, passwords)
    assert deeds(inspected)[0] == "sign_in_throttled"
    enter(inspected, passwords, now=NOW + MINUTE)
    with pytest.raises(AccountError, match="wrong"):
        enter(inspected, passwords, password="wrong password", now=NOW + MINUTE)


def test_unknown_names_are_slowed_down_too(inspected: Store, passwords: Passwords) -> None:
    for _ in range(FREE_PER_USER):
        with pytest.raises(AccountError, match="wrong"):
            enter(inspected, passwords, "nobody")
    with pytest.raises(TooManyTries):
        enter(inspected, passwords, "nobody")


def test_the_log_names_known_users_but_not_what_else_was_typed(
    inspected: Store, passwords: Passwords
) -> None:
    for name in ("inspector", PASSWORD):
        with pytest.raises(AccountError):
            enter(inspected, passwords, name, "wrong password")
    subjects = [
        entry.subject for _, entry in inspected.audit(AuditFilter(action="sign_in_failed"), limit=9)
    ]
    assert subjects == [None, "inspector"]


def test_a_hash_of_old_parameters_is_renewed(inspected: Store, passwords: Passwords) -> None:
    newer = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    enter(inspected, newer)
    known = inspected.credentials("inspector")
    assert known is not None
    assert known.password_hash is not None
    assert not newer.is_outdated(known.password_hash)
    enter(inspected, newer)


def test_the_company_signs_in_by_email(store: Store, passwords: Passwords) -> None:
    add(store, passwords, UserRole.INSPECTOR, email="li@example.com")
    cookie = sign_in_by_email(store, "Li@Example.com", address="-", now=NOW, limits=LIMITS)
    person = person_of(store, cookie, NOW)
    assert person is not None
    assert person.username == "inspector"
    for stranger in ("wang@example.com", "", "li@example.com.evil.com"):
        with pytest.raises(AccountError, match="e-mail"):
            sign_in_by_email(store, stranger, address="-", now=NOW, limits=LIMITS)
    assert deeds(store)[:2] == ["sign_in_failed", "sign_in_failed"]
