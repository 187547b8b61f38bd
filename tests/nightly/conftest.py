"""Fixtures of the nightly tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_night import ScriptedNight

from qa.store import upgrade


@pytest.fixture
def night(tmp_path: Path) -> Iterator[ScriptedNight]:
    url = f"sqlite:///{tmp_path / 'earmark.db'}"
    upgrade(url)
    made = ScriptedNight(tmp_path, url)
    yield made
    made.store.close()
