import pytest
from people_made import NOW, PASSWORD, account, add, person

from qa.accounts import administration
from qa.accounts.audit import read_log
from qa.accounts.passwords import Passwords
from qa.accounts.throttle import FREE_PER_USER
from qa.errors import AccountError, Forbidden, TooManyTries
from qa.people import UserRole
from qa.store import Store
from qa.store.account_values import AuditFilter

ADMIN = person(UserRole.ADMIN)


def test_what_an_administrator_does_is_in_the_log(store: Store, passwords: Passwords) -> None:
    administration.add(store, ADMIN, account(UserRole.ADMIN), NOW)
    administration.add(store, ADMIN, account(UserRole.INSPECTOR), NOW)
    administration.set_role(store, ADMIN, "inspector", UserRole.LEAD, NOW, team="二组")
    administration.set_active(store, ADMIN, "inspector", False, NOW)
    entries = [entry for _, entry in read_log(store, ADMIN, AuditFilter(who="admin"))]
    assert [entry.action for entry in entries] == ["user_changed"] * 2 + ["user_added"] * 2
    assert entries[1].details == {"role": ["inspector", "lead"], "team": [None, "二组"]}
    changed = store.account("inspector")
    assert changed is not None
    assert (changed.person.role, changed.person.team, changed.active) == ("lead", "二组", False)


@pytest.mark.parametrize("role", [role for role in UserRole if role is not UserRole.ADMIN])
def test_nobody_else_manages_accounts(store: Store, passwords: Passwords, role: UserRole) -> None:
    add(store, passwords, UserRole.ADMIN)
    me = person(role)
    for attempt in (
        lambda: administration.add(store, me, account(UserRole.ADMIN, "evil"), NOW),
        lambda: administration.everybody(store, me),
        lambda: administration.set_role(store, me, "admin", UserRole.TRAINER, NOW),
        lambda: administration.set_active(store, me, "admin", False, NOW),
        lambda: administration.set_password(store, passwords, me, "admin", PASSWORD, NOW),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert len(store.accounts()) == 1


def test_usernames_and_emails_are_given_once(store: Store) -> None:
    administration.add(store, ADMIN, account(UserRole.ADMIN, email="a@example.com"), NOW)
    with pytest.raises(AccountError, match="username is taken"):
        administration.add(store, ADMIN, account(UserRole.TRAINER, "ADMIN"), NOW)
    with pytest.raises(AccountError, match="e-mail"):
        administration.add(store, ADMIN, account(UserRole.TRAINER, email="A@example.com"), NOW)
    assert len(store.accounts()) == 1


def test_the_last_administrator_stays(store: Store, passwords: Passwords) -> None:
    add(store, passwords, UserRole.ADMIN)
    with pytest.raises(AccountError, match="last active administrator"):
        administration.set_active(store, ADMIN, "admin", False, NOW)
    with pytest.raises(AccountError, match="last active administrator"):
        administration.set_role(store, ADMIN, "admin", UserRole.MANAGER, NOW)
    add(store, passwords, UserRole.ADMIN, "second")
    administration.set_active(store, ADMIN, "admin", False, NOW)


def test_without_any_administrator_others_can_still_be_changed(
    store: Store, passwords: Passwords
) -> None:
    add(store, passwords, UserRole.INSPECTOR)
    administration.set_active(store, "cli", "inspector", False, NOW)


def test_changes_to_unknown_users_are_refused(store: Store, passwords: Passwords) -> None:
    for attempt in (
        lambda: administration.set_active(store, ADMIN, "nobody", False, NOW),
        lambda: administration.set_role(store, ADMIN, "nobody", UserRole.ADMIN, NOW),
        lambda: administration.set_password(store, passwords, ADMIN, "nobody", PASSWORD, NOW),
    ):
        with pytest.raises(AccountError, match="no such user"):
            attempt()


def test_one_changes_the_own_password_by_knowing_it(store: Store, passwords: Passwords) -> None:
    me = add(store, passwords, UserRole.INSPECTOR).person
    with pytest.raises(AccountError, match="present password is wrong"):
        administration.change_own_password(store, passwords, me, "wrong", "another horse 7", NOW)
    administration.change_own_password(store, passwords, me, PASSWORD, "another horse 7", NOW)
    known = store.credentials("inspector")
    assert known is not None
    assert passwords.fits("another horse 7", known.password_hash)


def test_an_open_session_is_no_way_to_guess_the_password(
    store: Store, passwords: Passwords
) -> None:
    me = add(store, passwords, UserRole.INSPECTOR).person
    for _ in range(FREE_PER_USER):
        with pytest.raises(AccountError, match="wrong"):
            administration.change_own_password(store, passwords, me, "guess", PASSWORD, NOW)
    with pytest.raises(TooManyTries):
        administration.change_own_password(store, passwords, me, PASSWORD, "another horse 7", NOW)


@pytest.mark.parametrize("role", [UserRole.INSPECTOR, UserRole.LEAD, UserRole.AGENT])
def test_the_log_is_not_for_everybody(store: Store, role: UserRole) -> None:
    with pytest.raises(Forbidden):
        read_log(store, person(role), AuditFilter())
