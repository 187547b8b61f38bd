"""Settings from all their sources: defaults < earmark.toml < environment < command line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pydantic import ValidationError

from qa.config.checks import objections
from qa.config.describe import Key, find, is_section, shown
from qa.config.sections import Settings
from qa.config.sources import (
    DEFAULT_FILE,
    FILE_VARIABLE,
    Given,
    flatten,
    from_environment,
    from_file,
    from_overrides,
)
from qa.config.unknown import similar_key
from qa.errors import ConfigError, Problem

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, and the source of each."""

    settings: Settings
    origins: Mapping[str, str]
    """By dotted key, such as `flags.lines.inbound.long_s`: `default`, `earmark.toml`,
    `environment EARMARK_MODEL` or `command line`."""


def load_settings(
    file: Path | None, environ: Mapping[str, str], overrides: Mapping[str, object]
) -> Loaded:
    """Merge all sources, key by key.

    `file` None means the one that `EARMARK_CONFIG` names, or else `earmark.toml` of the
    current folder if there is one. `overrides` go by dotted key; None in them means not given.

    Raises:
        ConfigError: all that is wrong in all sources together, each with its place.
    """
    from_variables, problems = from_environment(environ)
    known, unknown = _sorted_out(
        [*_written(file, environ), *from_variables, *from_overrides(overrides)]
    )
    problems += unknown
    settings, refused = _validated(known)
    problems += refused
    problems += [
        Problem(_place_of(objection.key, known), objection.what, objection.fix)
        for objection in objections(settings)
    ]
    if problems:
        raise ConfigError(problems)
    return Loaded(settings, _origins(settings, known))


def _sorted_out(layers: Iterable[Given]) -> tuple[dict[Key, Given], list[Problem]]:
    """The last value given for each key that is a setting, and the keys that are none."""
    known: dict[Key, Given] = {}
    problems: list[Problem] = []
    for given in layers:
        if find(given.key):
            known[given.key] = _unset_if_empty(given)
        elif not is_section(given.key):
            problems.append(Problem(given.place, "unknown setting", similar_key(given.key)))
        elif given.value != {}:
            fix = f"settings go below [{'.'.join(given.key)}]"
            problems.append(Problem(given.place, "is a section, not a value", fix))
    return known, problems


def _written(file: Path | None, environ: Mapping[str, str]) -> list[Given]:
    named = file or environ.get(FILE_VARIABLE)
    if named:
        return from_file(Path(named))
    return from_file(DEFAULT_FILE) if DEFAULT_FILE.is_file() else []


def _unset_if_empty(given: Given) -> Given:
    setting = find(given.key)
    if given.value == "" and setting and setting.optional:
        return Given(given.key, None, given.origin, given.place)
    return given


def _validated(known: Mapping[Key, Given]) -> tuple[Settings, list[Problem]]:
    """Settings with what is valid, and a problem for each value that is not."""
    try:
        return Settings.model_validate(_tree(known.values())), []
    except ValidationError as invalid:
        problems = {_key_at(error["loc"], known): error["msg"] for error in invalid.errors()}
    good = (given for key, given in known.items() if key not in problems)
    return Settings.model_validate(_tree(good)), [
        _refusal(known[key], message) for key, message in problems.items()
    ]


def _key_at(location: tuple[int | str, ...], known: Mapping[Key, Given]) -> Key:
    """The given key that a pydantic location lies in: a list item counts as its list."""
    path = tuple(map(str, location))
    return next(path[:size] for size in range(len(path), 0, -1) if path[:size] in known)


def _refusal(given: Given, message: str) -> Problem:
    setting = find(given.key)
    allowed = f"allowed: {setting.allowed}" if setting else ""
    return Problem(given.place, f"{shown(given.value)!r}: {message}", allowed)


def _tree(layer: Iterable[Given]) -> dict[str, object]:
    """Nested mappings as `Settings` wants them, starting from the defaults."""
    tree: dict[str, object] = Settings().model_dump()
    for given in layer:
        at = tree
        for name in given.key[:-1]:
            at = cast(dict[str, object], at.setdefault(name, {}))
        at[given.key[-1]] = given.value
    return tree


def _place_of(key: Key, known: Mapping[Key, Given]) -> str:
    """Where the setting at `key`, or the first one below it, was given."""
    size = len(key)
    return next(given.place for path, given in known.items() if path[:size] == key)


def _origins(settings: Settings, known: Mapping[Key, Given]) -> dict[str, str]:
    return {
        ".".join(key): known[key].origin if key in known else DEFAULT
        for key, _ in flatten(settings.model_dump())
    }
