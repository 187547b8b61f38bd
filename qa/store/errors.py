"""What a database's refusal means to the person who has to act on it."""

import sqlite3

import psycopg
from sqlalchemy import URL

from qa.errors import StoreError

_SQLITE = {
    "SQLITE_BUSY": (
        "it is locked: another program has been writing to it all the while",
        "wait until that one is done and run the same command again",
    ),
    "SQLITE_FULL": (
        "the disk is full",
        "free some space and run the same command again; what was saved before is safe",
    ),
    "SQLITE_READONLY": ("it may not be written to", "check the owner and mode of file and folder"),
    "SQLITE_CANTOPEN": ("it cannot be opened", "check that folder and file exist and are readable"),
    "SQLITE_NOTADB": ("the file is not an SQLite database", "name another file"),
    "SQLITE_CORRUPT": ("the file is damaged", "restore it from a backup"),
    "SQLITE_IOERR": ("the disk could not be read or written", "check the disk and its free space"),
}

# By SQLSTATE, https://www.postgresql.org/docs/15/errcodes-appendix.html; longest prefix wins.
_POSTGRESQL = {
    "53100": (
        "the server's disk is full",
        "free some space there and run the same command again; what was saved before is safe",
    ),
    "53300": ("the server has no connection left", "start fewer workers or raise max_connections"),
    "55P03": (
        "it is locked: another program has held what is needed all the while",
        "wait until that one is done and run the same command again",
    ),
    "25006": ("it may not be written to", "connect to the primary server, not to a replica"),
    "42501": ("this user may not do that", "grant the rights on the database to this user"),
    "57P": ("the server is shutting down or starting", "run the same command again when it is up"),
    "08": ("the connection to the server was lost", "check the server, then run it again"),
}
# While connecting, the driver knows the server's answer only as text in the server's language.
_NOT_CONNECTED = (
    "the server cannot be reached, or refuses this user, password or database name",
    "check that it runs, and each part of the URL",
)


def refusal(url: URL, error: BaseException) -> StoreError:
    """The error as a person should read it: which database, what is wrong, what to do.

    The URL is shown without its password.
    """
    what, fix = _meaning(error)
    return StoreError(f"{shown(url)}: {what} → {fix} ({_first_line(error)})")


def shown(url: URL) -> str:
    """The URL without its password."""
    return url.render_as_string(hide_password=True)


def _meaning(error: BaseException) -> tuple[str, str]:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        return _longest_prefix(_SQLITE, name)
    if isinstance(error, psycopg.Error):
        if error.sqlstate is None and isinstance(error, psycopg.OperationalError):
            return _NOT_CONNECTED
        return _longest_prefix(_POSTGRESQL, error.sqlstate or "")
    if isinstance(error, UnicodeError):
        return "a text holds characters that no database keeps", "mend it where it comes from"
    return "it refuses", "see the reason in brackets"


def _longest_prefix(meanings: dict[str, tuple[str, str]], code: str) -> tuple[str, str]:
    fits = [known for known in meanings if code.startswith(known)]
    if not fits:
        return "it refuses", "see the reason in brackets"
    return meanings[max(fits, key=len)]


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0]
