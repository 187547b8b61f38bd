import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from stored_calls import NOW, a_call, judged

from qa.errors import SchemaError
from qa.rules.version import RulebookVersion
from qa.store import CallFilter, Store, open_store, schema_state, upgrade
from qa.store.engine import Database
from qa.store.schema import downgrade, is_compared
from qa.store.tables import metadata


def test_a_store_without_schema_is_refused_with_the_command_that_makes_it(empty_url: str) -> None:
    with pytest.raises(SchemaError) as refused:
        open_store(empty_url)
    head = schema_state(empty_url).head
    assert "no schema" in str(refused.value)
    assert head in str(refused.value)
    assert "qa db upgrade" in str(refused.value)


def test_asking_for_the_schema_creates_nothing(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "calls.db"
    assert schema_state(f"sqlite:///{file}").current is None
    assert not file.parent.exists()


def test_upgrade_makes_the_store_usable_and_can_be_repeated(empty_url: str) -> None:
    upgrade(empty_url)
    upgrade(empty_url)
    state = schema_state(empty_url)
    assert state.ready
    assert state.current == state.head
    open_store(empty_url).close()


def test_upgrades_at_the_same_time_wait_for_each_other(empty_url: str) -> None:
    failures: list[Exception] = []

    def run() -> None:
        try:
            upgrade(empty_url)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert schema_state(empty_url).ready


def test_a_schema_of_a_newer_program_is_refused_and_left_alone(empty_url: str) -> None:
    upgrade(empty_url)
    _set_revision(empty_url, "9999")
    for use in (open_store, upgrade):
        with pytest.raises(SchemaError, match=r"schema 9999.*does not know"):
            use(empty_url)
    assert schema_state(empty_url).current == "9999"
    assert not schema_state(empty_url).known


def test_the_migrated_schema_is_that_of_the_tables(url: str) -> None:
    database = Database(url)
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": is_compared, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []
    database.close()


def test_downgrade_leaves_nothing_and_upgrade_brings_it_back(empty_url: str) -> None:
    upgrade(empty_url)
    database = Database(empty_url)
    with database.writing() as connection:
        downgrade(connection, "base")
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(empty_url)
    with database.reading() as connection:
        assert set(metadata.tables) < set(inspect(connection).get_table_names())
    database.close()


def test_a_store_of_the_first_schema_is_upgraded_with_all_that_is_in_it(
    empty_url: str,
) -> None:
    _make_first_schema(empty_url)
    with pytest.raises(SchemaError, match="has schema 0001"):
        open_store(empty_url)
    upgrade(empty_url)
    store = open_store(empty_url)
    assert [each.call.call_id for each, _ in store.stream(CallFilter())] == ["call-0"]
    assert store.rulebook_history()[0].identity == "inbound@0123456789ab"
    store.keep_rulebook(RulebookVersion("inbound", {"inbound.yaml": b"line: inbound"}), NOW)
    store.close()
    database = Database(empty_url)
    with database.writing() as connection:
        downgrade(connection, "0001")
    with database.reading() as connection:
        assert "decisions" not in inspect(connection).get_table_names()
        assert connection.scalar(text("SELECT count(*) FROM verdicts")) == 2
    database.close()


def test_every_constraint_and_index_has_a_name() -> None:
    for table in metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints)
        assert all(index.name for index in table.indexes)


def test_a_failed_upgrade_leaves_no_half_schema(empty_url: str) -> None:
    database = Database(empty_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE verdicts (x INTEGER)"))
    with pytest.raises(Exception, match="verdicts"):
        upgrade(empty_url)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["verdicts"]
    database.close()


def test_the_store_names_its_kind_and_can_be_opened_again_by_its_url(store: Store) -> None:
    assert store.dialect in store.url
    again = open_store(store.url)
    assert again.dialect == store.dialect
    again.close()


def _make_first_schema(url: str) -> None:
    """A store as the first program made it, with a call in it."""
    upgrade(url)
    database = Database(url)
    store = Store(database)
    store.ingest([a_call(0)])
    store.save(judged(a_call(0)), "me", "f", NOW)
    # The program of today writes columns that the first schema lacks: they are taken away again.
    with database.writing() as connection:
        downgrade(connection, "0001")
    store.close()


def _set_revision(url: str, revision: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    database.close()
