"""The reference of the rule language is that of the code, in both languages."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from qa.rules.condition import OPERATORS, Condition
from qa.rules.reference import catalogue
from qa.rules.reference.__main__ import write
from qa.rules.reference.docstrings import explained, for_readers
from qa.rules.reference.pages import generated, with_tables
from qa.rules.reference.texts import LANGUAGES, Language, texts, unmatched
from qa.rules.rulebook import shipped_rulebooks

DOCS = Path(__file__).parents[2] / "docs" / "rules"
PAGES = sorted(DOCS.rglob("*.md"))
UPDATE = "run: make docs"
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_what_is_generated_is_current() -> None:
    for path, text in generated(DOCS).items():
        assert path.read_text("utf-8") == text, f"{path.relative_to(DOCS)}: {UPDATE}"


def test_no_page_is_left_of_an_operator_that_is_no_more() -> None:
    for folder in (DOCS / "operators", DOCS / "zh" / "operators"):
        assert {path.stem for path in folder.iterdir()} == OPERATORS.keys(), UPDATE


def test_writing_changes_nothing_of_what_is_current(tmp_path: Path) -> None:
    for path in (path for path in DOCS.rglob("*") if path.is_file()):
        copy = tmp_path / path.relative_to(DOCS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    gone = tmp_path / "operators" / "gone.md"
    gone.write_text("an operator of old", "utf-8")
    write(tmp_path)
    assert not gone.exists()
    for path in (path for path in DOCS.rglob("*") if path.is_file()):
        assert (tmp_path / path.relative_to(DOCS)).read_bytes() == path.read_bytes()


def test_every_operator_and_key_has_its_chinese_text_and_no_text_is_left_over() -> None:
    assert unmatched("zh") == [], "see qa/rules/reference/zh.yaml"


def test_chinese_texts_are_chinese() -> None:
    file = texts("zh").file
    said = [
        *(each.title for each in file.operators.values()),
        *(each.summary for each in file.operators.values()),
        *(text for each in file.operators.values() for text in each.parameters.values()),
        *(text for keys in file.models.values() for text in keys.values()),
        *file.groups.values(),
    ]
    assert [text for text in said if not CHINESE.search(text)] == []
    titles = [each.title for each in file.operators.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_meaning_is_empty(language: Language) -> None:
    own = texts(language)
    for name in OPERATORS:
        assert own.operator(name).summary.strip("。.")
        assert all(own.operator(name).parameters.values()), name
    for name in catalogue.MODELS:
        assert all(own.model(name).values()), name


def test_the_index_groups_every_operator_once() -> None:
    grouped = [name for names in catalogue.GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(OPERATORS)


@pytest.mark.parametrize("name", OPERATORS)
def test_what_a_docstring_shows_is_a_condition(name: str) -> None:
    shown = explained(OPERATORS[name]).code
    assert shown, "an operator is explained by how it is written"
    for block in shown:
        written = re.split(rf"^(?={name}:)", block, flags=re.M)[1:]
        assert written
        for each in written:
            lists = dict.fromkeys(re.findall(r"@(\w+)", each), ("一二三",))
            names = frozenset(re.findall(r"condition: (\w+)", each))
            context = {"lists": lists, "conditions": names}
            condition = Condition.model_validate(yaml.safe_load(each), context=context)
            assert list(condition.mentioned()) == [name]


def test_the_keys_of_a_scope_are_told_once_and_own_roles_apart() -> None:
    phrase, repeat = OPERATORS["phrase"], OPERATORS["repeat"]
    assert {"role", "first", "anchor"} <= set(catalogue.scope_keys(phrase))
    assert "role" not in catalogue.keys_of(phrase)
    assert "role" not in catalogue.scope_keys(repeat)
    assert "role" in catalogue.keys_of(repeat)
    assert catalogue.scope_keys(OPERATORS["metadata"]) == ()


def test_readers_are_led_to_pages_and_not_to_modules() -> None:
    text = "Unknown (`qa.rules.doubts`), measured (`qa.no.page`)."
    assert for_readers(text, "../") == "Unknown ([why](../verdicts.md#unknown)), measured."
    for path in PAGES:
        assert re.findall(r"`qa\.[a-z]", path.read_text("utf-8")) == [], path


def test_prose_around_a_table_stays() -> None:
    page = "before\n<!-- table: Window -->\nold\n<!-- end of table -->\nafter\n"
    made = with_tables(page, "zh")
    assert made.startswith("before\n<!-- table: Window -->\n")
    assert made.endswith("<!-- end of table -->\nafter\n")
    assert "old" not in made
    assert "| `turns` | 整数 ≥ 1 |" in made
    assert with_tables(made, "zh") == made


def test_the_schema_holds_for_every_shipped_rulebook() -> None:
    schema = json.loads((DOCS / "rulebook.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    shipped = shipped_rulebooks().rglob("*.yaml")
    rulebooks = [path for path in shipped if path.parent.name != "cases"]
    assert len(rulebooks) > 3
    for path in rulebooks:
        validator.validate(yaml.safe_load(path.read_text("utf-8")))
