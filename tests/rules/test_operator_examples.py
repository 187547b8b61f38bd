"""Every operator has examples, and they come out as they say."""

import pytest

from qa.rules.condition import OPERATORS
from qa.rules.examples import Example, examples_folder, load_examples

FILES = {path.stem: load_examples(path) for path in sorted(examples_folder().glob("*.yaml"))}
ALL = [
    pytest.param(example, id=f"{name}: {example.name}")
    for name, file in FILES.items()
    for example in file.examples
]


@pytest.mark.parametrize("example", ALL)
def test_an_example_comes_out_as_it_says(example: Example) -> None:
    finding = example.finding()
    assert finding.truth is example.expected, finding.evidence
    assert finding.evidence, "nothing is told about why"


def test_every_operator_has_examples_of_both_kinds() -> None:
    assert FILES.keys() == OPERATORS.keys()
    for name, file in FILES.items():
        assert file.operator == name
        held = [example.holds for example in file.examples]
        assert held.count(True) >= 2, name
        assert held.count(False) >= 2, name
        assert all(name in example.condition.mentioned() for example in file.examples), name
