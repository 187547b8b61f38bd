"""The workbench as `qa serve` starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"http://\S+/setup\?token=\S+")
_PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Site:
    """A running workbench."""

    base: str
    log: Path

    def setup_link(self) -> str:
        """As printed on the terminal."""
        (link,) = _LINK.findall(self.log.read_text("utf-8"))
        return str(link)


@contextmanager
def served(url: str, folder: Path) -> Iterator[Site]:
    """`qa serve` on a free port, ended with the context."""
    port = _free_port()
    site = Site(f"http://127.0.0.1:{port}", folder / "serve.log")
    main = [sys.executable, "-c", "from qa.cli import main; main()"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "EARMARK_PLAYBACK_CACHE_DIR": str(folder)}
    with site.log.open("wb") as log:
        process = subprocess.Popen(
            [*main, "serve", "--db", url, "--port", str(port)],
            cwd=folder,
            env=environ,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_up(site, process)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(site: Site, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.base}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"qa serve did not start:\n{site.log.read_text('utf-8')}")
