"""What the reference describes, and on which page."""

from collections.abc import Collection, Mapping

from pydantic import BaseModel

from qa.rules.applicability import AppliesTo, Period
from qa.rules.cases import Case, CaseFile
from qa.rules.condition import OPERATORS, AtLeast, Condition
from qa.rules.operators.base import Operator
from qa.rules.operators.flow import Step
from qa.rules.position import Anchor, Between, Position, Window
from qa.rules.reference.fields import Field, fields_of
from qa.rules.rule import Rule, RulebookFile
from qa.rules.scope import Scope

GROUPS: Mapping[str, tuple[str, ...]] = {
    "words": ("phrase", "regex", "near", "similar", "repeat", "entity"),
    "scripts": ("question_answer", "flow", "role_check"),
    "facts": ("metadata", "spoken", "duration", "hang_up", "turn_count", "count"),
    "sound": (
        *("silence", "response_gap", "interruption", "overtalk_share", "talk_share", "monologue"),
        *("speech_rate", "level", "level_change", "pitch_change"),
    ),
}
"""Operators by what they are about, in the order in which the index lists them."""

MODELS: Mapping[str, tuple[type[BaseModel], str]] = {
    "RulebookFile": (RulebookFile, "rulebooks.md"),
    "Rule": (Rule, "rulebooks.md"),
    "Period": (Period, "rulebooks.md"),
    "AppliesTo": (AppliesTo, "rulebooks.md"),
    "Condition": (Condition, "conditions.md"),
    "AtLeast": (AtLeast, "conditions.md"),
    "Scope": (Scope, "scope.md"),
    "Window": (Window, "scope.md"),
    "Between": (Between, "scope.md"),
    "Anchor": (Anchor, "scope.md"),
    "CaseFile": (CaseFile, "cases.md"),
    "Case": (Case, "cases.md"),
    "Step": (Step, "operators/flow.md"),
}
"""Everything that has a table of keys but operators, and the page that holds it."""


def keys_of(model: type[BaseModel]) -> dict[str, Field]:
    """The keys that a table of a model lists: those that have to be given first.

    An operator's without those of its scope; a condition's without the operators.
    """
    left_out: Collection[str] = scope_keys(model) if issubclass(model, Operator) else ()
    if model is Condition:
        left_out = OPERATORS.keys()
    own = [field for key, field in fields_of(model).items() if key not in left_out]
    return {field.key: field for field in sorted(own, key=lambda field: not field.required)}


def scope_keys(operator: type[BaseModel]) -> tuple[str, ...]:
    """The keys of an operator that mean what they mean in every scope."""
    shared = next((each for each in (Scope, Position) if issubclass(operator, each)), None)
    if shared is None:
        return ()
    own, common = fields_of(operator), fields_of(shared)
    return tuple(key for key, field in common.items() if own.get(key) == field)
