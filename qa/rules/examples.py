"""Examples of operators: short calls in which a condition holds, does not, or cannot be known.

Every operator has a file `operators/examples/<operator>.yaml`. Tests run the examples, and the
reference shows them to whoever writes rules.
"""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from pydantic import Field

from qa.rules.condition import Condition
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth
from qa.rules.names import label_in
from qa.rules.operators.base import ear_of
from qa.rules.position import Strict
from qa.rules.written_call import WrittenCall, measured
from qa.yamlfile import Document, read_document, validate


class Example(WrittenCall):
    """One condition and a call."""

    condition: Condition
    """As in a rulebook."""
    conditions: Mapping[str, Condition] = Field(default_factory=dict)
    """Named conditions that it refers to."""
    holds: bool | None
    """None: cannot be known."""

    @property
    def expected(self) -> Truth:
        """`holds` as a truth value."""
        return {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}[self.holds]

    def finding(self) -> Finding:
        """What the condition finds in the call."""
        transcript = self.transcript()
        operators = [
            operator
            for tree in (self.condition, *self.conditions.values())
            for operator in tree.operators()
        ]
        row, ear = self.manifest_row(), ear_of(operators)
        hearing = Hearing(row, transcript, measured(transcript), ear, 0.4, self.conditions)
        return self.condition.evaluate(hearing)


class Examples(Strict):
    """All examples of one operator."""

    operator: str
    examples: tuple[Example, ...]


def examples_folder() -> Path:
    """Where the examples of the operators are kept."""
    return Path(str(resources.files("qa.rules.operators") / "examples"))


def load_examples(path: Path) -> Examples:
    """The examples of one file.

    Raises:
        RulebookError: all that is wrong with it.
    """
    document = read_document(path)
    return validate(document, Examples, {"conditions": _names(document)})


def _names(document: Document) -> Mapping[str, str]:
    """Every condition that any of the examples names, with its label."""
    data = document.data
    examples = data.get("examples") if isinstance(data, dict) else None
    return {
        name: label_in(condition)
        for example in (examples if isinstance(examples, list) else ())
        if isinstance(example, dict) and isinstance(named := example.get("conditions"), dict)
        for name, condition in named.items()
    }
