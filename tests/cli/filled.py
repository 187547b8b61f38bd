"""Databases with hand-made calls in them."""

from contextlib import closing
from datetime import UTC, datetime

from qa.scoring.values import JudgedCall
from qa.store import open_store, upgrade

NOW = datetime(2018, 5, 8, 2, 0, tzinfo=UTC)


def fill(url: str, *calls: JudgedCall) -> None:
    upgrade(url)
    with closing(open_store(url)) as store:
        store.ingest([judged.call for judged in calls])
        store.claim([judged.call.call_id for judged in calls], "test", NOW, len(calls))
        for judged in calls:
            store.save(judged, "test", "fingerprint", NOW)
