"""Words find back to the piece they were said in, and no voiced piece is lost."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import pytest

from qa.call import Word
from qa.timeline import Span
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio
from qa.transcribe.hearing import Heard, hear
from qa.transcribe.recogniser import Recogniser
from qa.transcribe.windows import Piece, Sound, Window, lay_out

AUDIO = Audio(
    np.broadcast_to(np.zeros((1, 2), dtype=np.int16), (600 * SAMPLE_RATE_HZ, 2)), 8000, False
)
Script = Callable[[Window], list[Word]]


class Scripted:
    """A recogniser that knows what to say to which windows, round after round, then nothing."""

    def __init__(self, rounds: Sequence[tuple[Sequence[Window], Script]], batch_size: int) -> None:
        self.batch_size = batch_size
        self.batches: list[int] = []
        self._answers = [script(window) for windows, script in rounds for window in windows]

    def words(self, sounds: Sequence[Sound], *, again: bool = False) -> list[list[Word]]:
        self.batches.append(len(sounds))
        answers, self._answers = self._answers[: len(sounds)], self._answers[len(sounds) :]
        return answers + [[] for _ in sounds[len(answers) :]]

    @property
    def asked_everything(self) -> bool:
        return not self._answers


def names(texts: dict[Piece, str]) -> Script:
    """Each piece's text as one word in the middle of it."""

    def script(window: Window) -> list[Word]:
        return [
            Word(p.at + 0.1, p.at + p.piece.speech.duration - 0.1, texts[p.piece], 0.9)
            for p in window.pieces
            if texts.get(p.piece)
        ]

    return script


def heard_by(
    pieces: Sequence[Piece], *rounds: tuple[Sequence[Piece], Script], batch_size: int = 4
) -> tuple[list[Heard], Scripted]:
    laid_out = [(list(lay_out(asked)), script) for asked, script in rounds]
    scripted = Scripted(laid_out, batch_size)
    return hear(AUDIO, pieces, cast(Recogniser, scripted)), scripted


def text_of(heard: Heard) -> str:
    return "".join(word.text for word in heard.words)


PIECES = [
    Piece(0, Span(1.0, 4.0)),
    Piece(1, Span(4.5, 5.0)),
    Piece(0, Span(5.2, 7.0)),
    Piece(1, Span(6.0, 6.4)),
]
TEXTS = dict(zip(PIECES, ["您好请问您有什么事情", "嗯嗯", "请问您怎么称呼", "王"], strict=True))


def test_words_come_back_at_their_piece_and_their_time() -> None:
    heard, _ = heard_by(PIECES, (PIECES, names(TEXTS)))
    assert [(h.channel, h.speech) for h in heard] == [(p.channel, p.speech) for p in PIECES]
    assert [text_of(h) for h in heard] == list(TEXTS.values())
    for each in heard:
        (word,) = each.words
        assert word.start == pytest.approx(each.speech.start + 0.1)
        assert word.end == pytest.approx(each.speech.end - 0.1)


def test_words_never_leave_the_detected_speech() -> None:
    def early_and_late(window: Window) -> list[Word]:
        last = window.pieces[-1]
        end = last.at + last.piece.speech.duration
        return [
            Word(0.0, window.pieces[0].at + 0.2, "喂", 0.9),
            Word(end - 0.2, end + 9, "好", 0.9),
        ]

    heard, _ = heard_by(PIECES, (PIECES, early_and_late), ([PIECES[2]], names({})))
    for each in heard:
        for word in each.words:
            assert each.speech.start <= word.start <= word.end <= each.speech.end


def test_many_windows_go_in_batches_and_none_is_lost() -> None:
    pieces = [Piece(i % 2, Span(i * 15.0, i * 15.0 + 14.0)) for i in range(11)]
    texts = {piece: f"第{i}段" for i, piece in enumerate(pieces)}
    heard, scripted = heard_by(pieces, (pieces, names(texts)), batch_size=4)
    assert [text_of(h) for h in heard] == list(texts.values())
    assert sum(scripted.batches) >= len(list(lay_out(pieces)))
    assert max(scripted.batches) <= 4


def test_a_long_stretch_that_was_skipped_is_asked_for_once_more() -> None:
    skipped = PIECES[2]
    first = {**TEXTS, skipped: ""}
    heard, scripted = heard_by(
        PIECES, (PIECES, names(first)), ([skipped], names({skipped: "请问您怎么称呼"}))
    )
    assert [text_of(h) for h in heard] == list(TEXTS.values())
    assert scripted.asked_everything


def test_a_short_voice_without_words_stays_without_asking_again() -> None:
    bare = PIECES[1]
    heard, scripted = heard_by(PIECES, (PIECES, names({**TEXTS, bare: ""})))
    assert Heard(bare.channel, bare.speech, ()) in heard
    assert len(heard) == len(PIECES)
    assert len(scripted.batches) == 1


def test_what_the_recogniser_invents_is_dropped_and_the_voice_stays() -> None:
    invented = {**TEXTS, PIECES[0]: "请不吝点赞订阅转发打赏支持明镜与点点栏目"}
    heard, _ = heard_by(
        PIECES,
        (PIECES, names(invented)),
        ([PIECES[0]], names({PIECES[0]: "字幕由Amara.org社区提供"})),
    )
    assert heard[0] == Heard(0, PIECES[0].speech, (), cut=True)
    assert [text_of(h) for h in heard[1:]] == list(TEXTS.values())[1:]


def test_a_loop_is_cut_and_its_piece_asked_for_once_more() -> None:
    piece = PIECES[0]
    loop, clean = (
        names({piece: "您好请问您有什么" + "好的" * 15}),
        names({piece: "您好请问您有什么事情"}),
    )
    heard, scripted = heard_by([piece], ([piece], loop), ([piece], clean))
    assert text_of(heard[0]) == "您好请问您有什么事情"
    assert scripted.asked_everything
    heard, _ = heard_by([piece], ([piece], loop), ([piece], loop))
    assert text_of(heard[0]) == "您好请问您有什么好的好的"


def test_nothing_to_hear_asks_nothing() -> None:
    heard, scripted = heard_by([])
    assert heard == []
    assert scripted.batches == []
