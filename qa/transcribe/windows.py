"""Packing speech into the recogniser's windows.

A window costs the same however little speech there is in it. So the voiced stretches of both
channels are laid one after the other into as few windows as possible, and the words found are
traced back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from qa.timeline import Seconds, Span
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio

WINDOW_S = 20.0
"""Whisper's own window is 30 s; see docs/adr/0002-short-windows.md for why 20 s is better."""
PAD_S = 0.20
"""Sound kept around a segment, so that soft first and last consonants are not cut."""
PAUSE_S = 0.35
"""Quiet between two pieces: enough for the recogniser to hear two sentences."""
_LONGEST_S = WINDOW_S - 1.0
_SEARCH_S = 10.0
_QUIET_S = 0.1

Sound = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one channel that is heard as a whole, in seconds of the recording."""

    channel: int
    speech: Span


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and where its speech begins in its window."""

    piece: Piece
    at: Seconds


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces laid one after the other, at most `WINDOW_S`."""

    pieces: tuple[Placed, ...]

    def sound(self, audio: Audio) -> Sound:
        """The sound of the window, at `SAMPLE_RATE_HZ`."""
        last = self.pieces[-1]
        length = _samples(last.at + last.piece.speech.duration + PAD_S)
        sound = np.zeros(length, dtype=np.float32)
        for placed in self.pieces:
            speech = placed.piece.speech
            padded = Span(max(0.0, speech.start - PAD_S), speech.end + PAD_S)
            cut = audio.cut(placed.piece.channel, padded)
            start = max(0, _samples(placed.at - (speech.start - padded.start)))
            cut = cut[: length - start]
            sound[start : start + len(cut)] = cut
        return sound

    def index_at(self, at: Seconds) -> int:
        """Index of the piece that is heard at, or nearest to, a time of the window."""
        borders = [
            (before.at + before.piece.speech.duration + after.at) / 2
            for before, after in pairwise(self.pieces)
        ]
        return int(np.searchsorted(borders, at))


def pieces_of(audio: Audio, speech: Sequence[Sequence[Span]]) -> list[Piece]:
    """The speech of all channels as pieces that each fit a window, in order of time."""
    pieces = (
        Piece(channel, part)
        for channel, spans in enumerate(speech)
        for span in spans
        for part in split(audio, channel, span)
    )
    return sorted(pieces, key=lambda piece: (piece.speech, piece.channel))


def lay_out(pieces: Iterable[Piece]) -> Iterator[Window]:
    """Fill windows with pieces, in order."""
    window: list[Placed] = []
    at = PAD_S
    for piece in pieces:
        if window and at + piece.speech.duration + PAD_S > WINDOW_S:
            yield Window(tuple(window))
            window, at = [], PAD_S
        window.append(Placed(piece, at))
        at += piece.speech.duration + 2 * PAD_S + PAUSE_S
    if window:
        yield Window(tuple(window))


def split(audio: Audio, channel: int, span: Span) -> Iterator[Span]:
    """Parts of a segment that each fit a window, cut where it is quietest."""
    while span.duration > _LONGEST_S - 2 * PAD_S:
        latest = span.start + _LONGEST_S - 2 * PAD_S
        at = _quietest(audio, channel, Span(latest - _SEARCH_S, latest))
        yield Span(span.start, at)
        span = Span(at, span.end)
    yield span


def _quietest(audio: Audio, channel: int, span: Span) -> Seconds:
    length = _samples(_QUIET_S)
    sound = audio.cut(channel, span)
    power = np.square(sound[: len(sound) // length * length]).reshape(-1, length).mean(axis=1)
    return span.start + (int(power.argmin()) + 0.5) * _QUIET_S


def _samples(seconds: Seconds) -> int:
    return round(seconds * SAMPLE_RATE_HZ)
