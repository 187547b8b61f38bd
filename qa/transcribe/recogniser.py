"""faster-whisper, asked for words: batches of windows in, timed words out.

Whisper was trained on windows of 30 s, but its encoder takes shorter ones, and its cost grows
faster than their length. All windows are `WINDOW_S` long, filled up with silence: still shorter
ones make it invent and repeat (docs/adr/0002-short-windows.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel
from faster_whisper import __version__ as _faster_whisper_version
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens

from qa.call import Word
from qa.config import RecognitionOptions
from qa.errors import ModelError
from qa.timeline import Seconds
from qa.transcribe.decode import SAMPLE_RATE_HZ
from qa.transcribe.windows import WINDOW_S, Sound

_FRAMES = round(WINDOW_S * 100)
_MAX_TOKENS_A_SECOND = 12
_WIDE = 5


class Recogniser:
    """A loaded model. One a process: loading takes a second and some 300 MB.

    Raises:
        ModelError: the model cannot be loaded.
    """

    def __init__(self, model: str, options: RecognitionOptions, prompt: str) -> None:
        try:
            self._model = WhisperModel(
                model,
                device=options.device,
                compute_type=options.compute_type,
                cpu_threads=options.cpu_threads,
            )
        except Exception as error:
            raise ModelError(
                f"model {options.model}: cannot be loaded from {model} ({error}) → see `qa models`"
            ) from error
        self._tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language=options.language,
        )
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])
        self._prompt, self._no_prompt = self._tokens(prompt), self._tokens("")
        self._beam_size = options.beam_size
        self.batch_size = options.batch_size
        self.identity = (
            f"faster-whisper {_faster_whisper_version} {options.model} "
            f"{options.compute_type} beam {options.beam_size} {options.language}"
        )

    def words(self, sounds: Sequence[Sound], *, again: bool = False) -> list[list[Word]]:
        """The words of each window as recognised, times in seconds of the window.

        Args:
            sounds: at least one window, at `SAMPLE_RATE_HZ`.
            again: another try at what led astray before: without the prompt, which may have
                been the cause, and with a wide search.
        """
        prompt = self._no_prompt if again else self._prompt
        encoded = self._model.encode(self._features(sounds))
        longest_s = max(len(sound) for sound in sounds) / SAMPLE_RATE_HZ
        results = self._model.model.generate(
            encoded,
            [prompt] * len(sounds),
            beam_size=max(_WIDE, self._beam_size) if again else self._beam_size,
            max_length=self._max_length(longest_s),
            suppress_blank=True,
            suppress_tokens=self._suppressed,
        )
        tokens = [
            [token for token in result.sequences_ids[0] if token < self._tokenizer.eot]
            for result in results
        ]
        frames = [len(sound) * 100 // SAMPLE_RATE_HZ for sound in sounds]
        return self._align(encoded, tokens, frames)

    def _tokens(self, prompt: str) -> list[int]:
        previous = self._tokenizer.encode(prompt) if prompt else []
        return list(self._model.get_prompt(self._tokenizer, previous, without_timestamps=True))

    def _features(self, sounds: Sequence[Sound]) -> npt.NDArray[np.float32]:
        """Log-Mel features, (windows, bands, frames of 10 ms)."""
        padded = (np.pad(s, (0, max(0, _FRAMES * 160 - len(s)))) for s in sounds)
        extract = self._model.feature_extractor
        return np.stack([extract(sound)[:, :_FRAMES] for sound in padded])

    def _max_length(self, longest_s: Seconds) -> int:
        allowed = len(self._prompt) + 8 + round(longest_s * _MAX_TOKENS_A_SECOND)
        return min(int(self._model.max_length), allowed)

    def _align(
        self, encoded: ctranslate2.StorageView, tokens: list[list[int]], frames: list[int]
    ) -> list[list[Word]]:
        aligned = self._model.find_alignment(self._tokenizer, tokens, encoded, frames)
        return [_with_punctuation(words) for words in aligned]


def _with_punctuation(aligned: Sequence[Mapping[str, Any]]) -> list[Word]:
    """Words with the punctuation that follows them, which has no sound of its own."""
    words: list[Word] = []
    for part in aligned:
        text = part["word"]
        if words and text and not any(map(str.isalnum, text)):
            words[-1] = replace(words[-1], text=words[-1].text + text)
        elif text.strip():
            start, end = float(part["start"]), float(part["end"])
            words.append(Word(start, max(start, end), text, float(part["probability"])))
    return words
