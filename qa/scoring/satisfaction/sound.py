"""Dense features of the customer's voice, against the customer's own start of the call.

Loudness and pitch differ between people and lines far more than between moods, so nothing is
compared across calls: each turn is set against the customer's first turns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from qa.call import Role, Turn
from qa.scoring.satisfaction.feature import NAN, Feature
from qa.scoring.satisfaction.talk import Talk
from qa.timeline import Seconds

START_TURNS = 2
"""Turns whose median is the customer's own level: greeting and concern."""
MIN_TURNS = 4
"""With fewer turns of known sound nothing is said about a change."""

FEATURES = (
    Feature(
        "level_rise", "dB", "客户音量较开头的升幅", "rise of the customer's level over the start"
    ),
    Feature(
        "level_peak", "dB", "客户最响一轮较开头的升幅", "the customer's loudest turn over the start"
    ),
    Feature("level_trend", "dB per turn", "客户音量走势", "trend of the customer's level"),
    Feature("level_spread", "dB", "客户音量起伏", "variation of the customer's level"),
    Feature(
        "pitch_rise", "st", "客户音调较开头的升幅", "rise of the customer's pitch over the start"
    ),
    Feature(
        "pitch_peak",
        "st",
        "客户最高一轮音调较开头的升幅",
        "the customer's highest turn over the start",
    ),
    Feature("pitch_trend", "st per turn", "客户音调走势", "trend of the customer's pitch"),
    Feature("pitch_spread", "st", "客户各轮音调起伏", "variation of pitch between turns"),
    Feature("pitch_range", "st", "客户轮内音调幅度", "pitch range within turns"),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """One turn of the customer against the customer's own start of the call."""

    turn: int
    """Index into the transcript's turns."""
    at_s: Seconds
    """Middle of the turn."""
    level_db: float | None
    """Louder by this much; None when unknown."""
    pitch_st: float | None
    """Higher by so many semitones; None when unknown."""


def curve(turns: Iterable[Turn]) -> tuple[Voice, ...]:
    """How the customer's voice went; empty with fewer than `MIN_TURNS` turns of known level."""
    own = [(at, turn) for at, turn in enumerate(turns) if turn.role is Role.CUSTOMER]
    levels = _against_start([turn.acoustics.level_dbfs for _, turn in own])
    pitches = _against_start([_semitones(turn.acoustics.pitch_hz) for _, turn in own])
    if all(each is None for each in levels):
        return ()
    return tuple(
        Voice(at, (turn.start + turn.end) / 2, level, pitch)
        for (at, turn), level, pitch in zip(own, levels, pitches, strict=True)
    )


def measure(talk: Talk) -> Mapping[str, float]:
    """All of `FEATURES`; unknown without enough turns of known sound."""
    sounds = [turn.acoustics for turn in talk.said_by(Role.CUSTOMER)]
    levels = [each.level_dbfs for each in sounds if each.level_dbfs is not None]
    pitches = [known for each in sounds if (known := _semitones(each.pitch_hz)) is not None]
    ranges = [each.pitch_range_st for each in sounds if each.pitch_range_st is not None]
    return {
        **_course("level", levels),
        **_course("pitch", pitches),
        "pitch_range": float(np.median(ranges)) if ranges else NAN,
    }


def _semitones(pitch_hz: float | None) -> float | None:
    """Over 1 Hz."""
    return 12 * log2(pitch_hz) if pitch_hz else None


def _against_start(values: Sequence[float | None]) -> list[float | None]:
    known = [each for each in values if each is not None and np.isfinite(each)]
    if len(known) < MIN_TURNS:
        return [None] * len(values)
    start = float(np.median(known[:START_TURNS]))
    return [None if each is None or not np.isfinite(each) else each - start for each in values]


def _course(name: str, values: Sequence[float]) -> dict[str, float]:
    """How a value moves from its own start; NaN in the sound is as good as unknown."""
    known = np.array([value for value in values if np.isfinite(value)])
    if len(known) < MIN_TURNS:
        return dict.fromkeys(
            (f"{name}_{each}" for each in ("rise", "peak", "trend", "spread")), NAN
        )
    start, later = np.median(known[:START_TURNS]), known[START_TURNS:]
    return {
        f"{name}_rise": float(np.median(later) - start),
        f"{name}_peak": float(later.max() - start),
        f"{name}_trend": float(np.polyfit(np.arange(len(known)), known, 1)[0]),
        f"{name}_spread": float(known.std()),
    }
