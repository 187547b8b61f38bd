"""faster-whisper, asked for words: batched windows in, timed words out."""

from collections.abc import Sequence

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper import __version__ as _faster_whisper_version

from qa.call import Word
from qa.config import RecognitionOptions
from qa.errors import ModelError
from qa.timeline import Seconds
from qa.transcribe.decode import SAMPLE_RATE_HZ
from qa.transcribe.windows import Sound


class Recogniser:
    """A loaded model. One a process: loading takes seconds and a few hundred megabytes.

    Raises:
        ModelError: the model cannot be loaded.
    """

    def __init__(self, model: str, options: RecognitionOptions, prompt: str) -> None:
        try:
            loaded = WhisperModel(
                model,
                device=options.device,
                compute_type=options.compute_type,
                cpu_threads=options.cpu_threads,
            )
        except Exception as error:
            raise ModelError(
                f"model {options.model}: cannot be loaded from {model} ({error}) → see `qa models`"
            ) from error
        self._pipeline = BatchedInferencePipeline(loaded)
        self._options = options
        self._prompt = prompt
        self.batch_size = options.batch_size
        self.identity = (
            f"faster-whisper {_faster_whisper_version} {options.model} "
            f"{options.compute_type} beam {options.beam_size}"
        )

    def words(self, windows: Sequence[Sound]) -> list[list[Word]]:
        """The words of each window, times in seconds of the window, raw text."""
        found: list[list[Word]] = [[] for _ in windows]
        if not windows:
            return found
        starts = np.cumsum([0, *(len(sound) for sound in windows)])
        clips = [
            {"start": start / SAMPLE_RATE_HZ, "end": end / SAMPLE_RATE_HZ}
            for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
        ]
        segments, _ = self._pipeline.transcribe(
            np.concatenate(windows),
            language=self._options.language,
            beam_size=self._options.beam_size,
            batch_size=self.batch_size,
            clip_timestamps=clips,
            word_timestamps=True,
            initial_prompt=self._prompt or None,
            temperature=0.0,
        )
        edges = starts[1:] / SAMPLE_RATE_HZ
        for segment in segments:
            for word in segment.words:
                middle = (word.start + word.end) / 2
                index = min(int(np.searchsorted(edges, middle)), len(windows) - 1)
                offset: Seconds = clips[index]["start"]
                found[index].append(
                    Word(word.start - offset, word.end - offset, word.word, word.probability)
                )
        return found
