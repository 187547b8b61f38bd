"""Adding and changing accounts."""

from dataclasses import replace
from datetime import datetime

from qa.accounts.audit import Deed, entry
from qa.accounts.passwords import Passwords
from qa.accounts.people import made, normalised
from qa.accounts.permissions import Action, check
from qa.accounts.throttle import admit, trial_of
from qa.accounts.tokens import secret_of
from qa.errors import AccountError
from qa.people import Account, Person, UserRole
from qa.store import Store

By = Person | str
"""Who does it; the command line, which has the database anyway, goes by a name."""


def add(
    store: Store, by: By, account: Account, now: datetime, *, password_hash: str | None = None
) -> None:
    """Add an account that `qa.accounts.people.made` made.

    Raises:
        Forbidden: `by` may not manage users.
        AccountError: the username or e-mail is taken.
        StoreError: the database refuses.
    """
    _check(by)
    person = account.person
    details = {"role": person.role, "team": person.team, "agent_id": person.agent_id}
    deed = entry(Deed.USER_ADDED, by, now, subject=person.username, details=details)
    store.add_user(account, password_hash, now, deed)


def everybody(store: Store, by: By) -> list[Account]:
    """All accounts, by username.

    Raises:
        Forbidden: `by` may not manage users.
    """
    _check(by)
    return store.accounts()


def set_active(store: Store, by: By, username: str, active: bool, now: datetime) -> None:
    """Let an account in again, or keep it out; who is kept out is signed out at once.

    Raises:
        Forbidden: `by` may not manage users.
        AccountError: there is no such account, or it is the last active administrator.
    """
    before = _required(store, by, username)
    _change(store, by, before, replace(before, active=active), now)


def set_role(
    store: Store,
    by: By,
    username: str,
    role: UserRole,
    now: datetime,
    *,
    team: str | None = None,
    agent_id: str | None = None,
) -> None:
    """Give an account another role; its sessions end. Team and agent_id stay when not given.

    Raises:
        Forbidden: `by` may not manage users.
        AccountError: there is no such account, it is the last active administrator, or the
            role needs a team or agent_id.
    """
    before = _required(store, by, username)
    person = before.person
    after = made(
        person.username,
        person.display_name,
        role,
        team=team or person.team,
        agent_id=agent_id or person.agent_id,
        email=before.email,
    )
    _change(store, by, before, replace(after, active=before.active), now)


def set_password(
    store: Store, passwords: Passwords, by: By, username: str, password: str, now: datetime
) -> None:
    """Set somebody's password and sign them out everywhere.

    Raises:
        Forbidden: `by` is another one and may not manage users.
        AccountError: there is no such account, or the password is too weak.
    """
    name = normalised(username)
    if not (isinstance(by, Person) and by.username == name):
        _check(by)
    hashed = passwords.hash(password, name)
    store.set_password(name, hashed, entry(Deed.PASSWORD_SET, by, now, subject=name))


def change_own_password(
    store: Store, passwords: Passwords, person: Person, old: str, new: str, now: datetime
) -> None:
    """Replace one's own password; every session ends, this one too.

    Raises:
        TooManyTries: the old password was guessed at too often.
        AccountError: the old one is wrong, or the new one too weak.
    """
    # A session left open must not become a way to guess the password behind it.
    admit(store, trial_of(secret_of(store), person.username, "own password"), now)
    known = store.credentials(person.username)
    if not passwords.fits(old, known.password_hash if known else None):
        raise AccountError("原密码不正确 / the present password is wrong")
    set_password(store, passwords, person, person.username, new, now)


def _check(by: By) -> None:
    if isinstance(by, Person):
        check(by, Action.MANAGE_USERS)


def _required(store: Store, by: By, username: str) -> Account:
    _check(by)
    name = normalised(username)
    account = store.account(name)
    if account is None:
        raise AccountError(
            f"没有用户 {name} / there is no such user → `qa users list` 列出全部 / lists them"
        )
    return account


def _change(store: Store, by: By, before: Account, after: Account, now: datetime) -> None:
    details: dict[str, list[object]] = {
        "role": [before.person.role, after.person.role],
        "team": [before.person.team, after.person.team],
        "agent_id": [before.person.agent_id, after.person.agent_id],
        "active": [before.active, after.active],
    }
    changed = {key: pair for key, pair in details.items() if pair[0] != pair[1]}
    name = after.person.username
    store.change_user(after, entry(Deed.USER_CHANGED, by, now, subject=name, details=changed))
