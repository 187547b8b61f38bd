"""Rulebooks: one YAML file per business line, and the files that they share.

A rulebook `inbound.yaml` names its line and lists rules; `include` adds the rules, conditions
and named phrase lists of other files in or below the same folder. Its version is the hash of
all that content. Loading reports every problem of every file at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from qa.errors import Problem, RulebookError
from qa.rules.assembly import assembled
from qa.rules.condition import Condition
from qa.rules.ear import Ear
from qa.rules.operators.base import Operator, ear_of
from qa.rules.phraselists import MAX_PHRASES
from qa.rules.rule import Name, Rule
from qa.rules.rulebook_files import collect, from_contents, from_folder
from qa.rules.version import RulebookVersion
from qa.yamlfile import Document

MAX_MENTIONS = 1_000_000
"""Phrases of all conditions, those of a list once for every condition that names it."""


@dataclass(frozen=True)
class Rulebook:
    """All rules of one business line, ready to judge."""

    line: str
    name: Name
    rules: tuple[Rule, ...]
    conditions: Mapping[str, Condition]
    """Named conditions, for rules and anchors to refer to."""
    min_confidence: float
    files: Mapping[str, bytes] = field(repr=False)
    """Name → content of all files that it consists of; the top file first."""
    ear: Ear = field(compare=False, repr=False)
    """Hears for all of its conditions."""

    @property
    def version(self) -> RulebookVersion:
        """What it was read from."""
        return RulebookVersion(self.line, self.files)

    @property
    def top(self) -> str:
        """The name of its own file among `files`."""
        return self.version.top

    @property
    def identity(self) -> str:
        """Line and version: `inbound@0123456789ab`."""
        return self.version.identity

    @property
    def operators(self) -> Iterator[Operator]:
        """Those of every condition."""
        trees = [tree for rule in self.rules for tree in rule.conditions]
        for condition in (*trees, *self.conditions.values()):
            yield from condition.operators()


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
    return rulebooks


def load_rulebook(path: Path) -> Rulebook:
    """One rulebook with all that it includes.

    Raises:
        RulebookError: all that is wrong in its files.
    """
    return _rulebook(path.name, collect(path.name, from_folder(path.parent)))


def rulebook_of(files: Mapping[str, bytes], top: str) -> Rulebook:
    """The rulebook that these contents, by name, are; `top` names its own file.

    Raises:
        RulebookError: all that is wrong in its files.
    """
    return _rulebook(top, collect(top, from_contents(files)))


def load_version(version: RulebookVersion) -> Rulebook:
    """A version that was kept, ready to judge.

    Raises:
        RulebookError: all that this program does not understand in it.
    """
    try:
        return rulebook_of(version.files, version.top)
    except RulebookError as error:
        raise RulebookError(
            [replace(each, place=f"{version.identity} {each.place}") for each in error.problems]
        ) from error


def _rulebook(top: str, documents: Mapping[str, Document]) -> Rulebook:
    file, rules, conditions = assembled(top, documents)
    rulebook = Rulebook(
        line=file.line,
        name=file.name,
        rules=rules,
        conditions=conditions,
        min_confidence=file.min_confidence,
        files={name: document.content for name, document in documents.items()},
        ear=Ear(()),
    )
    _check_size(rulebook)
    return replace(rulebook, ear=ear_of(rulebook.operators))


def _check_size(rulebook: Rulebook) -> None:
    """Nothing, if its phrases can be listened for."""
    phrases = (phrase for each in rulebook.operators for phrase in each.vocabulary())
    distinct: set[str] = set()
    for count, phrase in enumerate(phrases):
        distinct.add(phrase)
        if len(distinct) > MAX_PHRASES or count > MAX_MENTIONS:
            what = f"more than {MAX_PHRASES:,} phrases, or {MAX_MENTIONS:,} with repetitions"
            raise RulebookError([Problem(rulebook.top, what, "leave out what few calls need")])


def shipped_rulebooks() -> Path:
    """The folder of the rulebooks that come with the program."""
    return Path(str(resources.files("qa.rules") / "rulebooks"))
