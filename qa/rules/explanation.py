"""Why a rule says what it says about a call: every condition with what it found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.rules.condition import Condition
from qa.rules.engine import decide
from qa.rules.hearing import Hearing
from qa.rules.logic import Truth
from qa.rules.rule import Rule
from qa.rules.rulebook import Rulebook
from qa.rules.verdict import Evidence, State

_COMBINATIONS = {
    "all": "全部成立 all",
    "any": "任一成立 any",
    "at_least": "至少几项成立 at_least",
    "not_": "不成立 not",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A condition, what it found, and the conditions that it rests on."""

    title: str
    """The operator or combination, and what it is about."""
    truth: Truth
    confidence: float
    evidence: tuple[Evidence, ...]
    """Of the condition itself; a combination's is that of its parts."""
    parts: tuple["Explained", ...]


@dataclass(frozen=True, slots=True)
class RuleExplained:
    """A rule's verdict and the conditions that led to it, in the order in which they count."""

    rule: Rule
    state: State
    confidence: float
    evidence: tuple[Evidence, ...]
    conditions: tuple[tuple[str, Explained], ...]
    """(applies_when, requires, fails_when or excused_when; what it found). None where the rule
    does not judge this kind of call at all: then the evidence says why."""


def explain(rulebook: Rulebook, rule: Rule, hearing: Hearing) -> RuleExplained:
    """The verdict of one rule of a rulebook, condition by condition."""
    state, finding = decide(rule, hearing)
    if rule.why_not(hearing.call):
        return RuleExplained(rule, state, finding.confidence, finding.evidence, ())
    explainer = _Explainer(rulebook.conditions, hearing)
    conditions = tuple((key, explainer.explained(tree)) for key, tree in _conditions(rule))
    return RuleExplained(rule, state, finding.confidence, finding.evidence, conditions)


def _conditions(rule: Rule) -> Iterator[tuple[str, Condition]]:
    for key in ("applies_when", "requires", "fails_when", "excused_when"):
        condition = getattr(rule, key)
        if condition is not None:
            yield key, condition


class _Explainer:
    """Explains the conditions of one rulebook in one call."""

    def __init__(self, named: Mapping[str, Condition], hearing: Hearing) -> None:
        self._named = named
        self._hearing = hearing

    def explained(self, condition: Condition) -> Explained:
        finding = condition.evaluate(self._hearing)
        names = condition.operator.refers_to if condition.operator else ()
        referred = [name for name in (condition.condition, *names) if name is not None]
        parts = (
            *map(self.explained, condition.parts),
            *(self.explained(self._named[name]) for name in referred),
        )
        # What a combination found is what its parts found: told there, not twice.
        evidence = finding.evidence if condition.operator else ()
        return Explained(_title(condition), finding.truth, finding.confidence, evidence, parts)


def _title(condition: Condition) -> str:
    for name, title in _COMBINATIONS.items():
        if getattr(condition, name) is not None:
            count = f" {condition.at_least.count}" if condition.at_least else ""
            return title + count
    if condition.condition is not None:
        return f"条件 condition: {condition.condition}"
    name = next(condition.mentioned())
    label = getattr(condition.operator, "label", None)
    return f"{name}: {label}" if label else name
