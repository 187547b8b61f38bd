"""Examples of operators as the reference shows them, with what the engine finds in them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

import yaml

from qa.rules.evidence import clock
from qa.rules.examples import examples_folder, load_examples
from qa.rules.logic import Finding, Truth
from qa.rules.reference.texts import Texts
from qa.rules.verdict import Evidence
from qa.yamlfile import Data, read_document

_RESULTS = {
    Truth.TRUE: "holds",
    Truth.FALSE: "does_not_hold",
    Truth.UNKNOWN: "unknown",
}
_SHOWN_APART = ("name", "condition", "call", "holds")


def shown_examples(operator: str, texts: Texts) -> Iterator[str]:
    """Every example of an operator: condition, call, and what is found, with the evidence."""
    for written, finding in _judged(operator):
        result = getattr(texts.file.words, _RESULTS[finding.truth])
        yield f"### {written['name']}"
        rest = {key: value for key, value in written.items() if key not in _SHOWN_APART}
        if rest:
            yield _fenced("yaml", _as_yaml(rest))
        yield _fenced("yaml", _as_yaml(written["condition"]))
        yield _fenced("text", str(written["call"]).strip())
        yield "\n".join([f"→ **{result}**", "", *map(_said, finding.evidence)])


def _as_yaml(data: Data) -> str:
    """Plain data as one writes it: what fits on a line in braces."""
    text: str = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=88
    )
    return text.strip()


@cache
def _judged(operator: str) -> tuple[tuple[Mapping[str, Data], Finding], ...]:
    """Every example as it was written, and what is found in it."""
    path = examples_folder() / f"{operator}.yaml"
    document = cast(Mapping[str, list[Mapping[str, Data]]], read_document(path).data)
    findings = [example.finding() for example in load_examples(path).examples]
    return tuple(zip(document["examples"], findings, strict=True))


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def _said(item: Evidence) -> str:
    """The engine's sentence, after the place where it names none itself."""
    if item.span is None or clock(item.span.start) in item.why:
        return f"- {item.why}"
    return f"- {clock(item.span.start)}–{clock(item.span.end)} {item.why}"
