"""The examples of the documentation are real: they load, and its lists are complete."""

import re
from pathlib import Path

import yaml

from qa.rules.condition import OPERATORS
from qa.rules.operators.phrase import Phrase
from qa.rules.operators.question_answer import QuestionAnswer
from qa.rules.rulebook import load_rulebook

PAGE = Path(__file__).parents[2] / "docs" / "rulebook.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLE, CASE = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)


def test_the_example_rulebook_loads(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "closing.yaml").write_text("phrases: {}")
    (tmp_path / "inbound.yaml").write_text(EXAMPLE, "utf-8")
    (rule,) = load_rulebook(tmp_path / "inbound.yaml").rules
    assert rule.code == yaml.safe_load(CASE)["code"]


def test_every_operator_is_described() -> None:
    assert [name for name in OPERATORS if f"`{name}" not in TEXT] == []


def test_every_key_of_the_operators_on_words_is_described() -> None:
    keys = {
        field.alias or name
        for model in (Phrase, QuestionAnswer)
        for name, field in model.model_fields.items()
    }
    assert sorted(key for key in keys if f"`{key}" not in TEXT) == []
