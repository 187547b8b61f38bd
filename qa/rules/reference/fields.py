"""Keys of a rulebook as rows of a table, read off the JSON Schema of the class that reads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import BaseModel

Schema = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Field:
    """One key."""

    key: str
    schema: Schema
    """Its JSON Schema; a `$ref` names another model."""
    required: bool
    description: str

    @property
    def default(self) -> object:
        """None where there is none."""
        return self.schema.get("default")

    @property
    def refers_to(self) -> frozenset[str]:
        """The models that its value consists of, by name."""
        return frozenset(_referred(self.schema))

    @property
    def unit(self) -> str:
        """The suffix of the key: `s` for `longer_than_s`; empty when there is none."""
        return self.key.rpartition("_")[2] if "_" in self.key else ""


def fields_of(model: type[BaseModel]) -> dict[str, Field]:
    """The keys of a model, in order."""
    whole = model.model_json_schema(by_alias=True)
    defined = cast(Mapping[str, Schema], whole.get("$defs", {}))
    # A model that holds itself stands among the others.
    schema = defined[model_name(whole)] if "$ref" in whole else whole
    required = cast(list[str], schema.get("required", []))
    properties = cast(Mapping[str, Schema], schema.get("properties", {}))
    return {
        key: Field(
            key=key,
            schema=cast(Schema, _with_choices(own, defined)),
            required=key in required,
            description=_one_line(own.get("description", "")),
        )
        for key, own in properties.items()
    }


def model_name(schema: Schema) -> str:
    """The model that a `$ref` names; empty when there is none."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _with_choices(schema: object, defined: Mapping[str, Schema]) -> object:
    """The schema with the choices of an enumeration in place of its name."""
    if isinstance(schema, list):
        return [_with_choices(each, defined) for each in schema]
    if not isinstance(schema, dict):
        return schema
    named = defined.get(model_name(schema), {})
    if "enum" in named:
        return {**schema, "$ref": "", "enum": named["enum"]}
    return {key: _with_choices(each, defined) for key, each in schema.items()}


def _referred(schema: object) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _referred(each)
    elif isinstance(schema, dict):
        if name := model_name(schema):
            yield name
        for key, each in schema.items():
            if key != "default":
                yield from _referred(each)


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
