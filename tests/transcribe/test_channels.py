"""Identical, empty and clipped channels are found; two parties with crosstalk are not identical."""

from pathlib import Path

import numpy as np
import pytest
from made_audio import HIGH, LOW, Sound, audio_of, noise, pcm, said, spans, voice, write

from qa.transcribe.channels import clipped_share, empty_channels, identical
from qa.transcribe.decode import SAMPLE_RATE_HZ, decode

AGENT = said([(0.2, 2.0), (4.1, 5.8)], 6, HIGH)
CUSTOMER = said([(2.2, 4.0)], 6, LOW)
MIX = AGENT + CUSTOMER
SHARED_LINE_NOISE = noise(6, -62, seed=3)


def stereo(left: Sound, right: Sound) -> Sound:
    return np.stack([left, right], axis=1)


def gain(db: float) -> float:
    return float(10 ** (db / 20))


@pytest.mark.parametrize(
    "right",
    [
        MIX,
        MIX * gain(-6),
        -MIX,
        MIX + noise(6, -56, seed=4),
    ],
    ids=["the same", "6 dB lower", "inverted", "with noise of its own"],
)
def test_the_same_sound_twice_is_identical(right: Sound) -> None:
    assert identical(audio_of(MIX, right))


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [("mp3", "libmp3lame"), ("ogg", "libopus"), ("wav", "pcm_alaw"), ("wav", "pcm_mulaw")],
)
@pytest.mark.parametrize("db", [0, -6])
def test_coding_does_not_hide_that_channels_are_identical(
    tmp_path: Path, suffix: str, codec: str, db: float
) -> None:
    sound = stereo(MIX, MIX * gain(db))[::2]
    path = write(tmp_path / f"call.{suffix}", sound, codec, 8000, bit_rate=32_000)
    assert identical(decode(path))


@pytest.mark.parametrize("crosstalk_db", [-35, -20, -12])
def test_two_parties_with_crosstalk_are_not_identical(crosstalk_db: float) -> None:
    leak = gain(crosstalk_db)
    assert not identical(audio_of(AGENT + leak * CUSTOMER, CUSTOMER + leak * AGENT))


def test_two_parties_stay_apart_through_joint_stereo(tmp_path: Path) -> None:
    sound = stereo(AGENT + gain(-12) * CUSTOMER, CUSTOMER + gain(-12) * AGENT)[::2]
    path = write(tmp_path / "call.mp3", sound, "libmp3lame", 8000, bit_rate=24_000)
    assert not identical(decode(path))


@pytest.mark.parametrize("crosstalk_db", [-30, -20, -12])
def test_one_party_alone_with_its_crosstalk_is_not_identical(crosstalk_db: float) -> None:
    """Nobody answers: the customer's channel holds only what leaks into it."""
    assert not identical(audio_of(MIX, MIX * gain(crosstalk_db) + noise(6, -70, seed=5)))


def test_silence_and_mono_are_not_identical() -> None:
    assert not identical(audio_of(MIX))
    assert not identical(audio_of(MIX, np.zeros(len(MIX))))
    assert not identical(audio_of(np.zeros(100), np.zeros(100)))


def test_an_offset_that_both_channels_share_does_not_make_them_identical() -> None:
    assert not identical(audio_of(AGENT * 0.1 + 0.05, CUSTOMER * 0.1 + 0.05))


def clip(sound: Sound, share: float) -> Sound:
    limit = np.quantile(np.abs(sound), 1 - share)
    return np.clip(sound / limit, -1, 1)


@pytest.mark.parametrize("share", [0.01, 0.1])
def test_counts_clipped_samples_of_the_worse_channel(share: float) -> None:
    loud = clip(voice(4), share)
    assert clipped_share(audio_of(voice(4), loud)) == pytest.approx(share, rel=0.1)
    assert clipped_share(audio_of(loud, voice(4))) == pytest.approx(share, rel=0.1)


@pytest.mark.parametrize("codec", ["pcm_s16le", "pcm_alaw", "pcm_mulaw"])
def test_clipping_is_found_at_8_khz_in_every_telephone_coding(tmp_path: Path, codec: str) -> None:
    loud = clip(voice(4)[::2], 0.05)
    share = clipped_share(decode(write(tmp_path / "call.wav", loud, codec, 8000)))
    assert 0.02 < share < 0.08


def test_a_loud_voice_is_not_clipped(tmp_path: Path) -> None:
    loud = voice(4) / np.abs(voice(4)).max() * 0.95
    assert clipped_share(audio_of(loud)) == 0
    assert clipped_share(decode(write(tmp_path / "call.wav", loud[::2], "pcm_alaw", 8000))) == 0


def test_every_sample_at_full_scale_counts() -> None:
    square = np.where(np.arange(SAMPLE_RATE_HZ) % 40 < 20, 1.0, -1.0)
    assert set(pcm(square)) == {32_767, -32_767}
    assert clipped_share(audio_of(square)) == 1.0


def test_a_channel_without_speech_is_empty() -> None:
    talk = spans((1.0, 3.0))
    assert empty_channels((talk, ())) == (1,)
    assert empty_channels(((), ())) == (0, 1)
    assert empty_channels((talk, talk)) == ()
    assert empty_channels((spans((1.0, 1.12)), talk)) == (0,)
