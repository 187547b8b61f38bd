"""How a turn sounds: its level, its pitch, its speech rate."""

import numpy as np
import pytest
from made_audio import (
    HIGH,
    LOW,
    SAMPLE_RATE_HZ,
    audio_of,
    levelled,
    noise,
    said,
    spans,
    tone,
    voice,
)

from qa.call import Acoustics
from qa.timeline import Span
from qa.transcribe.acoustics import measure_turn, voiced_within

WHOLE = spans((0.0, 4.0))


def buzz(*hertz: float) -> np.ndarray:
    """A sawtooth of a second for each pitch, at −20 dBFS."""
    time = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    return levelled(np.concatenate([2 * (f * time % 1) - 1 for f in hertz]), -20)


@pytest.mark.parametrize("dbfs", [-40.0, -26.0, -20.0])
def test_level_is_that_of_the_voice(dbfs: float) -> None:
    measured = measure_turn(audio_of(noise(4, dbfs)), 0, WHOLE, "", "zh")
    assert measured.level_dbfs == pytest.approx(dbfs, abs=0.2)


def test_level_counts_only_the_turns_own_stretches_and_channel() -> None:
    audio = audio_of(said([(0.0, 1.0), (3.0, 4.0)], 4, dbfs=-30), noise(4, -10))
    spoken = measure_turn(audio, 0, spans((0.0, 1.0), (3.0, 4.0)), "", "zh")
    assert spoken.level_dbfs == pytest.approx(-30, abs=0.5)


@pytest.mark.parametrize("hertz", [90.0, 120.0, 200.0, 300.0])
def test_pitch_is_the_fundamental_frequency(hertz: float) -> None:
    measured = measure_turn(audio_of(buzz(hertz, hertz)), 0, spans((0.0, 2.0)), "", "zh")
    assert measured.pitch_hz == pytest.approx(hertz, rel=0.03)
    assert measured.pitch_range_st is not None
    assert measured.pitch_range_st < 1


@pytest.mark.parametrize("hertz", [LOW, HIGH])
def test_pitch_of_a_voice(hertz: float) -> None:
    measured = measure_turn(audio_of(voice(4, hertz)), 0, WHOLE, "", "zh")
    assert measured.pitch_hz == pytest.approx(hertz, rel=0.15)


def test_a_livelier_voice_has_a_wider_range() -> None:
    def range_st(*hertz: float) -> float:
        measured = measure_turn(audio_of(buzz(*hertz)), 0, spans((0, len(hertz))), "", "zh")
        assert measured.pitch_range_st is not None
        return measured.pitch_range_st

    assert range_st(150, 151, 152) < 1
    assert range_st(120, 240) == pytest.approx(12, abs=1)


def test_digital_silence_and_no_speech_have_no_acoustics() -> None:
    audio = audio_of(np.zeros(SAMPLE_RATE_HZ))
    assert measure_turn(audio, 0, spans((0.0, 1.0)), "", "zh") == Acoustics()
    assert measure_turn(audio, 0, (), "", "zh") == Acoustics()


def test_a_moment_has_a_level_but_no_pitch_and_no_rate() -> None:
    measured = measure_turn(audio_of(tone(1.0)), 0, spans((0.0, 0.04)), "嗯", "zh")
    assert measured.level_dbfs is not None
    assert (measured.pitch_hz, measured.pitch_range_st, measured.rate_cpm) == (None, None, None)


def test_rate_counts_characters_over_speaking_time() -> None:
    audio = audio_of(said([(0.0, 1.5), (6.0, 7.5)], 8))
    speech = spans((0.0, 1.5), (6.0, 7.5))
    measured = measure_turn(audio, 0, speech, "您好,请问您贵姓?我姓王。", "zh")
    assert measured.rate_cpm == pytest.approx(10 * 60 / 3.0)


def test_rate_of_english_counts_words() -> None:
    measured = measure_turn(audio_of(voice(4)), 0, WHOLE, "How may I help you, sir?", "en")
    assert measured.rate_cpm == pytest.approx(6 * 60 / 4.0)


def test_a_turn_without_text_has_no_rate() -> None:
    assert measure_turn(audio_of(voice(4)), 0, WHOLE, "", "zh").rate_cpm is None


def test_only_the_first_minutes_of_an_endless_turn_are_measured() -> None:
    sound = np.concatenate([np.tile(noise(30, -30), 20), np.tile(noise(30, -10), 2)])
    measured = measure_turn(audio_of(sound), 0, spans((0.0, 660.0)), "字" * 660, "zh")
    assert measured.level_dbfs == pytest.approx(-30, abs=0.5)
    assert measured.rate_cpm == pytest.approx(60)


def test_stretches_are_cut_to_the_turn() -> None:
    speech = spans((0.0, 2.0), (3.0, 4.0), (6.0, 7.0))
    assert voiced_within(speech, Span(1.0, 3.5)) == [Span(1.0, 2.0), Span(3.0, 3.5)]
