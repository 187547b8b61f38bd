"""Files that appear under their name only when they are complete."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qa.cli.failing import CommandError


@contextmanager
def complete_file(target: Path) -> Iterator[BinaryIO]:
    """Write `target`; what stood there before stays until all is written.

    Raises:
        CommandError: it cannot be written.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as out:
            yield out
        unfinished.replace(target)
    except OSError as error:
        raise CommandError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
