"""Random tokens, of which only digests are kept, and the key that signs cookies."""

import secrets
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from qa.store import Store

_BYTES = 32
_SALT = b"earmark.session"
_MAX_LENGTH = 200
"""Of a cookie that is worth looking at."""


def new_token() -> str:
    """256 random bits, fit for a URL."""
    return secrets.token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def secret_of(store: Store) -> bytes:
    """The installation's key; the first to ask draws it."""
    return store.signing_key("cookies", secrets.token_bytes(_BYTES))


def signed(token: str, secret: bytes) -> str:
    """A cookie's value."""
    return _signer(secret).sign(token).decode()


def unsigned(cookie: str, secret: bytes) -> str | None:
    """The token of a cookie; None when it was tampered with."""
    if not cookie.isascii() or len(cookie) > _MAX_LENGTH:
        return None
    try:
        return _signer(secret).unsign(cookie).decode()
    except BadSignature:
        return None


def _signer(secret: bytes) -> Signer:
    return Signer(secret, salt=_SALT, digest_method=sha256)
