"""What a rule is, and the files in which rules are written."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from qa.call import Call
from qa.rules.applicability import AppliesTo, Period
from qa.rules.condition import Condition
from qa.rules.position import Strict


class Severity(StrEnum):
    """How much a failed rule weighs."""

    NOTICE = "notice"
    """Nobody's fault: something that people want to know."""
    MINOR = "minor"
    MAJOR = "major"
    FATAL = "fatal"
    """One failure zeroes the evaluation (一票否决)."""


class Name(Strict):
    """A name in both languages."""

    zh: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]


class Rule(Strict):
    """One thing that a call has to do, or must not.

    Exactly one of `requires` and `fails_when` says what. Where it comes out unknown the
    verdict is undetermined.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")]
    """Permanent: reports and scorecards refer to it."""
    name: Name
    """What reports call it."""
    group: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    """What belongs together in lists: opening, closing, talk, compliance, customer, follow_up."""
    severity: Severity
    """How much a fail weighs: `notice` is nobody's fault, one `fatal` zeroes the evaluation."""
    good: str
    """An example of doing it right."""
    bad: str
    """An example of doing it wrong."""
    points: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """What failing it takes from the criterion of a scorecard that links to it; by default all
    of the criterion's points. Of a `flow` with points only the share that was not earned."""
    effective: Period | None = None
    """Calls of other days are not judged by it."""
    applies_to: AppliesTo = AppliesTo()
    """Calls of other kinds are not judged by it."""
    requires: Condition | None = None
    """True: pass. False: fail."""
    fails_when: Condition | None = None
    """True: fail. False: pass."""
    applies_when: Condition | None = None
    """False: not applicable, whatever was said."""
    excused_when: Condition | None = None
    """True: a fail or undetermined becomes not applicable. A pass stays a pass."""

    @model_validator(mode="after")
    def _one_test(self) -> "Rule":
        if (self.requires is None) == (self.fails_when is None):
            raise ValueError("give either `requires` or `fails_when`")
        return self

    def why_not(self, call: Call) -> str | None:
        """Why it does not judge a call at all, whatever was said; None when it does."""
        outside = self.effective.why_not(call) if self.effective else None
        return outside or self.applies_to.why_not(call)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All condition trees of the rule."""
        trees = (self.requires, self.fails_when, self.applies_when, self.excused_when)
        return tuple(tree for tree in trees if tree is not None)


class Fragment(Strict):
    """A file that rulebooks include."""

    include: tuple[str, ...] = ()
    """Files of the same folder, relative to it."""
    phrases: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Named phrase lists; `@name` stands for one, in rules and in other lists."""
    synonyms: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Word → words that stand for the same; `<word>` in a phrase stands for all of them."""
    conditions: Mapping[str, Condition] = Field(default_factory=dict)
    """Named conditions; `condition: name` stands for one, and anchors refer to them."""
    rules: tuple[Rule, ...] = ()
    """What is judged."""


class RulebookFile(Fragment):
    """The top file of a rulebook."""

    line: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    """The business line that it judges."""
    name: Name
    """What reports call it."""
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.4
    """Mean word probability below which nothing can be said to be absent."""
