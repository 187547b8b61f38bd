"""Speech activity finds each party's own speech, to a few hundredths of a second."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_audio import HIGH, LOW, SAMPLE_RATE_HZ, audio_of, noise, said, spans, tone, voice
from sample_calls import SampleCall, sample_calls, stereo_calls

from qa.config import SpeechOptions
from qa.timeline import Span, gaps, intersection, total, union
from qa.transcribe.activity import segments, speech_activity
from qa.transcribe.decode import decode

OPTIONS = SpeechOptions()
TOLERANCE_S = 0.3
BRIDGE_S = 0.5
Pairs = dict[str, list[tuple[tuple[Span, ...], tuple[Span, ...]]]]


def alike(found: Iterable[Span], true: Iterable[Span], tolerance_s: float = 0.1) -> bool:
    found, true = list(found), list(true)
    return len(found) == len(true) and all(
        abs(one.start - other.start) <= tolerance_s and abs(one.end - other.end) <= tolerance_s
        for one, other in zip(found, true, strict=True)
    )


@pytest.mark.parametrize("pitch_hz", [HIGH, LOW])
@pytest.mark.parametrize("dbfs", [-20.0, -35.0])
def test_finds_a_voice_where_it_is(pitch_hz: float, dbfs: float) -> None:
    talk = [(1.0, 3.0), (5.0, 5.4), (7.0, 12.0)]
    (found,) = speech_activity(audio_of(said(talk, 14, pitch_hz, dbfs)), OPTIONS)
    assert alike(found, spans(*talk))


def test_ends_where_the_voice_ends_also_on_a_noisy_line() -> None:
    talk = [(1.0, 3.0), (5.0, 7.0)]
    (found,) = speech_activity(audio_of(said(talk, 9, noise_dbfs=-48.0)), OPTIONS)
    assert alike(found, spans(*talk))


@pytest.mark.parametrize("sound", [np.zeros(80_000), noise(5, -60), noise(5, -35)])
def test_hears_nobody_in_silence_and_noise(sound: np.ndarray) -> None:
    assert speech_activity(audio_of(sound), OPTIONS) == ((),)
    assert speech_activity(audio_of(sound, sound[::-1]), OPTIONS) == ((), ())


def test_a_recording_shorter_than_a_frame_holds_no_speech() -> None:
    assert speech_activity(audio_of(tone(0.01), tone(0.01)), OPTIONS) == ((), ())


def test_speech_without_a_pause_in_the_whole_recording_is_found() -> None:
    (found,) = speech_activity(audio_of(voice(4)), OPTIONS)
    assert alike(found, spans((0, 4)))


def test_a_party_that_never_speaks_has_no_speech() -> None:
    talk = [(0.5, 2.0), (3.0, 4.5)]
    agent, customer = speech_activity(audio_of(said(talk, 5), noise(5)), OPTIONS)
    assert alike(agent, spans(*talk))
    assert customer == ()


def test_both_parties_of_a_dialogue_keep_their_own_speech() -> None:
    first, second = [(0.5, 3.0), (6.0, 8.0)], [(3.4, 5.6), (8.3, 9.0)]
    audio = audio_of(said(first, 10), said(second, 10, LOW))
    agent, customer = speech_activity(audio, OPTIONS)
    assert alike(agent, spans(*first))
    assert alike(customer, spans(*second))


FRAMES = st.lists(st.booleans(), max_size=200).map(lambda frames: np.array(frames, dtype=bool))


@given(FRAMES)
def test_segments_are_ordered_apart_and_long_enough(frames: np.ndarray) -> None:
    found = segments(frames, OPTIONS)
    duration_s = len(frames) * OPTIONS.frame_ms / 1000
    inner = gaps(found, Span(found[0].start, found[-1].end)) if found else ()
    assert all(gap.duration * 1000 > OPTIONS.bridge_ms for gap in inner)
    assert all(span.duration * 1000 >= OPTIONS.min_speech_ms - 1e-6 for span in found)
    assert all(0 <= span.start < span.end <= duration_s + 1e-9 for span in found)


@given(FRAMES)
def test_without_smoothing_segments_are_the_runs_of_voiced_frames(frames: np.ndarray) -> None:
    found = segments(frames, SpeechOptions(bridge_ms=0, min_speech_ms=0))
    assert total(found) == pytest.approx(frames.sum() * OPTIONS.frame_ms / 1000)
    for index in np.flatnonzero(frames).tolist():
        middle = (index + 0.5) * OPTIONS.frame_ms / 1000
        assert any(span.start < middle < span.end for span in found)


def test_options_decide_what_is_bridged_and_what_is_a_click() -> None:
    frames = np.zeros(100, dtype=bool)
    frames[10:20] = frames[30:40] = frames[80:84] = True
    assert segments(frames, SpeechOptions(bridge_ms=100)) == spans((0.2, 0.4), (0.6, 0.8))
    assert segments(frames, SpeechOptions(bridge_ms=200)) == spans((0.2, 0.8))
    clicks = SpeechOptions(bridge_ms=100, min_speech_ms=60)
    assert segments(frames, clicks)[-1] == Span(1.6, 1.68)


def agreement(found: Iterable[Span], true: Iterable[Span]) -> tuple[int, int]:
    """How many segments have a partner that starts and ends within the tolerance; of how many."""
    found, true = list(found), list(true)
    near = [
        (one, other)
        for one in found
        for other in true
        if abs(one.start - other.start) <= TOLERANCE_S and abs(one.end - other.end) <= TOLERANCE_S
    ]
    partners = len({one for one, _ in near}) + len({other for _, other in near})
    return partners, len(found) + len(true)


def per_channel(call: SampleCall) -> list[tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """What is found and what is true, for each channel.

    Half a second is bridged on both sides: the truth knows pauses from 0.3 s, just where the
    detector's own bridging ends, and a frame more or less decides whether one shows.
    """
    found = speech_activity(decode(call.path), OPTIONS)
    own = call.true_agent_channel
    truth = [call.speech("agent" if c == own else "customer") for c in range(len(found))]
    return [
        (union(spoken, BRIDGE_S), union(true, BRIDGE_S))
        for spoken, true in zip(found, truth, strict=True)
    ]


@pytest.fixture(scope="module")
def stereo_samples() -> Pairs:
    return {call.call_id: per_channel(call) for call in stereo_calls()}


@pytest.mark.slow
def test_segments_agree_with_the_truth_of_the_sample_calls(stereo_samples: Pairs) -> None:
    """F1 of segments whose both ends lie within 0.3 s, over all calls whose channels are true."""
    counts = [agreement(*pair) for pairs in stereo_samples.values() for pair in pairs]
    partners, segments_in_all = (sum(column) for column in zip(*counts, strict=True))
    assert partners / segments_in_all >= 0.95


@pytest.mark.slow
def test_nobody_is_heard_in_the_other_channel_of_a_sample_call(stereo_samples: Pairs) -> None:
    for call_id, pairs in stereo_samples.items():
        for found, true in pairs:
            shared = total(intersection(found, true))
            assert total(found) - shared <= 0.03 * total(found) + 0.3, call_id
            assert total(true) - shared <= 0.03 * total(true) + 0.3, call_id


@pytest.mark.slow
def test_mono_sample_calls_hold_everybodys_speech() -> None:
    mono = [call for call in sample_calls() if not call.truth["roles_known"]]
    for call in mono:
        found = speech_activity(decode(call.path), OPTIONS)[0]
        true = call.speech()
        assert total(intersection(found, true)) >= 0.97 * total(true), call.call_id
        assert total(found) <= 1.06 * total(true), call.call_id


def test_activity_does_not_depend_on_where_blocks_of_frames_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    audio = audio_of(said([(0.5, 3.0), (6.0, 8.0)], 10), said([(3.4, 5.6)], 10, LOW))
    whole = speech_activity(audio, OPTIONS)
    monkeypatch.setattr("qa.transcribe.activity._BLOCK_FRAMES", 17)
    assert speech_activity(audio, OPTIONS) == whole
    assert len(audio.samples) == 10 * SAMPLE_RATE_HZ
