"""The schema's version: what a database has, what this program needs, and the way there."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from qa.errors import SchemaError
from qa.store.engine import Database, Purpose, file_of, make_folder
from qa.store.values import SchemaState

# Not in the metadata: each database has its own kind of full-text index.
SEARCH_TABLES = "search"


def upgrade(url: str) -> None:
    """Bring a database to the schema of this program; an empty or missing one is created.

    Does nothing when it is there already. Two at the same time wait for each other.

    Raises:
        SchemaError: the database was made by a newer program.
        StoreError: the database refuses.
    """
    database = Database(url)
    make_folder(database.url)
    try:
        with database.writing() as connection:
            database.queue(connection, Purpose.MIGRATE)
            state = _state(connection)
            if not state.known:
                raise SchemaError(_unknown(str(database), state))
            migrate(connection)
    finally:
        database.close()


def schema_state(url: str) -> SchemaState:
    """Which schema the database has and which one this program needs.

    A missing SQLite file is not created.

    Raises:
        StoreError: the database refuses.
    """
    database = Database(url)
    try:
        return state_of(database)
    finally:
        database.close()


def state_of(database: Database) -> SchemaState:
    """`schema_state` of an open database."""
    file = file_of(database.url)
    if file is not None and not file.exists():
        return SchemaState(current=None, head=_head(), known=True)
    with database.reading() as connection:
        return _state(connection)


def require_head(database: Database) -> None:
    """Go on only with the schema that this program knows.

    Raises:
        SchemaError: it is absent, older or unknown.
        StoreError: the database refuses.
    """
    state = state_of(database)
    if state.ready:
        return
    if not state.known:
        raise SchemaError(_unknown(str(database), state))
    found = f"schema {state.current}" if state.current else "no schema yet"
    raise SchemaError(f"{database}: has {found}, this program needs {state.head} → qa db upgrade")


def migrate(connection: Connection, revision: str = "head") -> None:
    """Move the schema up to `revision` in the open transaction."""
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Move the schema back to `revision` in the open transaction; `base` is empty.

    What the later schema had more is lost: this is for trying out migrations.
    """
    command.downgrade(_config(connection), revision)


def is_compared(
    _object: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None
) -> bool:
    """Whether the metadata must describe this part of a database (alembic's include_object)."""
    return not (kind == "table" and (name or "").startswith(SEARCH_TABLES))


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(files("qa.store") / "migrations"))
    return config


def _state(connection: Connection) -> SchemaState:
    script = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    return SchemaState(current, _head(), current is None or current in known)


def _head() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise SchemaError("the program has no migrations → install it again")
    return head


def _unknown(place: str, state: SchemaState) -> str:
    return (
        f"{place}: has schema {state.current}, which this program does not know (it needs "
        f"{state.head}) → install the newer program that made it; qa db upgrade cannot go back"
    )
