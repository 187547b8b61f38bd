"""Who a browser's cookie stands for, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from qa.accounts.audit import Deed, entry
from qa.accounts.tokens import digest, new_token, secret_of, signed, unsigned
from qa.people import Account, Person
from qa.store import Store
from qa.store.account_values import Session

COOKIE = "earmark_session"
_RENEW_AFTER = timedelta(minutes=1)
"""So that a page with twenty requests writes once."""
_CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts."""

    idle: timedelta = timedelta(minutes=30)
    """Without a request."""
    absolute: timedelta = timedelta(hours=12)
    """Since signing in."""


def person_of(
    store: Store, cookie: str | None, now: datetime, limits: Limits = Limits()
) -> Person | None:
    """Whose session the cookie is; None when it is nobody's or over.

    Being asked for keeps a session from becoming idle.

    Raises:
        StoreError: the database refuses.
    """
    token = _token(store, cookie)
    session = token and store.session(digest(token))
    if not token or not session or not _lasts(session, now, limits):
        return None
    if now - session.seen_at >= _RENEW_AFTER:
        store.renew_session(digest(token), now)
    return session.account.person


def let_in(
    store: Store,
    account: Account,
    now: datetime,
    *,
    how: str,
    limits: Limits,
    address: str | None = None,
    tried: tuple[str, ...] = (),
) -> str:
    """Open a session with a token of its own.

    Returns:
        The cookie's value.
    """
    token = new_token()
    deed = entry(Deed.SIGNED_IN, account.person, now, address=address, details={"how": how})
    stale_before = now - max(limits.idle, limits.absolute)
    store.open_session(
        digest(token),
        account.person.username,
        now,
        deed,
        stale_before=stale_before,
        tried=tried,
    )
    return signed(token, secret_of(store))


def sign_out(
    store: Store, cookie: str | None, now: datetime, *, address: str | None = None
) -> None:
    """End the cookie's session: a copy of the cookie is worth nothing afterwards."""
    token = _token(store, cookie)
    session = token and store.session(digest(token))
    if token and session:
        deed = entry(Deed.SIGNED_OUT, session.account.person, now, address=address)
        store.close_session(digest(token), deed)


def _token(store: Store, cookie: str | None) -> str | None:
    return unsigned(cookie, secret_of(store)) if cookie else None


def _lasts(session: Session, now: datetime, limits: Limits) -> bool:
    """A session from the future is over: the clock went back, and nobody knows how far."""
    ahead = max(session.created_at, session.seen_at) - now
    return (
        session.account.active
        and ahead <= _CLOCK_SLACK
        and now - session.seen_at <= limits.idle
        and now - session.created_at <= limits.absolute
    )
