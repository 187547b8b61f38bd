"""Stores of both kinds, and a desk over each."""

from zoneinfo import ZoneInfo

import pytest
from databases import databases, store, url

from qa.review.desk import Desk
from qa.scoring.scorecard import load_scorecards
from qa.store import Store

__all__ = ["databases", "store", "url"]


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, load_scorecards(), ZoneInfo("Asia/Shanghai"))
