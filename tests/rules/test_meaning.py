"""Rules that mean the same are told from others; a part of a rulebook says what the whole says."""

from pathlib import Path

from calls import call, heard, measured

from qa.rules.engine import hear, state
from qa.rules.meaning import only, unchanged
from qa.rules.rulebook import Rulebook, load_rulebook, load_rulebooks
from qa.rules.verdict import State

BOOK = """\
line: inbound
name: {zh: 呼入, en: Inbound}
phrases:
  rude: [滚开, 烦死了]
conditions:
  asks: {phrase: {phrases: [怎么办], role: customer}}
  asks_rudely: {all: [{condition: asks}, {phrase: {phrases: ["@rude"]}}]}
rules:
- code: TALK-RUDE
  name: {zh: 粗鲁, en: Rude}
  group: talk
  severity: minor
  good: 您好
  bad: 滚开
  fails_when: {phrase: {phrases: ["@rude"], role: agent}}
- code: TALK-ASKED
  name: {zh: 提问, en: Asked}
  group: talk
  severity: minor
  good: 您好
  bad: 怎么办
  fails_when:
    phrase: {phrases: [不知道], role: agent, anchor: {condition: asks_rudely, after: {turns: 1}}}
- code: TALK-GREET
  name: {zh: 问候, en: Greets}
  group: talk
  severity: minor
  good: 您好
  bad: 喂
  requires: {phrase: {phrases: [您好], role: agent}}
"""
ALL = {"TALK-RUDE", "TALK-ASKED", "TALK-GREET"}


def book(folder: Path, old: str = "", new: str = "") -> Rulebook:
    path = folder / "inbound.yaml"
    path.write_text(BOOK.replace(old, new), encoding="utf-8")
    return load_rulebook(path)


def test_the_same_rules_are_unchanged(tmp_path: Path) -> None:
    assert unchanged(book(tmp_path), book(tmp_path, "{zh: 呼入", "{zh: 来电")) == ALL


def test_a_name_changes_no_verdict_and_an_operator_does(tmp_path: Path) -> None:
    old = book(tmp_path)
    renamed = book(tmp_path, "zh: 问候", "zh: 开头问候")
    assert unchanged(old, renamed) == ALL
    assert unchanged(old, book(tmp_path, "[您好]", "[您好, 早上好]")) == ALL - {"TALK-GREET"}
    moved = book(tmp_path, "code: TALK-GREET", "code: TALK-GREET\n  effective: {from: 2026-01-01}")
    assert unchanged(old, moved) == ALL - {"TALK-GREET"}


def test_lists_and_conditions_that_a_rule_refers_to_belong_to_it(tmp_path: Path) -> None:
    old = book(tmp_path)
    assert unchanged(old, book(tmp_path, "烦死了", "烦死你")) == {"TALK-GREET"}
    assert unchanged(old, book(tmp_path, "[怎么办]", "[咋办]")) == {"TALK-RUDE", "TALK-GREET"}


def test_what_belongs_to_the_whole_changes_every_rule(tmp_path: Path) -> None:
    stricter = book(tmp_path, "conditions:", "min_confidence: 0.6\nconditions:")
    assert unchanged(book(tmp_path), stricter) == set()


def test_a_part_of_a_rulebook_judges_as_the_whole() -> None:
    whole = load_rulebooks()["inbound"]
    transcript = heard("坐席: 您好,保证收益\n客户: 我要投诉,怎么办\n静音 20\n坐席: 不知道")
    measures = measured(transcript)
    hearing = hear(whole, call(), transcript, measures)
    states = set()
    for rule in whole.rules:
        part = only(whole, frozenset({rule.code}))
        assert part.rules == (rule,)
        alone = state(rule, hear(part, call(), transcript, measures))
        assert alone is state(rule, hearing)
        states.add(alone)
    assert {State.PASS, State.FAIL} <= states
