"""What holds for the call page's sources, without a browser."""

import json
import re
from types import ModuleType

import pytest
from node import PLAYER, run_npm

SOURCES = {file.name: file.read_text("utf-8") for file in (PLAYER / "src").glob("*.ts")}
LONGEST = 300


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    texts = json.loads((PLAYER / "src" / "texts.json").read_text("utf-8"))
    code = "\n".join(SOURCES.values())
    prefixes = {*re.findall(r'termOf\(\w+, "(\w+)"', code), *re.findall(r"t\(`(\w+)_\$\{", code)}
    named = set(re.findall(r'"(\w+)"', code))
    unused = [key for key in texts if key not in named and key.split("_")[0] not in prefixes]
    assert unused == []
    called = set(re.findall(r'\bt\("(\w+)"', code))
    assert called <= set(texts)


def test_no_source_parses_html() -> None:
    risky = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\(")
    assert [name for name, code in SOURCES.items() if risky.search(code)] == []


def test_sources_are_short() -> None:
    assert {name: n for name, code in SOURCES.items() if (n := code.count("\n")) > LONGEST} == {}


def test_what_npm_fetches_is_pinned_by_hash() -> None:
    lock = json.loads((PLAYER / "package-lock.json").read_text("utf-8"))
    fetched = {name: each for name, each in lock["packages"].items() if name}
    assert fetched
    assert [name for name, each in fetched.items() if not each.get("integrity")] == []


@pytest.mark.slow
@pytest.mark.parametrize("script", ["check", "test"])
def test_types_and_units(hook: ModuleType, script: str) -> None:
    """`npm run check` and `npm run test`, with the tools that a developer has installed."""
    run_npm(hook, "run", "--silent", script)
