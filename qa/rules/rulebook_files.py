"""The files that a rulebook consists of: its own and those that it includes."""

from collections.abc import Callable, Mapping
from pathlib import Path

from qa.errors import Problem, RulebookError
from qa.yamlfile import Document, parse_document, read_document

MAX_FILES = 50
Fetch = Callable[[str], Document | None]
"""The document of a name relative to the rulebook; None when there is none."""


def from_folder(folder: Path) -> Fetch:
    """Files in or below a folder, and nothing outside."""
    root = folder.resolve()

    def fetch(name: str) -> Document | None:
        try:
            file = (root / name).resolve()
            inside = file.is_relative_to(root) and file.is_file()
        except (OSError, ValueError, RuntimeError):
            # A name that no file can have, or links that go round.
            return None
        return read_document(file) if inside else None

    return fetch


def from_contents(files: Mapping[str, bytes]) -> Fetch:
    """Files by name, as a version of a rulebook keeps them."""
    return lambda name: parse_document(name, files[name]) if name in files else None


def collect(top: str, fetch: Fetch) -> dict[str, Document]:
    """The top file and all that it includes, directly or not, by name.

    Raises:
        RulebookError: files that are missing or cannot be read.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    waiting = [(top, Problem(top, "cannot be read"))]
    while waiting:
        name, missing = waiting.pop(0)
        if name in documents:
            continue
        try:
            document = fetch(name) if len(documents) < MAX_FILES else None
        except RulebookError as error:
            problems += error.problems
            continue
        if document is None:
            problems.append(missing)
            continue
        documents[name] = document
        waiting += _includes(document)
    if problems:
        raise RulebookError(problems)
    return documents


def _includes(document: Document) -> list[tuple[str, Problem]]:
    """Names that a document includes, each with what to say when it is not there."""
    data = document.data
    names = data.get("include") if isinstance(data, dict) else None
    fix = "name a file in or below the folder of the rulebook"
    return [
        (name, document.problem(("include", at), f"there is no file {name!r} to include", fix))
        for at, name in enumerate(names if isinstance(names, list) else ())
        if isinstance(name, str)
    ]
