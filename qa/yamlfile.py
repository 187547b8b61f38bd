"""YAML documents read into frozen pydantic models, with every problem at its line.

Only plain data is read: no tags, no anchors and aliases, no duplicate keys, bounded size and
depth. Nothing is ever executed, and no other file is opened.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from stat import S_ISREG
from typing import Annotated, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from qa.errors import Problem, RulebookError

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_EVENTS = 50_000
MAX_NUMBER = 40
"""Characters of a number. Python reads longer ones slowly, in base 60 (`1:1:1`) and hexadecimal
without any bound, and refuses to write them out."""
_SHOWN = 80
"""Characters of a value that a problem shows."""
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What YAML's escapes can spell but no file name, terminal or database takes."""

M = TypeVar("M", bound=BaseModel)
Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]
"""What a document holds."""
Location = tuple[str | int, ...]
"""The keys and indices that lead from the top of a document to a value."""


def load_yaml(path: Path, model: type[M], context: Mapping[str, object] | None = None) -> M:
    """Read `path` into `model`.

    `context` is handed to the model's validators.

    Raises:
        RulebookError: all that is wrong with the document, each problem as `file:line`.
    """
    return validate(read_document(path), model, context)


class Document:
    """The plain data of a YAML file, and the line of every value in it."""

    def __init__(
        self, name: str, content: bytes, data: Data, lines: Mapping[Location, int]
    ) -> None:
        self.name = name
        self.content = content
        """The bytes that it was read from."""
        self.data = data
        self._lines = lines

    def place(self, location: Location) -> str:
        """`file.yaml:12` for a value, or for the nearest one around it."""
        while location and location not in self._lines:
            location = location[:-1]
        return f"{self.name}:{self._lines.get(location, 1)}"

    def path(self, location: Location) -> str:
        """The way to a value in words: keys, and items of a list by their code or name."""
        steps, data = [], self.data
        for step in location:
            inner: Data = None
            if isinstance(data, list) and isinstance(step, int) and step < len(data):
                inner = data[step]
            elif isinstance(data, dict) and step in data:
                inner = data[str(step)]
            named = isinstance(step, int) and isinstance(inner, dict)
            known = [inner.get(key) for key in ("code", "name")] if isinstance(inner, dict) else []
            title = next((each for each in known if isinstance(each, str)), None)
            steps.append((title if named and title else str(step))[:_SHOWN])
            data = inner
        return ".".join(steps) or "the document"

    def problem(self, location: Location, what: str, fix: str = "") -> Problem:
        """Something wrong with the value at `location`."""
        return Problem(self.place(location), what, fix)


def read_document(path: Path) -> Document:
    """Read plain data, remembering lines.

    Raises:
        RulebookError: unreadable, too large, not YAML, or more than plain data.
    """
    try:
        # Of a pipe or a device one may wait for the end for ever.
        if not S_ISREG(path.stat().st_mode):
            raise RulebookError([Problem(str(path), "cannot be read: not a file")])
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RulebookError([Problem(str(path), f"cannot be read: {error.strerror}")]) from error
    return parse_document(path.name, content)


def parse_document(name: str, content: bytes) -> Document:
    """Read plain data from bytes; `name` is what problems call the document.

    Raises:
        RulebookError: too large, not YAML, or more than plain data.
    """
    text = _text(name, content)
    try:
        problems = _hostilities(name, text)
        if problems:
            raise RulebookError(problems)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = f"not valid YAML: {error.problem or error.context}"
        raise RulebookError([Problem(f"{name}:{line}", what)]) from error
    except yaml.YAMLError as error:
        raise RulebookError([Problem(name, f"not valid YAML: {error}")]) from error
    builder = _Builder(name)
    data = builder.build(node, ()) if node else None
    if builder.problems:
        raise RulebookError(builder.problems)
    return Document(name, content, data, builder.lines)


