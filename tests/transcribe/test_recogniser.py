"""The real recogniser: timed, sure between 0 and 1, and refusing what is no model."""

from itertools import islice, pairwise
from pathlib import Path

import numpy as np
import pytest
from made_audio import noise
from sample_calls import sample_calls

from qa.call import Word
from qa.config import RecognitionOptions, Settings
from qa.errors import ModelError
from qa.transcribe.activity import speech_activity
from qa.transcribe.decode import SAMPLE_RATE_HZ, decode
from qa.transcribe.recogniser import Recogniser
from qa.transcribe.transcriber import Transcriber
from qa.transcribe.windows import Sound, lay_out, pieces_of


@pytest.fixture(scope="module")
def recogniser(transcriber: Transcriber) -> Recogniser:
    return transcriber._recogniser


@pytest.fixture(scope="module")
def sounds() -> list[Sound]:
    """The first windows of a call, and one that is hardly there."""
    audio = decode(sample_calls()[0].path)
    windows = lay_out(pieces_of(audio, speech_activity(audio, Settings().speech)))
    hiss = noise(0.3, -50).astype(np.float32)
    return [hiss, *(window.sound(audio) for window in islice(windows, 2)), hiss]


@pytest.fixture(scope="module")
def heard(recogniser: Recogniser, sounds: list[Sound]) -> list[list[Word]]:
    return recogniser.words(sounds)


@pytest.mark.slow
def test_every_window_of_a_batch_has_its_own_words(heard: list[list[Word]]) -> None:
    assert len(heard) == 4
    assert sum(map(len, heard[1:3])) > 10


@pytest.mark.slow
def test_words_are_timed_in_order_within_their_window(
    heard: list[list[Word]], sounds: list[Sound]
) -> None:
    for sound, words in zip(sounds, heard, strict=True):
        assert all(0 <= word.start <= word.end for word in words)
        assert all(word.end <= len(sound) / SAMPLE_RATE_HZ + 0.5 for word in words)
        assert all(left.start <= right.start for left, right in pairwise(words))
        assert all(0 <= word.confidence <= 1 for word in words)


@pytest.mark.slow
def test_punctuation_belongs_to_the_word_before_it(heard: list[list[Word]]) -> None:
    words = [word for window in heard for word in window]
    assert any(not word.text.strip()[-1].isalnum() for word in words)
    assert all(any(map(str.isalnum, word.text)) for word in words)


def test_what_is_no_model_is_refused_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"not weights")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"cannot be loaded .* `qa models`"):
        Recogniser(str(tmp_path), RecognitionOptions(model="own"), "")
