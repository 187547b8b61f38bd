"""Links that work once: they make the first administrator, or set a person's password."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from qa.errors import LinkRefused
from qa.people import Account
from qa.store.account_values import AuditEntry, Link
from qa.store.audit_log import add_entry
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import keys, setup_tokens
from qa.store.users import any_user, end_sessions, insert_user, replace_password, required_user


class SetupLinks(Repository):
    """Links go by the SHA-256 of their token, in hex."""

    def offer_setup(self, token_sha256: str, now: datetime, expires_at: datetime) -> bool:
        """Keep a link for the first administrator.

        Returns:
            False when there are users already: then nothing is kept.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.ACCOUNT)
            if any_user(connection):
                return False
            connection.execute(insert(setup_tokens), _row(token_sha256, None, now, expires_at))
        return True

    def invite(
        self,
        token_sha256: str,
        username: str,
        now: datetime,
        expires_at: datetime,
        entry: AuditEntry,
    ) -> None:
        """Keep a link that sets the password of `username`; older ones of theirs end.

        Raises:
            AccountError: there is no such account.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.ACCOUNT)
            required_user(connection, username)
            _use_up(connection, username, now)
            row = _row(token_sha256, username, now, expires_at)
            connection.execute(insert(setup_tokens), row)
            add_entry(connection, entry)

    def link(self, token_sha256: str) -> Link | None:
        """What a link is for, and whether it was used."""
        with self._database.reading() as connection:
            row = _link(connection, token_sha256)
        if row is None:
            return None
        return Link(row["username"], row["expires_at"], row["used_at"] is not None)

    def set_up(
        self,
        token_sha256: str,
        account: Account,
        password_hash: str,
        now: datetime,
        entry: AuditEntry,
    ) -> None:
        """Make the first administrator, and use the link up.

        Raises:
            LinkRefused: it is unknown, used or too old, or somebody else was quicker.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.ACCOUNT)
            if _usable(connection, token_sha256, now)["username"] is not None:
                raise link_refused()
            if any_user(connection):
                raise link_refused()
            insert_user(connection, account, password_hash, now)
            _use_up(connection, None, now)
            add_entry(connection, entry)

    def accept_invitation(
        self, token_sha256: str, password_hash: str, now: datetime, entry: AuditEntry
    ) -> str:
        """Set the password of the person whom the link is for, and use it up.

        Returns:
            Their username.

        Raises:
            LinkRefused: it is unknown, used or too old.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.ACCOUNT)
            username: str | None = _usable(connection, token_sha256, now)["username"]
            if username is None:
                raise link_refused()
            replace_password(connection, username, password_hash)
            end_sessions(connection, username)
            _use_up(connection, username, now)
            add_entry(connection, entry)
        return username

    def signing_key(self, name: str, fresh: bytes) -> bytes:
        """The installation's secret called `name`; `fresh` becomes it when there is none."""
        query = select(keys.c.secret).where(keys.c.name == name)
        with self._database.reading() as connection:
            known: bytes | None = connection.scalar(query)
        if known is not None:
            return known
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.ACCOUNT)
            secret: bytes | None = connection.scalar(query)
            if secret is None:
                connection.execute(insert(keys), {"name": name, "secret": fresh})
        return secret or fresh


def link_refused() -> LinkRefused:
    """The one answer to every link that does not work, so that nobody can probe."""
    return LinkRefused(
        "链接无效、已用过或已过期,请重新索取 / this link is unknown, used up or too old"
        " → ask for a new one"
    )


def _row(
    token_sha256: str, username: str | None, now: datetime, expires_at: datetime
) -> dict[str, object]:
    return {
        "token_sha256": token_sha256,
        "username": username,
        "made_at": now,
        "expires_at": expires_at,
    }


def _link(connection: Connection, token_sha256: str) -> RowMapping | None:
    query = select(setup_tokens).where(setup_tokens.c.token_sha256 == token_sha256)
    return connection.execute(query).mappings().first()


def _usable(connection: Connection, token_sha256: str, now: datetime) -> RowMapping:
    row = _link(connection, token_sha256)
    if row is None or row["used_at"] is not None or row["expires_at"] <= now:
        raise link_refused()
    return row


def _use_up(connection: Connection, username: str | None, now: datetime) -> None:
    """End every link for the same purpose."""
    same = setup_tokens.c.username.is_not_distinct_from(username)
    unused = setup_tokens.c.used_at.is_(None)
    connection.execute(update(setup_tokens).where(same, unused).values(used_at=now))
