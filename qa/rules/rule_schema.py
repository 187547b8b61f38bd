"""The JSON Schema of rulebooks, generated from the classes that read them."""

import json
from collections.abc import Mapping

from qa.rules.rule import RulebookFile

SCHEMA_NAME = "rulebook.schema.json"
_URL = "https://json-schema.org/draft/2020-12/schema"


def rulebook_schema() -> Mapping[str, object]:
    """For editors: keys, values and their meaning.

    A file that is only included has neither line nor name, so nothing is required at the top.
    """
    schema = RulebookFile.model_json_schema(by_alias=True)
    required = {key: value for key, value in schema.items() if key != "required"}
    return {"$schema": _URL, **required, "title": "Earmark rulebook"}


def schema_text() -> str:
    """As a file."""
    return json.dumps(rulebook_schema(), ensure_ascii=False, indent=2) + "\n"
