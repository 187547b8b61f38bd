"""Rulebooks: one YAML file per business line, and the files that they share.

A rulebook `inbound.yaml` names its line and lists rules; `include` adds the rules and named
phrase lists of other files in or below the same folder. Its version is the hash of all that
content. Loading reports every problem of every file at once.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from qa.errors import Problem, RulebookError
from qa.rules.hearing import Ear
from qa.rules.phraselists import phrase_lists
from qa.rules.rule import Fragment, Name, Rule, RulebookFile
from qa.yamlfile import Document, read_document, validate

_MAX_FILES = 50


@dataclass(frozen=True)
class Rulebook:
    """All rules of one business line, ready to judge."""

    line: str
    name: Name
    rules: tuple[Rule, ...]
    min_confidence: float
    content_sha256: str
    """Over the names and bytes of all files that it consists of."""
    ear: Ear = field(compare=False, repr=False)
    """The search for all of its phrases; rulebooks that were loaded together share one."""

    @property
    def identity(self) -> str:
        """Line and version: `inbound@0123456789ab`."""
        return f"{self.line}@{self.content_sha256[:12]}"

    @property
    def vocabulary(self) -> Iterator[tuple[str, bool]]:
        """Every phrase of every rule, with whether it may be found with edits."""
        for rule in self.rules:
            for condition in rule.conditions:
                for operator in condition.operators():
                    for phrase in operator.vocabulary():
                        yield phrase, operator.takes_edits


def load_rulebooks(directory: Path | None = None) -> Mapping[str, Rulebook]:
    """Rulebooks by business line: every `*.yaml` directly in `directory` (None: the shipped ones).

    Raises:
        RulebookError: all that is wrong in all files.
    """
    folder = directory or shipped_rulebooks()
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        fix = "put one YAML file per business line there"
        raise RulebookError([Problem(str(folder), "no rulebooks found", fix)])
    problems: list[Problem] = []
    rulebooks: dict[str, Rulebook] = {}
    for file in files:
        try:
            rulebook = load_rulebook(file)
        except RulebookError as error:
            problems += error.problems
            continue
        if rulebook.line in rulebooks:
            problems.append(Problem(file.name, f"a second rulebook for line {rulebook.line!r}"))
        rulebooks[rulebook.line] = rulebook
    if problems:
        raise RulebookError(list(dict.fromkeys(problems)))
    ear = Ear(pair for rulebook in rulebooks.values() for pair in rulebook.vocabulary)
    return {line: replace(rulebook, ear=ear) for line, rulebook in rulebooks.items()}


def load_rulebook(path: Path) -> Rulebook:
    """One rulebook with all that it includes.

    Raises:
        RulebookError: all that is wrong in its files.
    """
    documents = _collect(path)
    lists, problems = phrase_lists(documents)
    top, fragments = None, []
    for name, document in documents.items():
        model = RulebookFile if name == path.name else Fragment
        try:
            fragment: Fragment = validate(document, model, {"lists": lists})
        except RulebookError as error:
            problems += error.problems
            continue
        fragments.append((document, fragment))
        top = fragment if isinstance(fragment, RulebookFile) else top
    rules, repeated = _rules(fragments)
    problems += repeated
    if problems or top is None:
        raise RulebookError(list(dict.fromkeys(problems)))
    files = {name: document.path.read_bytes() for name, document in documents.items()}
    digest = _content_hash(files)
    rulebook = Rulebook(top.line, top.name, rules, top.min_confidence, digest, Ear(()))
    return replace(rulebook, ear=Ear(rulebook.vocabulary))


def _collect(path: Path) -> dict[str, Document]:
    """The file and all that it includes, directly or not, by name relative to its folder."""
    folder = path.parent.resolve()
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    waiting = [(path.name, Problem(str(path), "cannot be read"))]
    while waiting:
        name, missing = waiting.pop(0)
        if name in documents:
            continue
        file = (folder / name).resolve()
        if not file.is_relative_to(folder) or not file.is_file() or len(documents) >= _MAX_FILES:
            problems.append(missing)
            continue
        try:
            documents[name] = read_document(file)
        except RulebookError as error:
            problems += error.problems
            continue
        waiting += _includes(documents[name])
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


def _rules(
    fragments: list[tuple[Document, Fragment]],
) -> tuple[tuple[Rule, ...], list[Problem]]:
    """All rules in order, and a problem for every code that appears twice."""
    rules: dict[str, Rule] = {}
    problems = []
    for document, fragment in fragments:
        for at, rule in enumerate(fragment.rules):
            if rule.code in rules:
                what = f"the rule code {rule.code!r} appears twice"
                problems.append(document.problem(("rules", at, "code"), what))
            rules[rule.code] = rule
    return tuple(rules.values()), problems


def shipped_rulebooks() -> Path:
    """The folder of the rulebooks that come with the program."""
    return Path(str(resources.files("qa.rules") / "rulebooks"))


def _content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, whatever the order."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
