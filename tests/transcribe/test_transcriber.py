"""From a recording to a transcript, with the real recogniser on real sample calls."""

import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soxr
from made_audio import SAMPLE_RATE_HZ, Sound, noise, tone, write
from rapidfuzz import fuzz
from sample_calls import SampleCall, sample_calls, stereo_calls

from qa.call import Role, Transcript
from qa.config import RecognitionOptions, Settings
from qa.errors import ModelError, RecordingUnreadable, RulebookError
from qa.language.normalise import normalise
from qa.language.pinyin import fold, syllables
from qa.timeline import Span, intersection, total
from qa.transcribe.decode import decode
from qa.transcribe.transcriber import Transcriber

pytestmark = pytest.mark.slow


def shortest(swapped: bool) -> SampleCall:
    """The shortest whole stereo call whose channels are (not) swapped in the manifest."""
    fitting = [
        call
        for call in stereo_calls()
        if call.truth["channels_swapped"] is swapped and not call.truth["truncated"]
        if call.truth["duration_s"] > 25
    ]
    return min(fitting, key=lambda call: call.truth["duration_s"])


@pytest.fixture(scope="module")
def call() -> SampleCall:
    return shortest(swapped=False)


@pytest.fixture(scope="module")
def transcript(transcriber: Transcriber, call: SampleCall) -> Transcript:
    return transcriber.transcribe(call.path, call.agent_channel)


def beginning(call: SampleCall, seconds: float) -> Sound:
    """The first seconds of a call, at 8 kHz as it was recorded."""
    samples = decode(call.path).samples[: round(seconds * SAMPLE_RATE_HZ)]
    return soxr.resample(samples / 32_768, SAMPLE_RATE_HZ, 8000)


def by_sound(text: str) -> str:
    return " ".join(fold(s) for s in syllables(normalise(text)) if s.isalnum())


def true_text(call: SampleCall, role: str) -> str:
    return "".join(turn["text"] for turn in call.truth["turns"] if turn["role"] == role)


@pytest.mark.parametrize("role", [Role.AGENT, Role.CUSTOMER])
def test_hears_what_each_party_said(transcript: Transcript, call: SampleCall, role: Role) -> None:
    said = by_sound(true_text(call, role))
    heard = by_sound("".join(turn.text for turn in transcript.turns_of(role)))
    assert fuzz.ratio(said, heard) > 70


def test_speech_is_where_it_was(transcript: Transcript, call: SampleCall) -> None:
    for role in (Role.AGENT, Role.CUSTOMER):
        true = call.speech(role)
        shared = total(intersection(transcript.speech[role], true))
        assert shared > 0.95 * max(total(true), total(transcript.speech[role]))


def test_times_never_run_backwards(transcript: Transcript) -> None:
    whole = Span(0, transcript.duration_s)
    assert all(left.start <= right.start for left, right in pairwise(transcript.turns))
    for turn in transcript.turns:
        times = [time for word in turn.words for time in (word.start, word.end)]
        assert times == sorted(times)
        assert all(turn.start <= time <= turn.end for time in times)
        assert turn.span & whole == turn.span


def test_confidences_lie_between_0_and_1(transcript: Transcript) -> None:
    for turn in transcript.turns:
        assert 0 <= turn.confidence <= 1
        assert all(0 <= word.confidence <= 1 for word in turn.words)


def test_words_spell_the_turn_in_its_one_form(transcript: Transcript) -> None:
    for turn in transcript.turns:
        assert "".join(word.text for word in turn.words).strip() == turn.text
        assert normalise(turn.text) == turn.text
    assert any(turn.text for turn in transcript.turns)


def test_turns_tell_how_they_sound(transcript: Transcript) -> None:
    for turn in transcript.turns:
        assert turn.acoustics.level_dbfs is not None
        assert -60 < turn.acoustics.level_dbfs < 0
    long = [turn for turn in transcript.turns if len(turn.text) > 20]
    assert long
    for turn in long:
        assert 70 < (turn.acoustics.pitch_hz or 0) < 400
        assert 60 < (turn.acoustics.rate_cpm or 0) < 600


def test_says_what_it_heard_and_with_what(
    transcript: Transcript, call: SampleCall, transcriber: Transcriber
) -> None:
    assert transcript.audio_sha256 == hashlib.sha256(call.path.read_bytes()).hexdigest()
    assert transcript.recogniser == transcriber.identity
    assert "base" in transcriber.identity
    assert transcript.language == "zh"
    assert transcript.duration_s == pytest.approx(call.truth["duration_s"], abs=0.2)
    assert transcript.condition.channels == 2
    assert not transcript.condition.mono
    assert not transcript.condition.truncated
    assert transcript.condition.empty_channels == ()


def test_swapped_channels_are_put_right(transcriber: Transcriber) -> None:
    call = shortest(swapped=True)
    heard = transcriber.transcribe(call.path, call.agent_channel)
    assert heard.condition.swapped_channels
    agent = by_sound("".join(turn.text for turn in heard.turns_of(Role.AGENT)))
    own, other = (by_sound(true_text(call, role)) for role in ("agent", "customer"))
    assert fuzz.ratio(agent, own) > fuzz.ratio(agent, other) + 20


