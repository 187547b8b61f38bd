"""The other party's crosstalk is no speech; one's own word over the other's speech is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_audio import HIGH, LOW, SAMPLE_RATE_HZ, Sound, audio_of, noise, said, spans, voice

from qa.config import SpeechOptions
from qa.timeline import Span, intersection, total
from qa.transcribe.activity import speech_activity
from qa.transcribe.crosstalk import leaked_frames, likeness, without_copies

OPTIONS = SpeechOptions()
AGENT = [(0.5, 4.0), (6.0, 9.0), (12.5, 15.0)]
CUSTOMER = [(4.5, 5.6), (9.5, 12.0)]
BACKCHANNEL = (7.0, 7.5)
EACH_LEAK = pytest.mark.parametrize("leak_db", [-12, -16, -20, -25, -30, -35])
EACH_DELAY = pytest.mark.parametrize("delay_s", [0.0, 0.002, 0.02])


def leaking(left: Sound, right: Sound, leak_db: float, delay_s: float) -> tuple[Sound, Sound]:
    late = round(delay_s * SAMPLE_RATE_HZ)
    gain = 10 ** (leak_db / 20)
    return left + gain * np.roll(right, late), right + gain * np.roll(left, late)


def missed_s(found: tuple[Span, ...], true: tuple[Span, ...]) -> float:
    return total(true) - total(intersection(found, true))


def invented_s(found: tuple[Span, ...], true: tuple[Span, ...]) -> float:
    return total(found) - total(intersection(found, true))


@EACH_LEAK
@EACH_DELAY
def test_crosstalk_is_nobodys_speech(leak_db: float, delay_s: float) -> None:
    left, right = leaking(said(AGENT, 16), said(CUSTOMER, 16, LOW), leak_db, delay_s)
    agent, customer = speech_activity(audio_of(left, right), OPTIONS)
    assert len(agent) == len(AGENT)
    assert len(customer) == len(CUSTOMER)
    for found, true in ((agent, spans(*AGENT)), (customer, spans(*CUSTOMER))):
        assert missed_s(found, true) < 0.2
        assert invented_s(found, true) < 0.5


@EACH_LEAK
@pytest.mark.parametrize("dbfs", [-26, -32])
def test_a_backchannel_over_the_others_speech_survives(leak_db: float, dbfs: float) -> None:
    talk = sorted([*CUSTOMER, BACKCHANNEL])
    left, right = leaking(said(AGENT, 16), said(talk, 16, LOW, dbfs), leak_db, 0.002)
    _, customer = speech_activity(audio_of(left, right), OPTIONS)
    assert len(customer) == len(talk)
    assert missed_s(customer, spans(BACKCHANNEL)) < 0.15


@pytest.mark.parametrize(
    ("leak_db", "lost_s"), [(-12, 0.8), (-16, 0.8), (-20, 0.3), (-25, 0.3), (-30, 0.3), (-35, 0.3)]
)
def test_both_parties_speaking_at_once_keep_their_speech(leak_db: float, lost_s: float) -> None:
    """Of two seconds together; strong crosstalk hides the softer syllables."""
    long = [(2.0, 5.0), (9.5, 12.0)]
    left, right = leaking(said(AGENT, 16), said(long, 16, LOW), leak_db, 0.002)
    agent, customer = speech_activity(audio_of(left, right), OPTIONS)
    assert missed_s(agent, spans(*AGENT)) < lost_s
    assert missed_s(customer, spans(*long)) < lost_s


@EACH_LEAK
def test_a_channel_that_holds_only_crosstalk_is_empty(leak_db: float) -> None:
    left, right = leaking(said(AGENT, 16), noise(16, seed=8), leak_db, 0.002)
    agent, customer = speech_activity(audio_of(left, right), OPTIONS)
    assert len(agent) == len(AGENT)
    assert customer == ()


def test_a_party_far_quieter_than_the_other_is_still_heard() -> None:
    left, right = leaking(said(AGENT, 16, dbfs=-20), said(CUSTOMER, 16, LOW, dbfs=-40), -30, 0.002)
    _, customer = speech_activity(audio_of(left, right), OPTIONS)
    assert missed_s(customer, spans(*CUSTOMER)) < 0.3


def test_nothing_leaks_from_a_party_that_is_silent() -> None:
    own, other = np.full(50, -30.0), np.full(50, -60.0)
    nobody = np.zeros(50, dtype=bool)
    assert not leaked_frames(own, other, nobody, OPTIONS).any()


@given(st.integers(-40, -14))
def test_frames_at_the_leak_level_are_crosstalk_and_equal_ones_are_not(leak_db: int) -> None:
    other = np.full(100, -20.0)
    own = np.concatenate((np.full(70, -20.0 + leak_db), np.full(30, -20.0)))
    leaked = leaked_frames(own, other, np.ones(100, dtype=bool), OPTIONS)
    assert leaked[:70].all()
    assert not leaked[70:].any()


def test_a_copy_is_like_its_original_and_another_voice_is_not() -> None:
    one, other = (voice(2, pitch).astype(np.float32) for pitch in (HIGH, LOW))
    late = np.roll(one, 300)
    assert likeness(one, one) == pytest.approx(1.0, abs=1e-3)
    assert likeness(0.1 * late[400:], one) > 0.8
    assert likeness(one, other) < 0.4
    assert likeness(one, np.zeros(100, dtype=np.float32)) == pytest.approx(0.0)


def test_a_faint_copy_is_dropped_and_a_word_of_ones_own_is_kept() -> None:
    talk, own = spans((0.0, 6.0)), spans((1.0, 1.6), (3.0, 3.6))
    there = voice(6)
    here = noise(6)
    here[16_000:25_600] += 0.2 * there[16_000:25_600]
    here[48_000:57_600] += voice(0.6, LOW, dbfs=-34)
    assert without_copies(audio_of(here, there), 0, own, talk) == spans((3.0, 3.6))


def test_a_copy_that_fills_an_hour_is_judged_by_a_minute() -> None:
    """Music on hold: what is compared stays bounded, however long the stretch."""
    once = voice(20)
    there = np.tile(once, 12)
    cut: list[float] = []

    class Watched:
        def cut(self, channel: int, span: Span) -> Sound:
            cut.append(span.duration)
            return audio.cut(channel, span)

    audio = audio_of(0.1 * there, there)
    whole = spans((0.0, 240.0))
    assert without_copies(Watched(), 0, whole, whole) == ()  # type: ignore[arg-type]
    assert max(cut) <= 61