def _text(name: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise RulebookError([_too_large(name)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 at byte {error.start}"
        raise RulebookError([Problem(name, what, "save the file as UTF-8")]) from error


def _too_large(name: str) -> Problem:
    return Problem(name, f"larger than {MAX_BYTES:,} bytes")


def _hostilities(name: str, text: str) -> list[Problem]:
    """What plain data does not need and an attacker does, found before anything is built."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        place = f"{name}:{event.start_mark.line + 1 if event.start_mark else 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return [Problem(place, "anchors (&) and aliases (*) are not allowed", "repeat it")]
        if tag := getattr(event, "tag", None):
            return [Problem(place, f"the tag {tag[:_SHOWN]} is not allowed", "write plain data")]
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return [Problem(place, f"nested more than {MAX_DEPTH} levels deep")]
        if count > MAX_EVENTS:
            return [Problem(place, f"more than {MAX_EVENTS:,} values")]
    return []


class _Builder(yaml.constructor.SafeConstructor):
    """Nodes to plain data; collects duplicate keys and values that are not what they look."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, location: Location) -> Data:
        self.lines.setdefault(location, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*location, at)) for at, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> Data:
        data: dict[str, Data] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag.endswith(":merge"):
                self._report(key_node, "a key has to be plain text")
            elif _NO_TEXT.search(key):
                self._report(key_node, f"the key {shown(key)} holds characters of no text")
            elif key in data:
                self._report(key_node, f"the key {shown(key)} appears twice")
            else:
                self.lines[(*location, key)] = key_node.start_mark.line + 1
                data[key] = self.build(value, (*location, key))
        return data

    def _scalar(self, node: yaml.Node) -> Data:
        text = str(node.value)
        if _NO_TEXT.search(text):
            self._report(node, f"{shown(text)} holds characters of no text")
        elif node.tag.endswith((":int", ":float")) and len(text) > MAX_NUMBER:
            self._report(node, f"a number of more than {MAX_NUMBER} characters")
        elif node.tag.endswith((":timestamp", ":binary")):
            return text
        else:
            return self._plain(node)
        return None

    def _plain(self, node: yaml.Node) -> Data:
        try:
            value = self.construct_object(node)
        except (ValueError, OverflowError, yaml.YAMLError):
            self._report(node, f"{shown(node.value)} is not a value")
            return None
        return value if value is None or isinstance(value, bool | int | float) else str(value)

    def _report(self, node: yaml.Node, what: str) -> None:
        self.problems.append(Problem(f"{self._name}:{node.start_mark.line + 1}", what))


def validate(document: Document, model: type[M], context: Mapping[str, object] | None = None) -> M:
    """The document as a model.

    Raises:
        RulebookError: every violation, with line and, for a misspelt key, a suggestion.
    """
    try:
        return model.model_validate(document.data, context=dict(context or {}))
    except ValidationError as error:
        problems = [_problem(document, model, detail) for detail in error.errors()]
        raise RulebookError(problems) from error


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    location = tuple(detail["loc"])
    path = document.path(location)
    if detail["type"] == "extra_forbidden":
        allowed = sorted(_keys_at(model, location[:-1]))
        close = get_close_matches(str(location[-1]), allowed, n=1, cutoff=0.5)
        fix = f"did you mean {close[0]!r}?" if close else f"allowed: {', '.join(allowed)}"
        where = f"{document.path(location[:-1])}: " if location[:-1] else ""
        return document.problem(location, f"{where}unknown key {shown(location[-1])}", fix)
    if detail["type"] == "missing":
        return document.problem(location, f"{path}: missing")
    what = detail["msg"].removeprefix("Value error, ")
    given = detail["input"]
    value = f" (is {shown(given)})" if isinstance(given, str | int | float) else ""
    return document.problem(location, f"{path}: {what}{value}")


def shown(value: object) -> str:
    """A value as it is written in problems, cut to what a reader wants to see."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _keys_at(model: type[BaseModel], location: Location) -> set[str]:
    """The keys that the models at `location` allow."""
    reached: set[object] = {model}
    for step in location:
        reached = {inner for kind in reached for inner in _step(kind, step)}
    return {
        field.alias or name
        for kind in reached
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, field in kind.model_fields.items()
    }


def _step(kind: object, step: str | int) -> set[object]:
    """The types that a key or an index leads to."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                return _unwrapped(field.annotation)
        return {kind}
    return {inner for argument in get_args(kind) for inner in _unwrapped(argument)}


def _unwrapped(annotation: object) -> set[object]:
    """The types behind `Optional`, `Union` and `Annotated`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if origin is Union or type(annotation).__name__ == "UnionType":
        return {inner for part in get_args(annotation) for inner in _unwrapped(part)}
    return {annotation}
