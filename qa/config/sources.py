"""The places that settings come from, each read into one flat list of what it gives."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.config.describe import Key, Setting, find, settings_table
from qa.config.unknown import similar
from qa.errors import ConfigError, Problem

FILE_VARIABLE = "EARMARK_CONFIG"
DEMO_VARIABLE = "EARMARK_DEMO_NO_SERVE"
"""Meant for `make demo`; no setting, but in the environment of what that starts."""
LINES_VARIABLE = "EARMARK_FLAGS_LINES"
"""All `flags.lines` at once, as a JSON object."""
DEFAULT_FILE = Path("earmark.toml")

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]")
_ENTRY = re.compile(r"\s*([\w\".-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Given:
    """A value that one source gives for one key."""

    key: Key
    value: object
    origin: str
    """The source, for `qa config show`: `earmark.toml`, `environment EARMARK_MODEL`."""
    place: str
    """Where a person mends it: `earmark.toml:7 recognition.model`."""


def from_file(file: Path) -> list[Given]:
    """What a TOML file gives. Relative folders in it count from the file's own folder.

    Raises:
        ConfigError: the file cannot be read, or is not TOML.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise ConfigError([Problem(str(file), f"cannot be read: {error.strerror}")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(str(file), f"is not TOML in UTF-8: {error}")]) from error
    lines = _line_numbers(text)
    return [
        Given(key, _beside(file, key, value), file.name, _place(file, lines, key))
        for key, value in flatten(document)
    ]


def from_environment(environ: Mapping[str, str]) -> tuple[list[Given], list[Problem]]:
    """What `EARMARK_*` variables give, and the ones among them that mean nothing.

    An empty variable counts as not set.
    """
    given: list[Given] = []
    problems: list[Problem] = []
    for name in sorted(environ):
        no_setting = name in (FILE_VARIABLE, DEMO_VARIABLE)
        if name.startswith("EARMARK_") and not no_setting and environ[name]:
            try:
                given += _from_variable(name, environ[name])
            except KeyError:
                problems.append(Problem(name, "unknown variable", similar(name, _names())))
            except ValueError as error:
                problems.append(Problem(name, f"is not JSON: {error}"))
    return given, problems + _contradictions(given)


def from_overrides(overrides: Mapping[str, object]) -> list[Given]:
    """What the command line gives, by dotted key; None means the option was not used."""
    return [
        Given(tuple(dotted.split(".")), value, "command line", f"command line {dotted}")
        for dotted, value in overrides.items()
        if value is not None
    ]


def flatten(value: object, prefix: Key = ()) -> Iterator[tuple[Key, object]]:
    """Leaves of nested mappings with their paths; an empty mapping is a leaf."""
    if isinstance(value, Mapping) and (value or not prefix):
        for name, inner in value.items():
            yield from flatten(inner, (*prefix, str(name)))
    else:
        yield prefix, value


def _names() -> dict[str, str]:
    variables = [name for setting in settings_table() for name in setting.variables]
    return {name: name for name in (*variables, FILE_VARIABLE, LINES_VARIABLE)}


def _from_variable(name: str, text: str) -> list[Given]:
    origin = f"environment {name}"
    if name == LINES_VARIABLE:
        values = flatten(json.loads(text), ("flags", "lines"))
        return [Given(key, value, origin, f"{name} {'.'.join(key)}") for key, value in values]
    setting = {name: setting for setting in settings_table() for name in setting.variables}[name]
    return [Given(setting.key, _from_text(setting, text), origin, name)]


def _from_text(setting: Setting, text: str) -> object:
    kind = setting.schema["type"]
    if kind == "array":
        return json.loads(text) if text.startswith("[") else [t.strip() for t in text.split(",")]
    return int(text) if kind == "integer" and text.isdecimal() else text


def _contradictions(given: list[Given]) -> list[Problem]:
    """A long and a short variable that set one key to different values."""
    first: dict[Key, Given] = {}
    problems = []
    for item in given:
        other = first.setdefault(item.key, item)
        if other.value != item.value:
            problems.append(Problem(item.place, f"contradicts {other.place}", "set one of them"))
    return problems


def _beside(file: Path, key: Key, value: object) -> object:
    setting = find(key)
    if setting and setting.schema.get("format") == "path" and value and isinstance(value, str):
        return file.parent / Path(value).expanduser()
    return value


def _place(file: Path, lines: Mapping[Key, int], key: Key) -> str:
    number = lines.get(key)
    return f"{file}:{number} {'.'.join(key)}" if number else f"{file} {'.'.join(key)}"


def _line_numbers(text: str) -> dict[Key, int]:
    """Line of each `key =` under its `[header]`.

    tomllib keeps no lines. Good enough to point at; a value of several lines that looks like
    an entry only adds a key that nobody asks for.
    """
    numbers: dict[Key, int] = {}
    section: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            section = _parts(header[1])
            numbers.setdefault(section, number)
        elif entry := _ENTRY.match(line):
            numbers.setdefault(section + _parts(entry[1]), number)
    return numbers


def _parts(dotted: str) -> Key:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
