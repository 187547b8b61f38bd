"""What differs between rulebooks, as the one who changed them would say it."""

from collections.abc import Sequence

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.rules.difference import Change, Difference, Kind, difference
from qa.rules.rulebook import Rulebook, load_rulebooks, rulebook_of

Node = dict[str, object]


def phrase(*phrases: str, **more: object) -> Node:
    return {"phrase": {"phrases": list(phrases), "role": "agent", **more}}


def rule(code: str = "A", **more: object) -> Node:
    return {
        "code": code,
        "name": {"zh": f"规则{code}", "en": f"Rule {code}"},
        "group": "talk",
        "severity": "major",
        "good": "好",
        "bad": "坏",
        "requires": phrase("您好"),
    } | more


def book(*rules: Node, **more: object) -> Rulebook:
    data = {"line": "inbound", "name": {"zh": "呼入", "en": "Inbound"}, "rules": list(rules)} | more
    return rulebook_of({"inbound.yaml": yaml.safe_dump(data).encode()}, "inbound.yaml")


def compared(old: Rulebook, new: Rulebook) -> Difference:
    return difference("inbound", old, new)


def changes(old: Node, new: Node) -> Sequence[Change]:
    (item,) = compared(book(old), book(new)).rules
    assert item.kind is Kind.CHANGED
    return item.changes


def test_a_rulebook_does_not_differ_from_itself() -> None:
    for line, each in load_rulebooks().items():
        assert not difference(line, each, each)


def test_rules_are_added_and_removed() -> None:
    found = compared(book(rule("A"), rule("B")), book(rule("C"), rule("B")))
    assert [(each.kind, each.code, each.name) for each in found.rules] == [
        (Kind.ADDED, "C", "规则C"),
        (Kind.REMOVED, "A", "规则A"),
    ]
    assert found.old != found.new


def test_a_line_that_is_new_has_all_its_rules_added() -> None:
    found = difference("inbound", None, book(rule()))
    assert (found.old, [each.kind for each in found.rules]) == (None, [Kind.ADDED])
    assert difference("inbound", book(rule()), None).rules[0].kind is Kind.REMOVED


def test_a_changed_key_is_told_with_old_and_new() -> None:
    assert changes(rule(), rule(severity="fatal")) == (Change("severity", "major", "fatal"),)
    assert changes(rule(), rule(points=5)) == (Change("points", None, 5.0),)
    deep = changes(rule(), rule(requires=phrase("您好", role="customer")))
    assert deep == (Change("requires.phrase.role", "agent", "customer"),)


def test_a_key_written_with_its_default_is_no_change() -> None:
    same = compared(book(rule()), book(rule(requires=phrase("您好", tolerance="edits"))))
    assert not same
    assert same.old != same.new


def test_phrases_are_told_apart_whatever_their_order() -> None:
    old, new = phrase("您好", "你好", "欢迎"), phrase("早上好", "欢迎", "您好")
    assert changes(rule(requires=old), rule(requires=new)) == (
        Change("requires.phrase.phrases", added=("早上好",), removed=("你好",)),
    )
    reordered = phrase("欢迎", "你好", "您好")
    assert not compared(book(rule(requires=old)), book(rule(requires=reordered)))


def test_a_phrase_of_a_shared_list_changes_every_rule_that_uses_it() -> None:
    using = [rule(code, requires=phrase("@greetings")) for code in ("A", "B")]
    old = book(*using, phrases={"greetings": ["您好"]})
    found = compared(old, book(*using, phrases={"greetings": ["您好", "早上好"]}))
    expected = (Change("requires.phrase.phrases", added=("早上好",)),)
    assert [(each.code, each.changes) for each in found.rules] == [("A", expected), ("B", expected)]


def test_phrases_grouped_otherwise_are_a_change() -> None:
    lists = {"two": ["您好", "欢迎"]}
    apart = book(rule(requires=phrase("您好", "欢迎")), phrases=lists)
    together = book(rule(requires=phrase("@two")), phrases=lists)
    (item,) = compared(apart, together).rules
    assert [(each.old, each.new) for each in item.changes] == [
        ([["您好"], ["欢迎"]], [["您好", "欢迎"]])
    ]


def test_a_condition_put_in_front_does_not_change_the_others() -> None:
    first, second, third = phrase("您好"), phrase("欢迎"), phrase("请讲")
    old, new = {"all": [first, second]}, {"all": [third, first, second]}
    (change,) = changes(rule(requires=old), rule(requires=new))
    assert (change.key, change.old) == ("requires.all[0]", None)
    assert isinstance(change.new, dict)
    (gone,) = changes(rule(requires=new), rule(requires=old))
    assert (gone.key, gone.new) == ("requires.all[0]", None)


def test_another_operator_is_one_gone_and_one_new() -> None:
    regex = {"regex": {"pattern": "您好", "role": "agent"}}
    found = changes(rule(), rule(requires=regex))
    assert [(each.key, each.old is None, each.new is None) for each in found] == [
        ("requires.phrase", False, True),
        ("requires.regex", True, False),
    ]


def test_keys_are_called_as_rulebooks_call_them() -> None:
    exception = phrase("您好", **{"except": ["您好好"]})
    (change,) = changes(rule(), rule(requires=exception))
    assert change == Change("requires.phrase.except", added=("您好好",))
    negated = changes(rule(), rule(requires={"not": phrase("您好")}))
    assert "requires.not" in [each.key for each in negated]


def test_named_conditions_and_the_whole_are_compared_too() -> None:
    old = book(rule(), conditions={"greets": phrase("您好"), "gone": phrase("再见")})
    new = book(rule(), conditions={"greets": phrase("早上好")}, min_confidence=0.5)
    found = compared(old, new)
    assert not found.rules
    assert [(each.kind, each.code) for each in found.conditions] == [
        (Kind.CHANGED, "greets"),
        (Kind.REMOVED, "gone"),
    ]
    assert found.other == (Change("min_confidence", 0.4, 0.5),)


PHRASES = st.lists(st.sampled_from(["您好", "欢迎", "请讲", "再见"]), min_size=1, max_size=4)
CONDITIONS = st.lists(PHRASES.map(lambda phrases: phrase(*phrases)), min_size=1, max_size=4)


@pytest.mark.parametrize("combination", ["all", "any"])
@settings(deadline=None)
@given(old=CONDITIONS, new=CONDITIONS)
def test_whatever_differs_is_found_in_both_directions(
    combination: str, old: list[Node], new: list[Node]
) -> None:
    books = [book(rule(requires={combination: parts})) for parts in (old, new)]
    forth, back = compared(*books), compared(*reversed(books))
    meaning = [[set(part["phrase"]["phrases"]) for part in parts] for parts in (old, new)]
    assert bool(forth) is bool(back) is (meaning[0] != meaning[1])
