"""From sound to text, piece by piece.

A piece is one voiced stretch of one channel. What the recogniser invented or repeated over and
over is dropped; pieces that were so cut, or skipped wholly or in part, are asked for once more,
alone; and a voiced piece without text stays: on the call-back line a bare 嗯 matters.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from qa.call import Word
from qa.timeline import Seconds, Span
from qa.transcribe.decode import Audio
from qa.transcribe.guards import is_invented, without_loops
from qa.transcribe.recogniser import Recogniser
from qa.transcribe.windows import Piece, Window, lay_out

_SKIPPED_S = 0.8
"""A voiced stretch this long without a word was skipped, not merely a 嗯."""
_FEWEST_A_SECOND = 3.0
"""Few people speak so slowly (180 characters a minute), and asking again costs one window."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A voiced stretch of a channel and the words in it, raw, in seconds of the recording."""

    channel: int
    speech: Span
    words: tuple[Word, ...]
    cut: bool = False
    """Words were dropped that nobody can have said."""


def hear(audio: Audio, pieces: Sequence[Piece], recogniser: Recogniser) -> list[Heard]:
    """Recognise every piece; in order of time."""
    found = _recognise(audio, lay_out(pieces), recogniser)
    doubtful = [piece for piece, heard in found.items() if _is_doubtful(heard)]
    alone = (window for piece in doubtful for window in lay_out([piece]))
    for piece, heard in _recognise(audio, alone, recogniser, again=True).items():
        found[piece] = max(found[piece], heard, key=_worth)
    return sorted(found.values(), key=lambda heard: (heard.speech, heard.channel))


def _is_doubtful(heard: Heard) -> bool:
    duration = heard.speech.duration
    few = _characters(heard) < _FEWEST_A_SECOND * duration
    return duration >= _SKIPPED_S and (few or heard.cut)


def _worth(heard: Heard) -> tuple[bool, int]:
    """Words of which none had to be dropped, then more of them."""
    characters = _characters(heard)
    return characters > 0 and not heard.cut, characters


def _characters(heard: Heard) -> int:
    return sum(map(str.isalnum, "".join(word.text for word in heard.words)))


def _recognise(
    audio: Audio, windows: Iterable[Window], recogniser: Recogniser, *, again: bool = False
) -> dict[Piece, Heard]:
    """Batches of windows at a time, so that four hours of speech are never held at once."""
    results: dict[Piece, Heard] = {}
    for batch in _batches(windows, recogniser.batch_size):
        sounds = [window.sound(audio) for window in batch]
        for window, words in zip(batch, recogniser.words(sounds, again=again), strict=True):
            results.update(_trace_back(window, words))
    return results


def _trace_back(window: Window, words: Sequence[Word]) -> Iterator[tuple[Piece, Heard]]:
    spoken: dict[int, list[Word]] = {index: [] for index in range(len(window.pieces))}
    for word in words:
        spoken[window.index_at((word.start + word.end) / 2)].append(word)
    for index, placed in enumerate(window.pieces):
        piece = placed.piece
        timed = tuple(_in_recording(word, placed.at, piece.speech) for word in spoken[index])
        text = "".join(word.text for word in timed)
        kept = () if is_invented(text, piece.speech.duration) else without_loops(timed)
        yield piece, Heard(piece.channel, piece.speech, kept, cut=kept != timed)


def _in_recording(word: Word, at: Seconds, speech: Span) -> Word:
    """The word at its time in the recording, never outside the detected speech."""
    start, end = (
        min(max(time - at + speech.start, speech.start), speech.end)
        for time in (word.start, word.end)
    )
    return Word(start, max(start, end), word.text, word.confidence)


def _batches(windows: Iterable[Window], size: int) -> Iterator[list[Window]]:
    remaining = iter(windows)
    while batch := list(islice(remaining, size)):
        yield batch
