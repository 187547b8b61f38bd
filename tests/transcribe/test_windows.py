"""Windows never exceed their limit, keep every piece, and words find back to their piece."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_audio import SAMPLE_RATE_HZ, audio_of, noise, said, spans, voice

from qa.timeline import Span, total, union
from qa.transcribe.decode import Audio
from qa.transcribe.windows import WINDOW_S, Piece, Window, lay_out, pieces_of, split

SILENT = Audio(
    np.broadcast_to(np.zeros((1, 2), dtype=np.int16), (3600 * SAMPLE_RATE_HZ, 2)), 8000, False
)
"""An hour that takes no memory."""


def speech_of(steps: Sequence[tuple[float, float]]) -> tuple[Span, ...]:
    """Segments from pauses and durations."""
    found, at = [], 0.0
    for pause, duration in steps:
        found.append(Span(at + pause, at + pause + duration))
        at += pause + duration
    return tuple(found)


SPEECH = st.lists(
    st.tuples(st.floats(0.31, 30), st.floats(0.12, 8) | st.floats(8, 50)), max_size=8
).map(speech_of)
CALLS = st.tuples(SPEECH, SPEECH)


def windows_of(speech: Sequence[Sequence[Span]]) -> list[Window]:
    return list(lay_out(pieces_of(SILENT, speech)))


@settings(max_examples=30)
@given(CALLS)
def test_no_window_is_longer_than_the_limit(speech: tuple[tuple[Span, ...], ...]) -> None:
    for window in windows_of(speech):
        assert len(window.sound(SILENT)) <= WINDOW_S * SAMPLE_RATE_HZ


@given(CALLS)
def test_pieces_cover_the_speech_and_nothing_else(speech: tuple[tuple[Span, ...], ...]) -> None:
    pieces = pieces_of(SILENT, speech)
    for channel, spoken in enumerate(speech):
        parts = [piece.speech for piece in pieces if piece.channel == channel]
        assert sum(part.duration for part in parts) == pytest.approx(total(spoken))
        assert union(parts, bridge=1e-6) == union(spoken, bridge=1e-6)
    assert [piece.speech.start for piece in pieces] == sorted(p.speech.start for p in pieces)


@given(CALLS)
def test_every_piece_is_laid_out_once_and_in_order(speech: tuple[tuple[Span, ...], ...]) -> None:
    pieces = pieces_of(SILENT, speech)
    laid = [placed.piece for window in windows_of(speech) for placed in window.pieces]
    assert laid == pieces


@given(CALLS)
def test_pieces_of_a_window_do_not_overlap(speech: tuple[tuple[Span, ...], ...]) -> None:
    for window in windows_of(speech):
        at = 0.0
        for placed in window.pieces:
            assert placed.at > at
            at = placed.at + placed.piece.speech.duration
        assert at < WINDOW_S


@given(CALLS, st.floats(0, 1))
def test_a_time_in_a_window_finds_back_to_its_piece(
    speech: tuple[tuple[Span, ...], ...], share: float
) -> None:
    for window in windows_of(speech):
        for index, placed in enumerate(window.pieces):
            assert window.index_at(placed.at + share * placed.piece.speech.duration) == index
        assert window.index_at(0.0) == 0
        assert window.index_at(2 * WINDOW_S) == len(window.pieces) - 1


def test_a_window_holds_the_sound_of_its_pieces_at_their_places() -> None:
    audio = audio_of(noise(20, -20, seed=1), noise(20, -20, seed=2))
    speech = (spans((0.05, 1.5), (6.0, 8.0), (18.0, 20.0)), spans((2.0, 5.5), (7.0, 7.4)))
    for window in lay_out(pieces_of(audio, speech)):
        sound = window.sound(audio)
        for placed in window.pieces:
            piece = placed.piece
            there = audio.cut(piece.channel, piece.speech)
            start = round(placed.at * SAMPLE_RATE_HZ)
            off = [np.abs(sound[s : s + len(there)] - there).max() for s in (start, start + 1)]
            assert min(off) < 1e-6


def test_between_two_pieces_it_is_quiet() -> None:
    audio = audio_of(voice(10))
    (window,) = lay_out(pieces_of(audio, [spans((1.0, 2.0), (5.0, 6.0))]))
    first, second = window.pieces
    middle = (first.at + first.piece.speech.duration + second.at) / 2
    around = slice(*(round((middle + by) * SAMPLE_RATE_HZ) for by in (-0.1, 0.1)))
    assert not window.sound(audio)[around].any()


def test_a_long_segment_is_cut_where_it_is_quietest() -> None:
    pause = WINDOW_S - 5.0
    audio = audio_of(said([(0.0, pause), (pause + 0.25, WINDOW_S + 10)], WINDOW_S + 10))
    first, second = split(audio, 0, Span(0.0, WINDOW_S + 10))
    assert pause <= first.end <= pause + 0.25
    assert second == Span(first.end, WINDOW_S + 10)


def test_no_speech_makes_no_window() -> None:
    assert windows_of(((), ())) == []


def test_speech_of_both_channels_shares_windows() -> None:
    speech = (spans((0.0, 1.0), (4.0, 5.0)), spans((2.0, 3.0)))
    (window,) = windows_of(speech)
    assert [placed.piece for placed in window.pieces] == [
        Piece(0, Span(0.0, 1.0)),
        Piece(1, Span(2.0, 3.0)),
        Piece(0, Span(4.0, 5.0)),
    ]
