"""What an operator's module says of it: a summary, examples of how it is written, and prose."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent

from qa.rules.operators.base import Operator

_MODULE = re.compile(r"(\s*)(\(?)`(qa\.[a-z_.]+)`(\)?)")
_TOLD_AT: Mapping[str, str] = {
    "qa.language.segment": "[by sound]({up}phrases.md#sound)",
    "qa.measures.overtalk": "[measures]({up}../scoring.md)",
    "qa.measures.talk": "[measures]({up}../scoring.md)",
    "qa.rules.doubts": "[why]({up}verdicts.md#unknown)",
    "qa.rules.operators.pattern": "[regular expressions]({up}phrases.md#regex)",
}
"""Module → where the reference tells what it does; `{up}` leads to the folder of the pages."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A module's docstring taken apart."""

    summary: str
    """One sentence."""
    code: tuple[str, ...]
    """How it is written in a rulebook; every block is YAML."""
    prose: tuple[str, ...]
    """Paragraphs."""


def explained(operator: type[Operator]) -> Explained:
    """The docstring of the module that an operator is defined in.

    Its first line is "`name`: what it is."; what is indented is code.
    """
    blocks = (sys.modules[operator.__module__].__doc__ or "").strip().split("\n\n")
    summary = " ".join(blocks[0].partition(": ")[2].split())
    code, prose = [], []
    for block in blocks[1:]:
        if block.startswith("    "):
            code.append(dedent(block))
        else:
            prose.append(block)
    return Explained(f"{summary[0].upper()}{summary[1:]}", tuple(code), tuple(prose))


def for_readers(text: str, up: str) -> str:
    """A text in which modules are pages of the reference, or not named at all."""
    return _MODULE.sub(lambda found: _page(found, up), text)


def _page(found: re.Match[str], up: str) -> str:
    before, opened, module, closed = found.groups()
    page = _TOLD_AT.get(module)
    return f"{before}{opened}{page.format(up=up)}{closed or ''}" if page else ""
