"""The sound of a made call: its peaks, and a WAV file."""

import base64

import numpy as np
from made_call_page import Page

PEAKS_PER_S = 25


def made_peaks(page: Page) -> Page:
    """Peaks that are loud where a role speaks."""
    length = int(page["call"]["duration_s"] * PEAKS_PER_S)
    rng = np.random.default_rng(7)
    channels = []
    for role in ("agent", "customer"):
        loud = np.zeros(length)
        for turn in page["turns"]:
            if turn["role"] == role:
                loud[int(turn["start"] * PEAKS_PER_S) : int(turn["end"] * PEAKS_PER_S)] = 1
        level = (rng.beta(2, 3, length) * loud + 0.015) * 235
        channels.append(
            base64.b64encode(np.clip(level, 0, 255).astype(np.uint8).tobytes()).decode()
        )
    return {"channels": 2, "per_second": PEAKS_PER_S, "peaks": channels}


def made_wav(page: Page) -> bytes:
    """A WAV file, 8 kHz, 8 bit, stereo: a tone for whoever speaks, silence else."""
    rate = 8000
    length = int(page["call"]["duration_s"] * rate)
    sound = np.full((length, 2), 128, dtype=np.uint8)
    second = np.arange(rate) / rate
    for turn in page["turns"]:
        channel = 0 if turn["role"] == "agent" else 1
        first, last = int(turn["start"] * rate), min(length, int(turn["end"] * rate))
        tone = (128 + 40 * np.sin(2 * np.pi * (180 + 90 * channel) * second)).astype(np.uint8)
        sound[first:last, channel] = np.resize(tone, last - first)
    data = sound.tobytes()
    head = (
        b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    )
    layout = (1, 2), (2, 2), (rate, 4), (rate * 2, 4), (2, 2), (8, 2)
    head += b"".join(value.to_bytes(size, "little") for value, size in layout)
    return head + b"data" + len(data).to_bytes(4, "little") + data
