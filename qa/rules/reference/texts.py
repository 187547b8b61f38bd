"""The words of the reference in each language.

English summaries and meanings are those of the code. Chinese ones, and the furniture of the
pages in both languages, are kept beside this module in `en.yaml` and `zh.yaml`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from qa.rules.condition import OPERATORS
from qa.rules.position import Strict
from qa.rules.reference.catalogue import MODELS, keys_of
from qa.rules.reference.docstrings import explained, for_readers
from qa.yamlfile import load_yaml

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
UP = "../"
"""From the page of an operator to the folder of the others."""
_COMMENT = re.compile(r"(?<=\s# ).+")


class Words(Strict):
    """What stands on every page. `{up}` is filled in with the way to the folder of the pages."""

    comma: str
    """Between the items of a list."""
    back: str
    """The link to the index."""
    parameters: str
    key: str
    type: str
    default: str
    meaning: str
    required: str
    scope: str
    """That an operator also takes the keys of a scope; `{keys}` lists them."""
    each_of: str
    """Heading of the keys of a nested model; `{key}` names where it stands."""
    examples: str
    holds: str
    does_not_hold: str
    unknown: str
    operator: str
    summary: str
    code: str
    """Of a rule, as are those below."""
    name: str
    group: str
    severity: str
    lines: str
    bad: str


class OperatorTexts(Strict):
    """An operator in one language."""

    title: str
    summary: str
    prose: tuple[str, ...] = ()
    """Paragraphs."""
    parameters: Mapping[str, str]
    """Key → meaning, without those of the scope."""


class File(Strict):
    """`en.yaml` or `zh.yaml`."""

    words: Words
    types: Mapping[str, str]
    """Kinds of values; `{of}` is filled in with the kind of what they hold."""
    units: Mapping[str, str]
    """Suffix of a key → unit."""
    groups: Mapping[str, str]
    """Group of operators → title."""
    operators: Mapping[str, OperatorTexts] = Field(default_factory=dict)
    models: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    """Model → key → meaning."""
    comments: Mapping[str, str] = Field(default_factory=dict)
    """Comment in the code of a docstring → the same in this language."""


class Texts:
    """Everything that is said in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.file = load_yaml(Path(__file__).with_name(f"{language}.yaml"), File)

    def operator(self, name: str) -> OperatorTexts:
        """What is said of an operator."""
        if self.language != "en":
            return self.file.operators[name]
        said = explained(OPERATORS[name])
        return OperatorTexts(
            title=name,
            summary=said.summary,
            prose=tuple(for_readers(text, UP) for text in said.prose),
            parameters={
                key: for_readers(field.description, UP)
                for key, field in keys_of(OPERATORS[name]).items()
            },
        )

    def model(self, name: str) -> Mapping[str, str]:
        """What is said of the keys of a model that is not an operator."""
        if self.language != "en":
            return self.file.models[name]
        return {key: field.description for key, field in keys_of(MODELS[name][0]).items()}

    def code(self, operator: str) -> Iterator[str]:
        """How an operator is written, comments in this language."""
        for block in explained(OPERATORS[operator]).code:
            yield _COMMENT.sub(lambda said: self.file.comments.get(said[0], said[0]), block)


@cache
def texts(language: Language) -> Texts:
    """The texts of a language, read once."""
    return Texts(language)


def unmatched(language: Language) -> list[str]:
    """What has no text in a language, and what has one though it is no more, by its place."""
    file = texts(language).file
    given = {
        *(f"operators.{name}" for name in file.operators),
        *(f"operators.{n}.{key}" for n, each in file.operators.items() for key in each.parameters),
        *(f"models.{name}.{key}" for name, keys in file.models.items() for key in keys),
        *(f"comments.{comment}" for comment in file.comments),
    }
    return sorted(given ^ set(_wanted()))


def _wanted() -> Iterator[str]:
    for name, operator in OPERATORS.items():
        yield f"operators.{name}"
        yield from (f"operators.{name}.{key}" for key in keys_of(operator))
        for block in explained(operator).code:
            yield from (f"comments.{comment}" for comment in _COMMENT.findall(block))
    for name, (model, _) in MODELS.items():
        yield from (f"models.{name}.{key}" for key in keys_of(model))
