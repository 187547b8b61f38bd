"""Whoever follows the tutorial sees what it shows, in both languages."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from sample_store import sample_store
from tutorial import Block, blocks, unseen, write

from qa.cli import cli
from qa.rules.condition import Condition

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "docs" / "rules" / "tutorial.md"
CHINESE = ROOT / "docs" / "rules" / "zh" / "tutorial.md"
KEPT_CASES = 1
both_languages = pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
Output = list[str]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Output]:
    """What the commands of each shell block print, when the page is followed from top to end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("tutorial"))
        for name in [name for name in os.environ if name.startswith("EARMARK_")]:
            patch.delenv(name)
        patch.setenv("COLUMNS", "220")
        patch.setenv("EARMARK_WORKERS", "1")
        yield _followed(ENGLISH, patch)


def _followed(page: Path, patch: pytest.MonkeyPatch) -> Output:
    printed = []
    for block in blocks(page):
        if block.file:
            write(block)
        elif block.language == "sh":
            said = [_typed(words, code, patch) for words, code in block.commands]
            printed.append("".join(said))
    return printed


def _typed(words: list[str], code: int, patch: pytest.MonkeyPatch) -> str:
    if words == ["make", "demo"]:
        Path(".earmark/demo").mkdir(parents=True)
        sample_store("sqlite:///.earmark/demo/earmark.db")
    elif words[0] == "export":
        patch.setenv(*words[1].split("=", 1))
    elif words[0] == "qa":
        result = CliRunner().invoke(cli, words[1:])
        assert result.exit_code == code, (words, result.output)
        if words == ["qa", "rules", "new", "mine"]:
            _few_cases(Path("mine/cases"))
        return result.output
    else:
        assert words == [".", ".venv/bin/activate"], "a command that no test knows"
    return ""


def _few_cases(folder: Path) -> None:
    """The shipped cases have a test of their own; a few are enough to be run beside ours."""
    for path in sorted(folder.iterdir())[KEPT_CASES:]:
        path.unlink()


@pytest.mark.slow
@both_languages
def test_the_page_shows_what_its_commands_print(page: Path, outputs: Output) -> None:
    remaining = iter(outputs)
    printed, shown = "", 0
    for block in blocks(page):
        if block.language == "sh":
            printed = next(remaining)
        elif block.language == "text":
            assert unseen(block, printed) == [], printed
            shown += 1
    assert shown >= 8


def test_both_languages_have_the_reader_do_the_same() -> None:
    assert list(map(_done, blocks(ENGLISH))) == list(map(_done, blocks(CHINESE)))


def _done(block: Block) -> object:
    """A block without what is said in the reader's language."""
    if block.language == "sh":
        return block.commands
    if block.language == "yaml" and not block.file:
        return yaml.safe_load(block.text)
    return block


@both_languages
def test_the_first_glance_at_yaml_is_a_condition(page: Path) -> None:
    (glance,) = (each for each in blocks(page) if each.language == "yaml" and not each.file)
    assert Condition.model_validate(yaml.safe_load(glance.text)).phrase


def test_the_demo_leaves_its_database_where_the_tutorial_looks() -> None:
    (folder,) = re.findall(r"^DEMO \?= (\S+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    settings: Mapping[str, str] = dict(
        words[1].split("=", 1)
        for block in blocks(ENGLISH)
        if block.language == "sh"
        for words, _ in block.commands
        if words[0] == "export"
    )
    assert settings == {"EARMARK_DB_URL": f"sqlite:///{folder}/earmark.db"}


@both_languages
def test_every_command_of_the_rules_is_met_in_the_tutorial(page: Path) -> None:
    met = {
        words[2]
        for block in blocks(page)
        if block.language == "sh"
        for words, _ in block.commands
        if words[:2] == ["qa", "rules"]
    }
    wanted = ("new", "check", "test", "explain", "replay", "publish", "history", "diff")
    assert met >= {*wanted, "rejudge", "precision"}
