"""A PostgreSQL server of the tests' own: a temporary folder, a free port, gone afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_ROOT = os.geteuid() == 0
# The server refuses to run as root; Debian's package brings this user.
_USER = "postgres" if _ROOT else pwd.getpwuid(os.geteuid()).pw_name


@contextmanager
def server() -> Iterator[str]:
    """URL of a running server's database `postgres`; the server ends with the context."""
    bindir = _bindir()
    with tempfile.TemporaryDirectory(prefix="earmark-pg-") as temporary:
        folder = Path(temporary)
        if _ROOT:
            shutil.chown(folder, _USER)
        _run([bindir / "initdb", "-D", folder / "data", "-A", "trust", "-E", "UTF8", "--no-sync"])
        port = _free_port()
        process = _start(bindir, folder, port)
        try:
            url = f"postgresql+psycopg://{_USER}@127.0.0.1:{port}/postgres"
            _wait_until_up(url, process, folder / "log")
            yield url
        finally:
            process.send_signal(signal.SIGQUIT)  # At once: nothing is kept anyway.
            process.wait(timeout=30)


def _bindir() -> Path:
    asked = (
        shutil.which("pg_config")
        and subprocess.run(
            ["pg_config", "--bindir"], capture_output=True, text=True, check=False
        ).stdout.strip()
    )
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in [Path(asked)] * bool(asked) + installed:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError("PostgreSQL's server is not installed: apt-get install postgresql")


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        command,
        user=_USER if _ROOT else None,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(bindir: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": ""}
    options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [bindir / "postgres", "-D", folder / "data", *settings],
            user=_USER if _ROOT else None,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdout=log,
            stderr=log,
        )


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    address = url.replace("+psycopg", "")
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(address, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
