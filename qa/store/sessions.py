"""Signed-in browsers, and the tries of those that are not."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from qa.store.account_values import AuditEntry, Session, Tries
from qa.store.audit_log import add_entry
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import sessions, sign_in_attempts, users
from qa.store.users import account_of


class Sessions(Repository):
    """Sessions go by the SHA-256 of their token, in hex."""

    def open_session(
        self,
        token_sha256: str,
        username: str,
        now: datetime,
        entry: AuditEntry,
        *,
        stale_before: datetime,
        tried: Sequence[str] = (),
    ) -> None:
        """Let a browser in; its tries under the keys `tried` are forgiven.

        Sessions last seen before `stale_before` are forgotten on the way.
        """
        row = {"token_sha256": token_sha256, "username": username}
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.seen_at < stale_before))
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.key.in_(tried)))
            connection.execute(insert(sessions), {**row, "created_at": now, "seen_at": now})
            add_entry(connection, entry)

    def session(self, token_sha256: str) -> Session | None:
        """The session of a token, with the account as it is now."""
        query = (
            select(users, sessions.c.created_at.label("opened_at"), sessions.c.seen_at)
            .join(sessions, sessions.c.username == users.c.username)
            .where(sessions.c.token_sha256 == token_sha256)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else Session(account_of(row), row["opened_at"], row["seen_at"])

    def renew_session(self, token_sha256: str, now: datetime) -> None:
        """Note that its browser was heard of."""
        own = sessions.c.token_sha256 == token_sha256
        with self._database.writing() as connection:
            connection.execute(update(sessions).where(own).values(seen_at=now))

    def close_session(self, token_sha256: str, entry: AuditEntry) -> None:
        """Sign a browser out; nothing is written when it is out already."""
        own = sessions.c.token_sha256 == token_sha256
        with self._database.writing() as connection:
            if connection.execute(delete(sessions).where(own)).rowcount:
                add_entry(connection, entry)

    def try_sign_in(
        self,
        keys: Sequence[str],
        now: datetime,
        *,
        since: datetime,
        until: datetime,
        wait_s: Callable[[Mapping[str, Tries]], float],
    ) -> float:
        """Note a try under each of `keys`, unless one of them has to wait.

        Tries of other processes queue behind this one, so that a burst of them counts one by
        one. A try counts as failed until `open_session` forgives it.

        Args:
            keys: whom and where the try concerns.
            now: aware.
            since: older tries are forgotten, from the database too.
            until: later ones, of a clock that was wrong, do not count.
            wait_s: from the tries under each key to the seconds to wait, 0 for none.

        Returns:
            Seconds to wait; when there are any, nothing was noted.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.SIGN_IN)
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < since))
            wait = wait_s({key: _tries(connection, key, until) for key in keys})
            if wait <= 0:
                rows = [{"key": key, "at": now} for key in keys]
                connection.execute(insert(sign_in_attempts), rows)
        return wait


def _tries(connection: Connection, key: str, until: datetime) -> Tries:
    query = select(func.count(), func.max(sign_in_attempts.c.at)).where(
        sign_in_attempts.c.key == key, sign_in_attempts.c.at <= until
    )
    count, last_at = connection.execute(query).one()
    return Tries(count, last_at)
