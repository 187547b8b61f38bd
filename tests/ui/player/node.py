"""npm in the folder of the call page's sources."""

import os
import subprocess
from pathlib import Path
from types import ModuleType

PLAYER = Path(__file__).parents[3] / "qa" / "ui" / "player"


def run_npm(hook: ModuleType, *arguments: str, **environment: str) -> None:
    """Run npm with what a developer has installed; fail with what it says."""
    if not (PLAYER / "node_modules" / "typescript").is_dir():
        _run(hook, ("ci", "--ignore-scripts"), {})
    _run(hook, arguments, environment)


def _run(hook: ModuleType, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    node, npm = hook.tools()
    path = os.pathsep.join([str(Path(node).parent), os.environ["PATH"]])
    done = subprocess.run(
        [*npm, *arguments],
        cwd=PLAYER,
        env={**os.environ, **environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
