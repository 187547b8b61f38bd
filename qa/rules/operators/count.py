"""`count`: another condition holds in so many places.

    count: {condition: asks_to_wait, at_least: 3}
    count: {condition: customer_repeats, at_most: 1}

Counts the hits of a named condition: every phrase that was said, every silence that was too long.
A condition that does not hold counts 0, one that holds of the whole call rather than somewhere
in it (`metadata`, `duration`, an average) counts 1. Unknown where the condition is.
"""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from pydantic import Field, model_validator

from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, false, true, unknown
from qa.rules.names import in_words
from qa.rules.operators.base import Operator
from qa.rules.position import ConditionName
from qa.rules.verdict import Evidence

_NAMES = {"above": "多于", "below": "少于", "at_least": "至少", "at_most": "至多"}
Times = Annotated[int, Field(ge=0)]


class Count(Operator):
    """Another condition holds in so many places."""

    condition: ConditionName
    """Whose hits are counted."""
    above: Times | None = None
    """More hits than this hold."""
    below: Times | None = None
    """Fewer hits than this hold."""
    at_least: Times | None = None
    """So many hits, or more, hold."""
    at_most: Times | None = None
    """So many hits, or fewer, hold."""

    @model_validator(mode="after")
    def _one_test(self) -> "Count":
        if sum(getattr(self, name) is not None for name in _NAMES) != 1:
            raise ValueError(f"give exactly one of {', '.join(_NAMES)}")
        return self

    @property
    def refers_to(self) -> Iterable[str]:
        """The condition that is counted."""
        return (self.condition,)

    def evaluate(self, hearing: Hearing) -> Finding:
        """Count its hits."""
        found = hearing.named(self.condition)
        if found.truth is Truth.UNKNOWN:
            doubt = Evidence(f"“{in_words(self.condition)}”无法判断,次数未知")
            return unknown(doubt, *found.reasons, confidence=found.confidence)
        count = max(1, len(found.hits)) if found.truth is Truth.TRUE else 0
        result = true if self._holds(count) else false
        where = found.reasons if count else ()
        return result(partial(self._evidence, count), *where, confidence=found.confidence)

    def _holds(self, count: int) -> bool:
        return (
            (self.above is not None and count > self.above)
            or (self.below is not None and count < self.below)
            or (self.at_least is not None and count >= self.at_least)
            or (self.at_most is not None and count <= self.at_most)
        )

    def _evidence(self, count: int) -> Evidence:
        name = next(name for name in _NAMES if getattr(self, name) is not None)
        limit = f"{_NAMES[name]} {getattr(self, name)} 次"
        return Evidence(f"“{in_words(self.condition)}”出现 {count} 次,要求{limit}")
