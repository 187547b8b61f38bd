"""The pages on the rule language are right: examples load, phrases are found as they say."""

import re
from pathlib import Path

import pytest
import yaml

from qa.call import AudioCondition
from qa.language.phrases import PhraseIndex
from qa.rules.case_notation import parse_call
from qa.rules.cases import CaseFile
from qa.rules.condition import Condition
from qa.rules.rulebook import rulebook_of

DOCS = Path(__file__).parents[2] / "docs" / "rules"
HEAD = {"line": "inbound", "name": {"zh": "测试", "en": "test"}}
GOOD = AudioCondition(channels=2, sample_rate_hz=8000)
both_languages = pytest.mark.parametrize("folder", [DOCS, DOCS / "zh"], ids=["en", "zh"])


def _yaml_blocks(page: Path) -> list[str]:
    return re.findall(r"```yaml[^\n]*\n(.*?)```", page.read_text("utf-8"), re.S)


def _rows(page: Path) -> list[list[str]]:
    """The cells of the tables of a page."""
    lines = re.findall(r"^\| (.*) \|$", page.read_text("utf-8"), re.M)
    return [re.split(r"(?<!\\) \| ", line) for line in lines]


BLOCKS = [
    pytest.param(block, id=f"{page.relative_to(DOCS)}-{number}")
    for page in sorted(DOCS.rglob("*.md"))
    if page.parent.name != "operators" and page.name != "tutorial.md"
    for number, block in enumerate(_yaml_blocks(page))
]


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_loads(block: str) -> None:
    data = yaml.safe_load(block)
    if "cases" in data:
        assert CaseFile.model_validate(data).cases
    elif "rules" in data:
        top = yaml.safe_dump({**HEAD, **data}).encode()
        assert rulebook_of({"top.yaml": top, "shared/closing.yaml": b"{}"}, "top.yaml").rules
    else:
        assert Condition.model_validate(data)


@both_languages
def test_phrases_find_what_the_table_says_and_not_what_it_denies(folder: Path) -> None:
    rows = [row for row in _rows(folder / "phrases.md") if len(row) == 4 and "`" in row[0]]
    assert len(rows) >= 8
    for written, _, found, not_found in rows:
        phrase = written.strip("`").replace("\\|", "|")
        index = PhraseIndex([phrase])
        assert index.search(found), (phrase, found)
        assert not index.search(not_found), (phrase, not_found)


@both_languages
def test_the_notation_of_cases_is_told_whole(folder: Path) -> None:
    page = folder / "cases.md"
    with pytest.raises(ValueError, match="none of") as refused:
        parse_call("坐席 (没有 1): 好", GOOD)
    options = re.findall(r"[a-z]+", str(refused.value).partition("none of ")[2].split(" with")[0])
    assert len(options) >= 4
    told = "".join(row[0] for row in _rows(page))
    assert [name for name in options if f"`{name}`" not in told] == []
    for written in re.findall(r"`(坐席 \([^`]*)`", told):
        assert parse_call(written, GOOD).turns


def test_both_languages_have_the_same_pages_with_the_same_examples() -> None:
    pages = {page.relative_to(DOCS) for page in DOCS.rglob("*.md")}
    english = {page for page in pages if page.parts[0] != "zh"}
    assert english == {page.relative_to("zh") for page in pages - english}
    for page in english:
        ours, theirs = (_yaml_blocks(folder / page) for folder in (DOCS, DOCS / "zh"))
        assert list(map(yaml.safe_load, ours)) == list(map(yaml.safe_load, theirs)), page
