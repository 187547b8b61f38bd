import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from stored_calls import NOW

from qa.errors import StoreError
from qa.store import Store
from qa.store.tables import runs


def test_a_run_is_recorded_with_its_options_and_report(store: Store) -> None:
    first = store.start_run(NOW, {"manifest": "日.csv", "workers": 2})
    second = store.start_run(NOW, {})
    store.finish_run(first, {"calls": 7, "day": date(2026, 3, 2)}, NOW + timedelta(hours=1))
    with store._database.reading() as connection:
        rows = {row["id"]: row for row in connection.execute(select(runs)).mappings()}
    assert set(rows) == {first, second}
    assert json.loads(rows[first]["options"]) == {"manifest": "日.csv", "workers": 2}
    assert json.loads(rows[first]["report"]) == {"calls": 7, "day": "2026-03-02"}
    assert rows[first]["started_at"] == NOW
    assert rows[first]["finished_at"] == NOW + timedelta(hours=1)
    assert rows[second]["finished_at"] is None
    assert rows[second]["report"] is None


def test_a_run_that_ends_without_a_time_ends_now(store: Store) -> None:
    run = store.start_run(NOW, {})
    before = datetime.now(UTC)
    store.finish_run(run, {})
    with store._database.reading() as connection:
        ended = connection.scalar(select(runs.c.finished_at))
    assert before <= ended <= datetime.now(UTC)


def test_finishing_a_run_that_never_began_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no run -1"):
        store.finish_run(-1, {})
