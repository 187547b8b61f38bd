from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from people_made import NOW, PASSWORD, add, person
from sqlalchemy import text

from qa.accounts.passwords import Passwords
from qa.accounts.setup_links import (
    INVITATION_LASTS,
    SETUP_LASTS,
    accept,
    invite,
    offer_setup,
    opened,
    set_up,
)
from qa.errors import AccountError, Forbidden, LinkRefused
from qa.people import UserRole
from qa.store import Store, open_store
from qa.store.engine import Database

SECOND = timedelta(seconds=1)


def make_admin(store: Store, passwords: Passwords, token: str, username: str = "admin") -> None:
    set_up(
        store,
        passwords,
        token,
        username=username,
        display_name="王",
        password=PASSWORD,
        now=NOW,
    )


def offered(store: Store) -> str:
    token = offer_setup(store, NOW)
    assert token is not None
    return token


def test_the_link_makes_the_first_administrator_once(store: Store, passwords: Passwords) -> None:
    token = offered(store)
    make_admin(store, passwords, token)
    account = store.account("admin")
    assert account is not None
    assert account.person.role is UserRole.ADMIN
    with pytest.raises(LinkRefused):
        make_admin(store, passwords, token, "second")
    assert offer_setup(store, NOW) is None


def test_two_links_make_one_administrator(store: Store, passwords: Passwords) -> None:
    first, second = offered(store), offered(store)
    make_admin(store, passwords, second)
    with pytest.raises(LinkRefused):
        make_admin(store, passwords, first, "second")


def test_two_people_at_once_make_one_administrator(url: str, passwords: Passwords) -> None:
    stores = [open_store(url, lock_timeout_s=20) for _ in range(4)]
    tokens = [offered(each) for each in stores]

    def attempt(number: int) -> bool:
        try:
            make_admin(stores[number], passwords, tokens[number], f"admin{number}")
        except LinkRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert len(stores[0].accounts()) == 1
    for each in stores:
        each.close()


def test_a_link_is_too_old_in_the_end(store: Store, passwords: Passwords) -> None:
    token = offered(store)
    assert opened(store, token, NOW + SETUP_LASTS - SECOND).username is None
    with pytest.raises(LinkRefused):
        opened(store, token, NOW + SETUP_LASTS)


@pytest.mark.parametrize("token", ["", "x", "汉字", "' OR 1=1 --", "a" * 100_000])
def test_unknown_tokens_are_refused(store: Store, token: str) -> None:
    offered(store)
    with pytest.raises(LinkRefused):
        opened(store, token, NOW)


def test_a_weak_password_leaves_the_link_good(store: Store, passwords: Passwords) -> None:
    token = offered(store)
    with pytest.raises(AccountError, match="password"):
        set_up(store, passwords, token, username="li", display_name="", password="x", now=NOW)
    make_admin(store, passwords, token)


def test_the_token_itself_is_not_kept(store: Store) -> None:
    token = offered(store)
    database = Database(store.url)
    with database.reading() as connection:
        rows = connection.execute(text("SELECT * FROM setup_tokens")).all()
    database.close()
    assert rows
    assert token not in str(rows)


def test_an_invitation_sets_the_password_once(store: Store, passwords: Passwords) -> None:
    add(store, passwords, UserRole.INSPECTOR)
    token = invite(store, person(UserRole.ADMIN), "Inspector", NOW)
    assert opened(store, token, NOW).username == "inspector"
    assert accept(store, passwords, token, "another horse 7", NOW) == "inspector"
    known = store.credentials("inspector")
    assert known is not None
    assert passwords.fits("another horse 7", known.password_hash)
    with pytest.raises(LinkRefused):
        accept(store, passwords, token, "third horse 8", NOW)


def test_the_newest_invitation_counts_and_not_for_ever(store: Store, passwords: Passwords) -> None:
    add(store, passwords, UserRole.INSPECTOR)
    older, newer = (invite(store, "cli", "inspector", NOW) for _ in range(2))
    with pytest.raises(LinkRefused):
        opened(store, older, NOW)
    with pytest.raises(LinkRefused):
        accept(store, passwords, newer, PASSWORD, NOW + INVITATION_LASTS)


def test_a_link_does_only_what_it_is_for(store: Store, passwords: Passwords) -> None:
    setup = offered(store)
    with pytest.raises(LinkRefused):
        accept(store, passwords, setup, PASSWORD, NOW)
    add(store, passwords, UserRole.INSPECTOR)
    invitation = invite(store, "cli", "inspector", NOW)
    with pytest.raises(LinkRefused):
        make_admin(store, passwords, invitation)


def test_only_administrators_invite(store: Store, passwords: Passwords) -> None:
    add(store, passwords, UserRole.INSPECTOR)
    with pytest.raises(Forbidden):
        invite(store, person(UserRole.MANAGER), "inspector", NOW)
    with pytest.raises(AccountError, match="no such user"):
        invite(store, person(UserRole.ADMIN), "nobody", NOW)
