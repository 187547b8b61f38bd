"""Tables of keys."""

from collections.abc import Iterable, Iterator, Mapping
from json import dumps
from typing import cast

from qa.rules.reference.catalogue import MODELS
from qa.rules.reference.fields import Field, Schema, model_name
from qa.rules.reference.texts import Texts


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def keys_table(
    fields: Mapping[str, Field], meanings: Mapping[str, str], texts: Texts, up: str = ""
) -> str:
    """Keys with their types, defaults and meanings; `up` leads to the folder of the pages."""
    words = texts.file.words
    return table(
        (words.key, words.type, words.default, words.meaning),
        (
            (f"`{key}`", value_type(field, texts, up), _default(field, texts), meanings[key])
            for key, field in fields.items()
        ),
    )


def value_type(field: Field, texts: Texts, up: str = "") -> str:
    """What a key takes, in words."""
    kind, unit = _kind(field.schema, texts, up), texts.file.units.get(field.unit)
    return f"{kind} ({unit})" if unit else kind


def _kind(schema: Schema, texts: Texts, up: str) -> str:
    types = texts.file.types
    if several := cast(list[Schema], schema.get("anyOf", [])):
        kinds = (_kind(each, texts, up) for each in several if each.get("type") != "null")
        return " / ".join(kinds)
    choices = [schema["const"]] if "const" in schema else cast(list[object], schema.get("enum"))
    if choices:
        return texts.file.words.comma.join(f"`{each}`" for each in choices)
    if name := model_name(schema):
        link = f"{up}{MODELS[name][1]}#{name.lower()}" if name in MODELS else ""
        return f"[{types[name]}]({link})" if link else types[name]
    kind = str(schema.get("format") or schema["type"])
    held = schema.get("items") or schema.get("additionalProperties")
    if held:
        return types[kind].format(of=_kind(cast(Schema, held), texts, up))
    return " ".join(filter(None, (types[kind].format(up=up), _limits(schema))))


def _limits(schema: Schema) -> str:
    low, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    high = schema.get("maximum")
    if low is not None and high is not None:
        return f"{low}–{high}"
    bounds = (("≥", low), (">", above), ("≤", high))
    return ", ".join(f"{sign} {bound}" for sign, bound in bounds if bound is not None)


def _default(field: Field, texts: Texts) -> str:
    if field.required:
        return texts.file.words.required
    if field.default is None or isinstance(field.default, list | dict):
        return ""
    default = field.default
    return f"`{default if isinstance(default, str) else dumps(default)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def nested(fields: Iterable[Field], page: str) -> Iterator[tuple[str, str]]:
    """(key, model) for every model below these keys that is described on the same page."""
    for field in fields:
        for name in sorted(field.refers_to):
            if name in MODELS and MODELS[name][1] == page:
                yield field.key, name
