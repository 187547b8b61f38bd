import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio
from qa.transcribe.peaks import PEAKS_PER_SECOND, peaks_of

STEP = SAMPLE_RATE_HZ // PEAKS_PER_SECOND


def audio(samples: object) -> Audio:
    return Audio(np.asarray(samples, dtype=np.int16), 8000, truncated=False)


def test_each_stretch_has_its_loudest_sample_of_either_sign() -> None:
    sound = np.zeros((3 * STEP, 2))
    sound[5, 0], sound[STEP, 0], sound[2 * STEP + 1, 1] = 16_384, -32_768, 32_767
    peaks = peaks_of(audio(sound))
    assert peaks.per_second == PEAKS_PER_SECOND
    assert [list(channel) for channel in peaks.channels] == [[127, 255, 0], [0, 0, 254]]


@pytest.mark.parametrize("extra", [1, STEP - 1])
def test_the_last_stretch_may_be_shorter(extra: int) -> None:
    sound = np.zeros((STEP + extra, 1))
    sound[-1] = 20_000
    (channel,) = peaks_of(audio(sound)).channels
    assert list(channel) == [0, 20_000 * 255 // 32_768]


def test_minutes_are_joined_without_a_seam() -> None:
    rng = np.random.default_rng(7)
    sound = rng.integers(-32_768, 32_768, (SAMPLE_RATE_HZ * 61, 1))
    (channel,) = peaks_of(audio(sound)).channels
    assert len(channel) == 61 * PEAKS_PER_SECOND
    loudest = np.abs(sound.reshape(-1, STEP)).max(axis=1)
    assert list(channel) == list(loudest * 255 // 32_768)


@given(st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=2 * STEP))
def test_no_peak_lies_outside_a_byte_and_silence_is_flat(values: list[int]) -> None:
    (channel,) = peaks_of(audio(np.reshape(values, (-1, 1)))).channels
    assert len(channel) == -(-len(values) // STEP)
    assert (max(channel) == 0) == (max(map(abs, values)) * 255 < 32_768)
