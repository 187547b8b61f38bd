"""YAML documents: every problem with its line, and nothing but plain data."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from qa.errors import RulebookError
from qa.yamlfile import load_yaml, read_document


class Inner(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str = "any"
    turns: int | None = None


class Outer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str
    rules: tuple[Inner, ...] = ()
    named: dict[str, Inner] = {}
    not_: Inner | None = Field(None, alias="not")


def load(folder: Path, text: str | bytes) -> Outer:
    path = folder / "x.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_yaml(path, Outer)


def problems(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_document_becomes_a_model(tmp_path: Path) -> None:
    text = "name: 开头语\nrules: [{role: agent, turns: 3}]\nnamed: {a: {turns: 1}}\nnot: {role: x}"
    loaded = load(tmp_path, text)
    assert loaded.name == "开头语"
    assert loaded.rules == (Inner(role="agent", turns=3),)
    assert loaded.not_ == Inner(role="x")


def test_all_problems_come_at_once_with_their_lines(tmp_path: Path) -> None:
    text = "rules:\n- rol: a\n  turns: 1\n- turns: many\nnamed:\n  a:\n    turn: 1\n"
    assert problems(tmp_path, text) == [
        "x.yaml:1: name: missing",
        "x.yaml:2: rules.0: unknown key 'rol' → did you mean 'role'?",
        "x.yaml:4: rules.1.turns: Input should be a valid integer, unable to parse string as an "
        "integer (is 'many')",
        "x.yaml:7: named.a: unknown key 'turn' → did you mean 'turns'?",
    ]


def test_a_key_without_likeness_lists_what_is_allowed(tmp_path: Path) -> None:
    assert problems(tmp_path, "name: a\nrules: [{zzz: 1}]") == [
        "x.yaml:2: rules.0: unknown key 'zzz' → allowed: role, turns"
    ]


def test_an_alias_is_suggested_by_the_name_people_write(tmp_path: Path) -> None:
    assert problems(tmp_path, "name: a\nnott: {}") == [
        "x.yaml:2: unknown key 'nott' → did you mean 'not'?"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [a\nb", "x.yaml:2"),
        ("name: a\nname: b", "x.yaml:2: the key 'name' appears twice"),
        ("name: &x a\nother: *x", "anchors"),
        ("a: &a [1]\nb: &b [*a,*a]\nc: &c [*b,*b]", "anchors"),
        ("name: !!python/object/apply:os.system ['true']", "tag"),
        ("name: !!int '3'", "tag"),
        ("? [a]\n: b", "plain text"),
        ("<<: {name: a}", "plain text"),
        ("[" * 100_000, "levels deep"),
        ("name: a\n---\nname: b", "another document"),
        ("name: \x00", "not valid YAML"),
        ('name: "\\xZZ"', "not valid YAML"),
        ("- a", "the document"),
        ("", "the document"),
        (b"name: \xff\xfe", "not UTF-8"),
        ("name: " + "a" * 3_000_000, "larger than"),
        ("name: [" + "1," * 60_000 + "1]", "values"),
    ],
)
def test_what_is_not_plain_data_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in problems(tmp_path, text)[0]


def test_dates_and_binaries_stay_text(tmp_path: Path) -> None:
    assert load(tmp_path, "name: 2026-01-01").name == "2026-01-01"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"none\.yaml"):
        load_yaml(tmp_path / "none.yaml", Outer)


def test_a_place_is_the_line_of_the_nearest_value(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a:\n  b:\n  - 1\n  - 2\n")
    document = read_document(tmp_path / "x.yaml")
    assert document.place(("a", "b", 1)) == "x.yaml:4"
    assert document.place(("a", "b", 7, "c")) == "x.yaml:2"
    assert document.place(()) == "x.yaml:1"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text("nameruls: -[]{}&*!?|>\"'\n\t#%@`,0a", max_size=40))
def test_any_text_loads_or_says_what_is_wrong(tmp_path: Path, text: str) -> None:
    with suppress(RulebookError):
        load(tmp_path, text)


def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    for path in tmp_path.iterdir():
        with pytest.raises(RulebookError, match=rf"{path.name}: cannot be read: not a file"):
            read_document(path)
