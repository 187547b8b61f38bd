"""Every setting as a row: its key, variables, limits and meaning, read off the sections."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from pydantic_core import to_jsonable_python

from qa.config.sections import Section, Settings

Key = tuple[str, ...]
"""Path of a setting from the top of earmark.toml: `("recognition", "model")`."""

ANY_LINE = "*"
"""Stands in a `Key` for the name of a business line."""

_SHORT_NAMES: Mapping[Key, str] = {
    ("recognition", "model"): "EARMARK_MODEL",
    ("recognition", "device"): "EARMARK_DEVICE",
    ("recognition", "compute_type"): "EARMARK_COMPUTE_TYPE",
    ("recognition", "beam_size"): "EARMARK_BEAM_SIZE",
    ("recognition", "language"): "EARMARK_LANGUAGE",
}
_UNITS = {
    "_s": "s",
    "_ms": "ms",
    "_db": "dB",
    "_mb": "MB",
    "_days": "days",
    "_hour": "hour of the day",
    "_percentile": "%",
    "_rate": "share",
}
_TYPES = {"integer": "whole number", "number": "number", "string": "text", "array": "list of texts"}
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):[^@]*@")

Schema = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, for a table."""

    key: Key
    """`*` stands for any business line."""
    default: object
    schema: Schema
    """Its JSON schema, without the alternative of being unset."""
    optional: bool
    """Whether it may be unset."""
    description: str

    @property
    def dotted(self) -> str:
        """The key as one text."""
        return ".".join(self.key)

    @property
    def variables(self) -> tuple[str, ...]:
        """Environment variables that set it, the short one first; none below a line's name."""
        if ANY_LINE in self.key:
            return ()
        full = "EARMARK_" + "_".join(self.key).upper()
        short = _SHORT_NAMES.get(self.key)
        return (short, full) if short else (full,)

    @property
    def unit(self) -> str:
        """From the suffix of the name; empty when it has none."""
        matches = [suffix for suffix in _UNITS if self.key[-1].endswith(suffix)]
        return _UNITS[max(matches, key=len)] if matches else ""

    @property
    def allowed(self) -> str:
        """What values it takes, in words."""
        if choices := self.schema.get("enum"):
            return " | ".join(map(str, cast(list[object], choices)))
        kind = "folder" if self.schema.get("format") == "path" else str(self.schema["type"])
        words = (_TYPES.get(kind, kind), self._limits, "or unset" if self.optional else "")
        return " ".join(filter(None, words))

    @property
    def _limits(self) -> str:
        low, above = self.schema.get("minimum"), self.schema.get("exclusiveMinimum")
        high = self.schema.get("maximum")
        if low is not None and high is not None:
            return f"{low}–{high}"
        if low is not None:
            return f"≥ {low}"
        return f"> {above}" if above is not None else ""


@cache
def settings_table() -> tuple[Setting, ...]:
    """All settings, in the order of the sections."""
    return tuple(_walk(Settings, ()))


def find(key: Key) -> Setting | None:
    """The setting at `key`, in which a business line may stand for `*`."""
    return next((setting for setting in settings_table() if _matches(setting.key, key)), None)


def is_section(key: Key) -> bool:
    """Whether settings lie below `key`."""
    size = len(key)
    return any(
        len(setting.key) > size and _matches(setting.key[:size], key)
        for setting in settings_table()
    )


def _matches(pattern: Key, key: Key) -> bool:
    return len(pattern) == len(key) and all(map(_fits, pattern, key))


def _fits(pattern: str, part: str) -> bool:
    return pattern in (ANY_LINE, part)


def shown(value: object) -> object:
    """The value for display or JSON: plain types, and no password of a database URL."""
    plain: object = to_jsonable_python(value)
    return _PASSWORD.sub(r"\1:***@", plain) if isinstance(plain, str) else plain


def _walk(section: type[Section], prefix: Key) -> Iterator[Setting]:
    properties = cast(Mapping[str, Schema], section.model_json_schema()["properties"])
    for name, field in section.model_fields.items():
        nested = field.annotation
        if isinstance(nested, type) and issubclass(nested, Section):
            yield from _walk(nested, (*prefix, name))
        elif line := _section_per_line(nested):
            yield from _walk(line, (*prefix, name, ANY_LINE))
        else:
            yield _setting((*prefix, name), field.default, properties[name])


def _section_per_line(annotation: object) -> type[Section] | None:
    args = get_args(annotation)
    last = args[-1] if args else None
    return last if isinstance(last, type) and issubclass(last, Section) else None


def _setting(key: Key, default: object, schema: Schema) -> Setting:
    alternatives = cast(list[Schema], schema.get("anyOf", [schema]))
    description = str(schema.get("description", "")).replace("\n", " ")
    return Setting(
        key=key,
        default=default,
        schema=alternatives[0],
        optional=len(alternatives) > 1,
        description=description,
    )
