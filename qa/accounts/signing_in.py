"""Signing in, with a password or through the company's own sign-in."""

from datetime import datetime

from qa.accounts.audit import Deed, entry
from qa.accounts.passwords import Passwords
from qa.accounts.people import normalised
from qa.accounts.sessions import Limits, let_in
from qa.accounts.throttle import admit, trial_of
from qa.accounts.tokens import secret_of
from qa.errors import AccountError, TooManyTries
from qa.store import Store
from qa.store.account_values import Credentials

REFUSED = "用户名或密码不正确 / wrong username or password"


def sign_in(
    store: Store,
    passwords: Passwords,
    username: str,
    password: str,
    *,
    address: str,
    now: datetime,
    limits: Limits,
) -> str:
    """Check a password and open a session.

    The answer, and the time it takes, are the same for a wrong password, an unknown or a
    disabled account and one without a password.

    Returns:
        The cookie's value.

    Raises:
        TooManyTries: after many failures; nothing was checked.
        AccountError: `REFUSED`.
        StoreError: the database refuses.
    """
    name = normalised(username)
    trial = trial_of(secret_of(store), name, address)
    known = store.credentials(name)
    subject = known.account.person.username if known else None
    try:
        admit(store, trial, now)
    except TooManyTries as refused:
        details = {"wait_s": refused.wait_s}
        deed = Deed.SIGN_IN_THROTTLED
        store.record(entry(deed, "", now, subject=subject, address=address, details=details))
        raise
    fits = passwords.fits(password, known.password_hash if known else None)
    if known is None or not fits or not known.account.active:
        store.record(entry(Deed.SIGN_IN_FAILED, "", now, subject=subject, address=address))
        raise AccountError(REFUSED)
    _renew_hash(store, passwords, known, password)
    return let_in(
        store,
        known.account,
        now,
        how="password",
        limits=limits,
        address=address,
        tried=(trial.user,),
    )


def sign_in_by_email(
    store: Store, email: str, *, address: str, now: datetime, limits: Limits
) -> str:
    """Open a session for whom the company's own sign-in has named.

    Returns:
        The cookie's value.

    Raises:
        AccountError: no active account has this e-mail.
        StoreError: the database refuses.
    """
    account = store.account_with_email(normalised(email))
    if account is None or not account.active:
        details = {"how": "oidc", "email": email[:254]}
        store.record(entry(Deed.SIGN_IN_FAILED, "", now, address=address, details=details))
        raise AccountError(
            "公司账号没有对应的可用账号,请联系管理员"
            " / no active account has this e-mail → ask an administrator"
        )
    return let_in(store, account, now, how="oidc", limits=limits, address=address)


def _renew_hash(store: Store, passwords: Passwords, known: Credentials, password: str) -> None:
    if known.password_hash and passwords.is_outdated(known.password_hash):
        store.renew_hash(known.account.person.username, passwords.rehash(password))
