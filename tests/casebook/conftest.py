"""A desk over stores of both kinds, with a recording that really plays."""

import wave
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from databases import databases, store, url

from qa.review.desk import Desk
from qa.scoring.scorecard import load_scorecards
from qa.store import Store

__all__ = ["databases", "store", "url"]
RATE = 8000


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, load_scorecards(), ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def recording(tmp_path: Path) -> str:
    """Ten seconds in stereo: second n is a tone of 100·(n+1) Hz on the left, silence right."""
    at = np.arange(10 * RATE) / RATE
    tone = 8000 * np.sin(2 * np.pi * 100 * (np.floor(at) + 1) * at)
    both = np.stack([tone, np.zeros_like(tone)], axis=1).astype("<i2")
    file = tmp_path / "call.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(both.tobytes())
    return str(file)
