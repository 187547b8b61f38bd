"""Links that work once: for the first administrator, and for everybody who is invited."""

from datetime import datetime, timedelta

from qa.accounts.audit import Deed, entry
from qa.accounts.passwords import Passwords
from qa.accounts.people import made, normalised
from qa.accounts.permissions import Action, check
from qa.accounts.tokens import digest, new_token
from qa.people import Person, UserRole
from qa.store import Store
from qa.store.account_values import Link
from qa.store.setup_links import link_refused

SETUP_LASTS = timedelta(hours=1)
INVITATION_LASTS = timedelta(days=3)


def offer_setup(store: Store, now: datetime) -> str | None:
    """A token for making the first administrator; None when there are users already."""
    token = new_token()
    return token if store.offer_setup(digest(token), now, now + SETUP_LASTS) else None


def invite(store: Store, by: Person | str, username: str, now: datetime) -> str:
    """A token with which a person sets their own password; earlier ones of theirs end.

    Args:
        store: the store.
        by: who invites; a name when it is the command line.
        username: whom.
        now: aware.

    Raises:
        Forbidden: `by` may not manage users.
        AccountError: there is no such account.
        StoreError: the database refuses.
    """
    if isinstance(by, Person):
        check(by, Action.MANAGE_USERS)
    token, name = new_token(), normalised(username)
    deed = entry(Deed.USER_INVITED, by, now, subject=name)
    store.invite(digest(token), name, now, now + INVITATION_LASTS, deed)
    return token


def opened(store: Store, token: str, now: datetime) -> Link:
    """What a link is for.

    Raises:
        LinkRefused: it is unknown, used or too old, or there are users already.
    """
    link = store.link(digest(token))
    if link is None or link.used or link.expires_at <= now:
        raise link_refused()
    if link.username is None and store.has_users():
        raise link_refused()
    return link


def set_up(
    store: Store,
    passwords: Passwords,
    token: str,
    *,
    username: str,
    display_name: str,
    password: str,
    now: datetime,
    address: str | None = None,
) -> None:
    """Make the first administrator.

    Raises:
        LinkRefused: the link does not work.
        AccountError: a name is not well written, or the password too weak; the link stays.
        StoreError: the database refuses.
    """
    opened(store, token, now)
    account = made(username, display_name, UserRole.ADMIN)
    hashed = passwords.hash(password, account.person.username)
    deed = entry(Deed.SET_UP, account.person, now, address=address)
    store.set_up(digest(token), account, hashed, now, deed)


def accept(
    store: Store,
    passwords: Passwords,
    token: str,
    password: str,
    now: datetime,
    address: str | None = None,
) -> str:
    """Set the password of the person whom the link is for.

    Returns:
        Their username.

    Raises:
        LinkRefused: the link does not work.
        AccountError: the password is too weak; the link stays.
        StoreError: the database refuses.
    """
    name = opened(store, token, now).username
    if name is None:
        raise link_refused()
    hashed = passwords.hash(password, name)
    deed = entry(Deed.PASSWORD_SET, name, now, subject=name, address=address)
    return store.accept_invitation(digest(token), hashed, now, deed)
