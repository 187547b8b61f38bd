"""Sound that was made once and is kept while there is room."""

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import BinaryIO, cast

from qa.errors import RecordingUnreadable

_MB = 1 << 20
_IN_USE_S = 600
"""A file used so recently stays, whatever the limit."""


class Keeping:
    """A folder of made files, bounded in size.

    A file is written beside and moved into place: several processes may share the folder.
    """

    def __init__(self, folder: Path, limit_mb: int) -> None:
        self._folder, self._limit_mb = folder, limit_mb
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def lock(self, stem: str) -> Lock:
        """To be held from looking for a file until it is kept, so that it is made once."""
        return self._locks[stem]

    def found(self, stem: str) -> Path | None:
        """The file of this name, whatever its ending; it counts as used now."""
        for path in self._folder.glob(f"{stem}.*"):
            with suppress(FileNotFoundError):
                os.utime(path)
                return path
        return None

    def keep(self, name: str, make: Callable[[BinaryIO], None]) -> Path:
        """A new file of this name, with what `make` writes.

        Raises:
            RecordingUnreadable: the folder cannot be written to; and what `make` raises.
        """
        path = self._folder / name
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix="new-", delete=False) as file:
                try:
                    make(cast(BinaryIO, file))
                    Path(file.name).replace(path)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise RecordingUnreadable(
                f"{self._folder}: 无法写入播放缓存({error.strerror}) / cannot keep a copy to play"
            ) from error
        self._make_room()
        return path

    def _make_room(self) -> None:
        """Remove what was not used for longest until the rest fits."""
        kept = []
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):
                stat = path.stat()
                kept.append((stat.st_mtime, stat.st_size, path))
        room = self._limit_mb * _MB
        for used, size, path in sorted(kept, reverse=True):
            room -= size
            if room < 0 and time.time() - used > _IN_USE_S:
                path.unlink(missing_ok=True)
