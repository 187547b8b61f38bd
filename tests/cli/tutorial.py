"""The tutorial as a script: what it has its reader type, write and see."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.S | re.M)
_EXIT = re.compile(r"# (?:exit code|退出码) (\d+)$")
_VARYING = (
    (re.compile(r"@[0-9a-f]{12}"), "@version"),
    (re.compile(r"\d+:\d\d(\.\d)?"), "time"),
    (re.compile(r"把握 \d+%"), "confidence"),
    (re.compile(r"\s+"), " "),
)
"""What another machine, or another version of the shipped rules, shows otherwise."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of the page."""

    language: str
    file: str
    """What it is to be written to; empty when it is none."""
    text: str

    @property
    def commands(self) -> list[tuple[list[str], int]]:
        """(words, expected exit code) of every line of a shell block."""
        lines = [line for line in self.text.splitlines() if line]
        return [(shlex.split(line, comments=True), _exit_code(line)) for line in lines]


def blocks(page: Path) -> list[Block]:
    """All of a page, in order."""
    return [Block(*found) for found in _BLOCK.findall(page.read_text("utf-8"))]


def write(block: Block) -> None:
    """Do to a file what the page says: make it anew, or change the lines of a diff."""
    path = Path(block.file)
    if block.language != "diff":
        path.write_text(block.text, "utf-8")
        return
    lines = block.text.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path}: what the page changes stands there once:\n{old}"
    path.write_text(text.replace(old, new), "utf-8")


def unseen(block: Block, output: str) -> list[str]:
    """Lines of a block of output that a command did not print, or not in this order."""
    printed = [_alike(line) for line in output.splitlines()]
    missing = []
    for line in filter(lambda line: line.strip() != "…", block.text.splitlines()):
        wanted = re.compile(".*".join(map(re.escape, _alike(line).split("…"))))
        at = next((n for n, said in enumerate(printed) if wanted.fullmatch(said)), None)
        if at is None:
            missing.append(line)
        else:
            printed = printed[at + 1 :]
    return missing


def _alike(line: str) -> str:
    for varying, name in _VARYING:
        line = varying.sub(name, line)
    return line.strip()


def _exit_code(line: str) -> int:
    said = _EXIT.search(line)
    return int(said[1]) if said else 0
