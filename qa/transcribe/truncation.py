"""Whether a file ends before its own header says so, where FFmpeg does not tell.

FFmpeg silently shortens a PCM WAV to what is there, and an Ogg stream has no length at all,
only a mark on its last page.
"""

import struct
from pathlib import Path
from typing import BinaryIO

_TAIL_BYTES = 65_536 + 282
"""The longest Ogg page: 27 bytes of header, 255 of segment table, 255 × 255 of data."""
_OGG_END_OF_STREAM = 0x04
_STREAMED = 0x7FFF0000
"""From here on a length is what writers put who could not know it: 2 or 4 GB, less a header."""


def cut_short(path: Path) -> bool:
    """Whether a WAV lacks data that its header promises, or an Ogg its last page.

    False for every other format.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        magic = file.read(12)
        if magic[:4] == b"RIFF" and magic[8:] == b"WAVE":
            return _wav_promises(file) > size
        if magic[:4] == b"OggS":
            file.seek(max(0, size - _TAIL_BYTES))
            return not _has_last_page(file.read())
    return False


def _wav_promises(file: BinaryIO) -> int:
    """Where the data chunk ends by its header, 0 when that cannot be known."""
    while len(header := file.read(8)) == 8:
        name, length = struct.unpack("<4sI", header)
        if name == b"data":
            return 0 if length == 0 or length >= _STREAMED else file.tell() + int(length)
        file.seek(length + length % 2, 1)
    return 0


def _has_last_page(tail: bytes) -> bool:
    at = tail.rfind(b"OggS")
    if at < 0 or at + 27 > len(tail):
        return False
    lacing = tail[at + 27 : at + 27 + tail[at + 26]]
    whole = at + 27 + tail[at + 26] + sum(lacing) <= len(tail)
    return whole and bool(tail[at + 5] & _OGG_END_OF_STREAM)
