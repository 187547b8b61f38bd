"""The terminal that commands print to."""

import os
import sys

from rich.console import Console

_PIPE_WIDTH = 160
"""Columns when nobody looks: rich assumes 80, and would cut tables in a log or a pipe."""


def terminal() -> Console:
    """Standard output: as wide as the window, colours only in a terminal."""
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        return Console(highlight=False)
    return Console(highlight=False, width=_PIPE_WIDTH)
