"""Accounts."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from qa.errors import AccountError
from qa.people import Account, Person, UserRole
from qa.store.account_values import AuditEntry, Credentials
from qa.store.audit_log import add_entry
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import sessions, users


class Users(Repository):
    """Keeps accounts; every change is written into the audit log in the same transaction."""

    def add_user(
        self, account: Account, password_hash: str | None, now: datetime, entry: AuditEntry
    ) -> None:
        """Add an account.

        Raises:
            AccountError: its username or e-mail is taken.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.ACCOUNT)
            insert_user(connection, account, password_hash, now)
            add_entry(connection, entry)

    def credentials(self, username: str) -> Credentials | None:
        """An account, with its password's hash."""
        with self._database.reading() as connection:
            row = _row(connection, username)
        return None if row is None else Credentials(account_of(row), row["password_hash"])

    def account(self, username: str) -> Account | None:
        """An account, also one that is disabled."""
        found = self.credentials(username)
        return None if found is None else found.account

    def account_with_email(self, email: str) -> Account | None:
        """The account that the company's own sign-in means by `email`, in lower case."""
        with self._database.reading() as connection:
            query = select(users).where(users.c.email == email)
            row = connection.execute(query).mappings().first()
        return None if row is None else account_of(row)

    def accounts(self) -> list[Account]:
        """All of them, by username."""
        with self._database.reading() as connection:
            rows = connection.execute(select(users).order_by(users.c.username)).mappings().all()
        return list(map(account_of, rows))

    def has_users(self) -> bool:
        """Whether anybody was ever added."""
        with self._database.reading() as connection:
            return any_user(connection)

    def change_user(self, account: Account, entry: AuditEntry) -> None:
        """Replace all but the password. Who is disabled or gets another role is signed out.

        Raises:
            AccountError: there is no such account, its e-mail is taken, or nobody would be
                left who can manage accounts.
            StoreError: the database refuses.
        """
        name = account.person.username
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.ACCOUNT)
            before = required_user(connection, name)
            _refuse_taken_email(connection, account)
            connection.execute(
                update(users).where(users.c.username == name).values(_columns(account))
            )
            if before["role"] == UserRole.ADMIN and before["active"]:
                _refuse_without_admin(connection)
            if not account.active or account.person.role != before["role"]:
                end_sessions(connection, name)
            add_entry(connection, entry)

    def set_password(self, username: str, password_hash: str, entry: AuditEntry) -> None:
        """Replace the password and sign the person out everywhere.

        Raises:
            AccountError: there is no such account.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            required_user(connection, username)
            replace_password(connection, username, password_hash)
            end_sessions(connection, username)
            add_entry(connection, entry)

    def renew_hash(self, username: str, password_hash: str) -> None:
        """Replace the hash of the same password, made with today's parameters."""
        with self._database.writing() as connection:
            replace_password(connection, username, password_hash)


def account_of(row: RowMapping) -> Account:
    """The account of a row with the columns of `users`."""
    person = Person(
        row["username"], row["display_name"], UserRole(row["role"]), row["team"], row["agent_id"]
    )
    return Account(person, row["email"], row["active"], row["password_hash"] is not None)


def insert_user(
    connection: Connection, account: Account, password_hash: str | None, now: datetime
) -> None:
    """Add an account in an open transaction that queues for `Purpose.ACCOUNT`.

    Raises:
        AccountError: its username or e-mail is taken.
    """
    name = account.person.username
    if _row(connection, name) is not None:
        raise AccountError(
            f"用户名 {name} 已被占用,请换一个 / the username is taken → choose another"
        )
    _refuse_taken_email(connection, account)
    own = {"username": name, "password_hash": password_hash, "created_at": now}
    connection.execute(insert(users), {**_columns(account), **own})


def replace_password(connection: Connection, username: str, password_hash: str) -> None:
    """Set a password in an open transaction."""
    changed = {"password_hash": password_hash}
    connection.execute(update(users).where(users.c.username == username).values(changed))


def end_sessions(connection: Connection, username: str) -> None:
    """Sign a person out everywhere, in an open transaction."""
    connection.execute(delete(sessions).where(sessions.c.username == username))


def any_user(connection: Connection) -> bool:
    """Whether there is an account."""
    return connection.scalar(select(users.c.username).limit(1)) is not None


def _row(connection: Connection, username: str) -> RowMapping | None:
    query = select(users).where(users.c.username == username)
    return connection.execute(query).mappings().first()


def required_user(connection: Connection, username: str) -> RowMapping:
    """The row of an account.

    Raises:
        AccountError: there is no such account.
    """
    row = _row(connection, username)
    if row is None:
        raise AccountError(
            f"没有用户 {username} / there is no such user → `qa users list` 列出全部 / lists them"
        )
    return row


def _columns(account: Account) -> Mapping[str, object]:
    """All but username, password and time of creation."""
    person = account.person
    return {
        "display_name": person.display_name,
        "role": person.role,
        "team": person.team,
        "agent_id": person.agent_id,
        "email": account.email,
        "active": account.active,
    }


def _refuse_taken_email(connection: Connection, account: Account) -> None:
    if account.email is None:
        return
    query = select(users.c.username).where(
        users.c.email == account.email, users.c.username != account.person.username
    )
    other = connection.scalar(query)
    if other is not None:
        raise AccountError(
            f"邮箱 {account.email} 已属于 {other} / the e-mail is {other}'s → write another"
        )


def _refuse_without_admin(connection: Connection) -> None:
    query = select(users.c.username).where(users.c.role == UserRole.ADMIN, users.c.active).limit(1)
    if connection.scalar(query) is None:
        raise AccountError(
            "这是最后一个可用的管理员,不能停用或换角色 / this is the last active administrator"
            " → 先添加另一个 / add another one first"
        )