def test_a_mono_mix_has_unknown_roles_and_less_trust(
    transcriber: Transcriber, call: SampleCall, tmp_path: Path
) -> None:
    mix = beginning(call, 12).sum(axis=1)
    path = write(tmp_path / "mono.mp3", mix, "libmp3lame", 8000)
    heard = transcriber.transcribe(path, None)
    assert heard.condition.channels == 1
    assert heard.condition.mono
    assert {turn.role for turn in heard.turns} == {Role.UNKNOWN}
    assert set(heard.speech) == {Role.UNKNOWN}
    assert all(turn.confidence <= 0.8 for turn in heard.turns)


def test_identical_channels_are_heard_once(
    transcriber: Transcriber, call: SampleCall, tmp_path: Path
) -> None:
    mix = beginning(call, 12).sum(axis=1)
    path = write(tmp_path / "same.wav", np.stack([mix, 0.7 * mix], axis=1), "pcm_alaw", 8000)
    heard = transcriber.transcribe(path, 0)
    assert heard.condition.identical_channels
    assert heard.condition.mono
    assert heard.condition.channels == 2
    assert {turn.role for turn in heard.turns} == {Role.UNKNOWN}
    starts = [turn.start for turn in heard.turns]
    assert len(set(starts)) == len(starts)


def test_a_recording_cut_in_speech_says_so(
    transcriber: Transcriber, call: SampleCall, tmp_path: Path
) -> None:
    in_speech = max(call.speech(), key=lambda span: span.duration if span.end < 25 else 0)
    middle = (in_speech.start + in_speech.end) / 2
    path = write(tmp_path / "cut.wav", beginning(call, in_speech.end), "pcm_alaw", 8000)
    path.write_bytes(path.read_bytes()[: 58 + round(middle * 8000) * 2])
    heard = transcriber.transcribe(path, call.agent_channel)
    assert heard.condition.truncated
    assert heard.condition.ends_in_speech
    assert heard.duration_s == pytest.approx(middle, abs=0.1)
    assert heard.turns


@pytest.mark.parametrize("dbfs", [-80.0, -45.0])
def test_noise_yields_no_invented_text(
    transcriber: Transcriber, tmp_path: Path, dbfs: float
) -> None:
    hiss = np.stack([noise(20, dbfs, seed=1), noise(20, dbfs, seed=2)], axis=1)
    heard = transcriber.transcribe(write(tmp_path / "hiss.wav", hiss), 0)
    assert "".join(turn.text for turn in heard.turns) == ""
    assert heard.condition.empty_channels == (0, 1)
    assert heard.duration_s == pytest.approx(20)


def test_a_ringing_tone_yields_no_credits(transcriber: Transcriber, tmp_path: Path) -> None:
    ring = np.concatenate([tone(1.0, 450), np.zeros(4 * SAMPLE_RATE_HZ)] * 3)
    heard = transcriber.transcribe(write(tmp_path / "ring.wav", ring), None)
    assert not any(mark in turn.text for turn in heard.turns for mark in ("订阅", "字幕", "观看"))


def test_what_is_not_audio_is_refused(transcriber: Transcriber, tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("not audio")
    with pytest.raises(RecordingUnreadable, match=r"text\.wav"):
        transcriber.transcribe(tmp_path / "text.wav", 0)


def test_english_is_left_as_heard(
    real_settings: Settings, call: SampleCall, tmp_path: Path
) -> None:
    english = real_settings.model_copy(update={"recognition": RecognitionOptions(language="en")})
    path = write(tmp_path / "short.wav", beginning(call, 12), "pcm_alaw", 8000)
    heard = Transcriber(english).transcribe(path, call.agent_channel)
    assert heard.language == "en"
    assert heard.turns
    assert all(turn.text == turn.raw_text for turn in heard.turns)


def test_the_same_recording_is_heard_the_same_again(
    transcriber: Transcriber, call: SampleCall, tmp_path: Path
) -> None:
    path = write(tmp_path / "again.wav", beginning(call, 12), "pcm_alaw", 8000)
    first = transcriber.transcribe(path, call.agent_channel)
    assert transcriber.transcribe(path, call.agent_channel) == first
    assert first.turns


def test_a_damaged_model_is_not_loaded(real_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    for file in (real_settings.models_dir / "base").iterdir():
        if file.name != "model.bin":
            (tmp_path / "base" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "base" / "model.bin").write_bytes(b"half a model")
    with pytest.raises(ModelError, match=r"model\.bin has SHA-256"):
        Transcriber(real_settings.model_copy(update={"models_dir": tmp_path}))


def test_a_wrong_lexicon_is_told_before_any_call(real_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("坏词 9\n", encoding="utf-8")
    with pytest.raises(RulebookError, match="坏词"):
        Transcriber(real_settings.model_copy(update={"lexicons_dir": tmp_path}))


def test_truncated_samples_are_known_as_such() -> None:
    by_length = sorted(sample_calls(), key=lambda call: call.truth["duration_s"])
    cut = [call for call in by_length if call.truth["truncated"]]
    assert cut
    assert all(decode(call.path).truncated for call in cut)
    whole = [call for call in by_length if not call.truth["truncated"]][:4]
    assert not any(decode(call.path).truncated for call in whole)
