"""Small rulebooks made to take for ever, or all memory: refused, or harmless."""

from pathlib import Path

import pytest
from hostile import HEAD, by_itself, dangerous_folder, survived

from qa.rules.nesting import MAX_NESTING


def chain(name: str, link: str, length: int, last: str) -> str:
    """Lines in which every entry refers to the next."""
    links = "".join(f"  {name}{at}: {link.format(f'{name}{at + 1}')}\n" for at in range(length))
    return f"{links}  {name}{length}: {last}\n"


def phrase(text: str) -> str:
    return by_itself(f"{{phrase: {{phrases: ['{text}']}}}}")


SAID = "{phrase: {phrases: [的]}}"
NAMED = "{{condition: {0}}}"
AFTER = "{{phrase: {{phrases: [的], anchor: {{condition: {0}, around: {{turns: 9}}}}}}}}"
REFUSED = {
    "lists that double": f"{HEAD}phrases:\n" + chain("l", "['@{0}', '@{0}']", 40, "[投诉]"),
    "lists in lists": f"{HEAD}phrases:\n" + chain("l", "['@{}']", 3000, "[投诉]"),
    "a circle of lists": f"{HEAD}phrases:\n" + chain("l", "['@{}']", 9, "['@l0']"),
    "conditions that triple": f"{HEAD}conditions:\n"
    + chain("c", f"{{{{all: [{NAMED}, {NAMED}, {NAMED}]}}}}", 60, SAID),
    "conditions of conditions": f"{HEAD}conditions:\n" + chain("c", NAMED, 2000, SAID),
    "a circle of conditions": f"{HEAD}conditions:\n" + chain("c", NAMED, 1000, "{condition: c0}"),
    "a circle of anchors": f"{HEAD}conditions:\n" + chain("c", AFTER, 3, AFTER.format("c0")),
    "a phrase of which all may be left out": phrase("(的)?…" * 100 + "的"),
    "a phrase of many gaps": phrase("的{0-40}" * 5 + "的"),
    "a phrase of many ways": phrase("(的…|得…)" * 30 + "的"),
    "a phrase of many alternatives": phrase("(" + "|".join("的得" * 9 for _ in range(200)) + ")"),
    "a long phrase": phrase("的" * 1500),
    "many phrases": f"{HEAD}phrases:\n  x: [" + ", ".join(f"甲{at}乙" for at in range(12000)) + "]",
    "a synonym of many words": f"{HEAD}synonyms: {{a: [" + "甲乙丙, " * 20000 + "丁]}\n"
    + "phrases: {x: ['" + "<a>" * 300 + "']}",
    "a number in base 60": f"{HEAD}min_confidence: 1" + ":1" * 200_000,
    "a number in base 16": f"{HEAD}min_confidence: 0x" + "F" * 500_000,
    "a pattern": by_itself("{regex: {pattern: '(x+x+)+y'}}"),
    "many brackets": "[" * 900_000,
    "many values": "- a\n" * 200_000,
    "more than a megabyte": "#" * 1_000_001,
}  # fmt: skip


@pytest.mark.parametrize("bomb", REFUSED)
def test_it_is_refused(tmp_path: Path, bomb: str) -> None:
    path = dangerous_folder(tmp_path) / "inbound.yaml"
    path.write_text(REFUSED[bomb], "utf-8")
    assert survived(path) is None


HARMLESS = {
    "conditions that double": f"{HEAD}conditions:\n"
    + chain("c", f"{{{{all: [{NAMED}, {NAMED}]}}}}", 20, SAID),
    "conditions as deep as they may be": f"{HEAD}conditions:\n"
    + chain("c", NAMED, MAX_NESTING - 2, SAID),
    "anchors on anchors": f"{HEAD}conditions:\n" + chain("c", AFTER, 5, SAID),
    "conditions that are negated": by_itself("{not: " * 30 + SAID + "}" * 30),
    "a phrase of nested groups": phrase("(" * 7 + "的|得" + ")?(的|得)" * 7),
    "a phrase of numbers": phrase("的" + "{digits}{number}" * 12),
    "a script of one phrase": by_itself(
        "{flow: {steps: [" + ", ".join("{name: a, phrases: [的]}" for _ in range(30)) + "]}}"
    ),
    "near itself": by_itself("{near: {phrases: [的], with: [的], chars: 200}}"),
    "excepted by itself": by_itself("{phrase: {phrases: [的], except_before: [的], within: 60}}"),
}


@pytest.mark.parametrize("bomb", HARMLESS)
def test_it_is_harmless(tmp_path: Path, bomb: str) -> None:
    path = dangerous_folder(tmp_path) / "inbound.yaml"
    text = HARMLESS[bomb]
    if "rules:" not in text:
        text += by_itself("{condition: c0}").removeprefix(HEAD)
    path.write_text(text, "utf-8")
    assert survived(path) is not None


def test_includes_may_go_round_but_not_be_too_many(tmp_path: Path) -> None:
    books = dangerous_folder(tmp_path)
    for at in range(60):
        (books / f"f{at}.yaml").write_text(f"include: [f{at + 1}.yaml, inbound.yaml, f{at}.yaml]")
    (books / "f60.yaml").write_text("phrases: {}")
    (books / "inbound.yaml").write_text(f"{HEAD}include: [f30.yaml]\n")
    assert survived(books / "inbound.yaml") is not None
    (books / "inbound.yaml").write_text(f"{HEAD}include: [f0.yaml]\n")
    assert survived(books / "inbound.yaml") is None
