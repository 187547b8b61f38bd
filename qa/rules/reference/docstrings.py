"""What an operator's module says of it: a summary, examples of how it is written, and prose."""

import sys
from dataclasses import dataclass
from textwrap import dedent

from qa.rules.operators.base import Operator


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
