"""A-law and µ-law WAV, the formats of telephone recorders, as 16-bit WAV.

A look-up a sample: an hour of stereo in a fraction of a second, where FFmpeg needs several.
"""

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

A_LAW, MU_LAW = 6, 7
"""Format tags of RIFF (RFC 2361)."""
_CHUNK_BYTES = 1 << 22
_MAX_CHUNKS = 64


def convert(source: Path, target: BinaryIO) -> bool:
    """Write the sound of an A-law or µ-law WAV file as a 16-bit one.

    Returns:
        False when `source` is not such a file; then nothing is written.
    """
    with source.open("rb") as file:
        found = _sound(file)
        if found is None:
            return False
        tag, channels, rate_hz, size = found
        target.write(_header(channels, rate_hz, size * 2))
        table = _table(tag)
        while size > 0 and (block := file.read(min(_CHUNK_BYTES, size))):
            target.write(table[np.frombuffer(block, dtype=np.uint8)].tobytes())
            size -= len(block)
    return True


def _sound(file: BinaryIO) -> tuple[int, int, int, int] | None:
    """Format tag, channels, rate and bytes of sound; the file then stands where it begins."""
    whole = file.seek(0, 2)
    file.seek(0)
    if file.read(4) != b"RIFF" or file.read(8)[4:] != b"WAVE":
        return None
    coding: tuple[int, int, int] | None = None
    for _ in range(_MAX_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return None
        name, size = struct.unpack("<4sI", head)
        if name == b"data":
            # A recorder that was cut off left a size that the file does not hold.
            return coding and (*coding, min(size, whole - file.tell()))
        start = file.tell()
        if name == b"fmt " and size >= 16:
            tag, channels, rate_hz, _, _, bits = struct.unpack("<HHIIHH", file.read(16))
            if tag not in (A_LAW, MU_LAW) or bits != 8 or channels not in (1, 2):
                return None
            coding = (tag, channels, rate_hz)
        file.seek(start + size + size % 2)
    return None


def _header(channels: int, rate_hz: int, size: int) -> bytes:
    frame = channels * 2
    return (
        struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE")
        + struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate_hz, rate_hz * frame, frame, 16)
        + struct.pack("<4sI", b"data", size)
    )


def _table(tag: int) -> npt.NDArray[np.int16]:
    """The 16-bit sample of each of the 256 codes (ITU-T G.711)."""
    code = np.arange(256)
    if tag == MU_LAW:
        code = ~code & 0xFF
        exponent, mantissa = code >> 4 & 7, code & 15
        size = ((mantissa << 3) + 132 << exponent) - 132
        negative = code & 0x80 != 0
    else:
        code = code ^ 0x55
        exponent, mantissa = code >> 4 & 7, code & 15
        size = np.where(
            exponent == 0, (mantissa << 4) + 8, (mantissa << 4) + 264 << np.maximum(exponent - 1, 0)
        )
        negative = code & 0x80 == 0
    return np.where(negative, -size, size).astype("<i2")
