"""Damaged rulebooks are loaded, or say what is wrong, and nothing else."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random

import pytest
import yaml
from calls import rule
from generated import seeds
from hostile import HEAD, VALUES, dangerous_folder, survived
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import RulebookError
from qa.rules.examples import examples_folder
from qa.rules.rulebook import rulebook_of, shipped_rulebooks

_MOST_BYTES = 6_000
"""Files of this size are read fast enough to be read hundreds of times."""
_SCALAR = re.compile(rb"(: |- |, |\[|\{)([^\s,\[\]{}][^,\[\]{}\n]*)")
FUZZED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@cache
def known() -> list[bytes]:
    """Shipped files that can be loaded by themselves, and every example of an operator."""
    folder = shipped_rulebooks()
    files = sorted(path for path in folder.rglob("*.yaml") if "cases" not in path.parts)
    contents = [path.read_bytes() for path in files if path.stat().st_size < _MOST_BYTES]
    found = []
    for content in (HEAD.encode() + each for each in contents if b"\nline:" not in b"\n" + each):
        with suppress(RulebookError):
            rulebook_of({"a": content}, "a")
            found.append(content)
    return [*found, *examples()]


def examples() -> Iterator[bytes]:
    """Rulebooks of one rule, with what an example of an operator shows."""
    for path in sorted(examples_folder().glob("*.yaml")):
        for example in yaml.safe_load(path.read_text("utf-8"))["examples"]:
            used = {key: example[key] for key in ("conditions",) if key in example}
            rules = [rule(code="A", requires=example["condition"])]
            document = yaml.safe_dump({**used, "rules": rules}, allow_unicode=True)
            yield (HEAD + document).encode()


def mutated(random: Random, content: bytes) -> bytes:
    """A little damage, or a planted value."""
    lines = content.split(b"\n")
    at = random.randrange(len(lines))
    kind = random.choice(["flip", "drop", "twice", "indent", "swap", *["value"] * 4])
    if kind == "flip":
        place = random.randrange(len(content) or 1)
        return content[:place] + bytes([random.randrange(256)]) + content[place + 1 :]
    if kind == "value":
        return planted(random, content)
    if kind == "drop":
        del lines[at]
    elif kind == "twice":
        lines.insert(at, lines[at])
    elif kind == "indent":
        lines[at] = random.choice([b"  " + lines[at], lines[at][2:], b"\t" + lines[at]])
    else:
        other = random.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    return b"\n".join(lines)


def planted(random: Random, content: bytes) -> bytes:
    """A hostile value in the place of one that is there."""
    places = list(_SCALAR.finditer(content))
    if not places:
        return content
    place = random.choice(places)
    value = random.choice(VALUES).encode()
    return content[: place.start(2)] + value + content[place.end(2) :]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    return dangerous_folder(tmp_path)


def fuzz(books: Path, seed: int) -> bool:
    """Whether the damaged rulebook could still be loaded."""
    random = Random(seed)
    content = random.choice(known())
    for _ in range(random.randint(1, 3)):
        content = mutated(random, content)
    (books / "inbound.yaml").write_bytes(content)
    return survived(books / "inbound.yaml") is not None


@settings(max_examples=80, **FUZZED)
@given(seed=seeds)
def test_a_damaged_rulebook_says_what_is_wrong(books: Path, seed: int) -> None:
    fuzz(books, seed)


@pytest.mark.slow
@settings(max_examples=600, **FUZZED)
@given(seed=seeds)
def test_many_more_damaged_rulebooks_say_what_is_wrong(books: Path, seed: int) -> None:
    fuzz(books, seed)


def test_some_damaged_rulebooks_can_still_be_loaded(books: Path) -> None:
    """Otherwise the tests above would judge nothing."""
    assert len(known()) > 100
    assert {fuzz(books, seed) for seed in range(30)} == {True, False}


@settings(max_examples=100, **FUZZED)
@given(content=st.binary(max_size=300))
def test_any_bytes_say_what_is_wrong(books: Path, content: bytes) -> None:
    (books / "inbound.yaml").write_bytes(content)
    survived(books / "inbound.yaml")


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("key", ["include", "phrases", "conditions", "synonyms", "min_confidence"])
def test_a_hostile_value_says_what_is_wrong(books: Path, key: str, value: str) -> None:
    (books / "inbound.yaml").write_text(f"{HEAD}{key}: {value}\n", "utf-8")
    survived(books / "inbound.yaml")
