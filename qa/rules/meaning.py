"""What a rule's verdict follows from, so that rules that mean the same are told from others."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from qa.rules.condition import Condition
from qa.rules.operators.base import ear_of
from qa.rules.rule import Rule
from qa.rules.rulebook import Rulebook

_DECIDING = {"requires", "fails_when", "applies_when", "excused_when", "effective", "applies_to"}
"""Of a rule, what its state follows from; its name, severity and points are not."""


def unchanged(old: Rulebook, new: Rulebook) -> frozenset[str]:
    """Codes of the rules that give every call the same state in both rulebooks."""
    if old.min_confidence != new.min_confidence:
        return frozenset()
    before = {rule.code: _meaning(rule, old) for rule in old.rules}
    return frozenset(
        rule.code for rule in new.rules if before.get(rule.code) == _meaning(rule, new)
    )


def only(book: Rulebook, codes: frozenset[str]) -> Rulebook:
    """The same rulebook with no other rules than these: nothing is listened for in vain."""
    rules = tuple(rule for rule in book.rules if rule.code in codes)
    conditions = _reached(rules, book.conditions)
    part = replace(book, rules=rules, conditions=conditions)
    return replace(part, ear=ear_of(part.operators))


def _meaning(rule: Rule, book: Rulebook) -> tuple[str, Mapping[str, str]]:
    conditions = _reached([rule], book.conditions)
    return rule.model_dump_json(include=_DECIDING), {
        name: condition.model_dump_json() for name, condition in conditions.items()
    }


def _reached(rules: Iterable[Rule], conditions: Mapping[str, Condition]) -> Mapping[str, Condition]:
    """The named conditions that rules refer to, directly or not."""
    reached: dict[str, Condition] = {}
    waiting = [name for rule in rules for tree in rule.conditions for name in tree.referred()]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached[name] = conditions[name]
            waiting += conditions[name].referred()
    return reached
