"""Passwords: what is good enough, and argon2."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa.errors import AccountError

MIN_LENGTH = 10
MAX_LENGTH = 128
"""Long enough for any phrase, short enough to cost nothing."""
MIN_DIFFERENT = 5
_AT_ONCE = 2
"""Each takes 64 MiB: a flood of tries must not take the machine's memory."""


class Passwords:
    """Hashes and checks passwords with argon2id.

    The library's own parameters are RFC 9106's second recommendation (64 MiB, 3 passes, 4
    lanes): some 0.2–0.4 s on two cores. Rules of quality: NIST SP 800-63B asks for length and
    against the obvious, not for kinds of characters.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = BoundedSemaphore(_AT_ONCE)
        # Checked for unknown users too, so that the time of an answer tells nothing.
        self._nobody = self._hasher.hash("nobody")

    def hash(self, password: str, username: str) -> str:
        """The hash to keep of a new password.

        Raises:
            AccountError: it is too short, too long or too obvious.
        """
        _refuse_weak(password, username)
        with self._gate:
            return self._hasher.hash(_folded(password))

    def fits(self, password: str, password_hash: str | None) -> bool:
        """Whether this is the password; takes as long when there is none to compare with."""
        given = _folded(password) if len(password) <= MAX_LENGTH else ""
        try:
            with self._gate:
                self._hasher.verify(password_hash or self._nobody, given)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def rehash(self, password: str) -> str:
        """The hash of a password that was good enough when it was set."""
        with self._gate:
            return self._hasher.hash(_folded(password))


def _folded(password: str) -> str:
    """One form for all keyboards (NFKC, as NIST SP 800-63B recommends)."""
    return unicodedata.normalize("NFKC", password)


def _refuse_weak(password: str, username: str) -> None:
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise AccountError(
            f"密码须为 {MIN_LENGTH}–{MAX_LENGTH} 个字符"
            f" / a password has {MIN_LENGTH}–{MAX_LENGTH} characters"
        )
    folded = _folded(password).casefold()
    if len(set(folded)) < MIN_DIFFERENT or (username and username in folded):
        raise AccountError(
            "密码过于简单:不要重复少数字符,也不要包含用户名"
            " / too obvious: do not repeat few characters or write the username"
        )
