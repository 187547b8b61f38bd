"""The condition tree: all / any / at least N / not over operators and named conditions.

Every operator is registered here, by one line: the field's name is its name in rulebooks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import Annotated, get_args

from pydantic import Field, model_validator

from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, all_of, any_of, at_least, truth_of
from qa.rules.operators.base import Operator
from qa.rules.operators.count import Count
from qa.rules.operators.duration import Duration
from qa.rules.operators.entity import Entity
from qa.rules.operators.flow import Flow
from qa.rules.operators.hang_up import HangUp
from qa.rules.operators.interruption import Interruption
from qa.rules.operators.level import Level
from qa.rules.operators.level_change import LevelChange
from qa.rules.operators.metadata import Metadata
from qa.rules.operators.monologue import Monologue
from qa.rules.operators.near import Near
from qa.rules.operators.overtalk_share import OvertalkShare
from qa.rules.operators.phrase import Phrase
from qa.rules.operators.pitch_change import PitchChange
from qa.rules.operators.question_answer import QuestionAnswer
from qa.rules.operators.regex import Regex
from qa.rules.operators.repeat import Repeat
from qa.rules.operators.response_gap import ResponseGap
from qa.rules.operators.role_check import RoleCheck
from qa.rules.operators.silence import Silence
from qa.rules.operators.similar import Similar
from qa.rules.operators.speech_rate import SpeechRate
from qa.rules.operators.spoken import Spoken
from qa.rules.operators.talk_share import TalkShare
from qa.rules.operators.turn_count import TurnCount
from qa.rules.position import ConditionName, Strict

Parts = Annotated[tuple["Condition", ...], Field(min_length=1)]


class AtLeast(Strict):
    """So many of several conditions."""

    count: Annotated[int, Field(ge=1)]
    """How many have to hold."""
    of: Parts
    """Of these."""

    @model_validator(mode="after")
    def _possible(self) -> "AtLeast":
        if self.count > len(self.of):
            raise ValueError(f"{self.count} of {len(self.of)} conditions can never hold")
        return self


class Condition(Strict):
    """Exactly one of: a combination of conditions, the name of one, or an operator."""

    all: Parts | None = None
    """Each of these holds."""
    any: Parts | None = None
    """At least one of these holds."""
    at_least: AtLeast | None = None
    """So many of these hold."""
    not_: Annotated["Condition | None", Field(alias="not")] = None
    """This does not hold."""
    condition: ConditionName | None = None
    """The condition of this name, from `conditions`, holds."""

    phrase: Phrase | None = None
    regex: Regex | None = None
    near: Near | None = None
    similar: Similar | None = None
    repeat: Repeat | None = None
    flow: Flow | None = None
    question_answer: QuestionAnswer | None = None
    entity: Entity | None = None
    spoken: Spoken | None = None
    metadata: Metadata | None = None
    silence: Silence | None = None
    response_gap: ResponseGap | None = None
    interruption: Interruption | None = None
    overtalk_share: OvertalkShare | None = None
    talk_share: TalkShare | None = None
    monologue: Monologue | None = None
    speech_rate: SpeechRate | None = None
    level: Level | None = None
    level_change: LevelChange | None = None
    pitch_change: PitchChange | None = None
    duration: Duration | None = None
    hang_up: HangUp | None = None
    turn_count: TurnCount | None = None
    role_check: RoleCheck | None = None
    count: Count | None = None

    evidence: bool = True
    """Whether what it finds is shown as evidence of the verdict. Of a named condition it is said
    where it is referred to."""

    @model_validator(mode="after")
    def _exactly_one(self) -> "Condition":
        names = [name for name in type(self).model_fields if name != "evidence"]
        if sum(getattr(self, name) is not None for name in names) != 1:
            raise ValueError(f"give exactly one of: {', '.join(n.rstrip('_') for n in names)}")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Whether it holds in this call, with the evidence of what decides."""
        finding = self.find(hearing)
        return finding if self.evidence else replace(finding, reasons=())

    def find(self, hearing: Hearing) -> Finding:
        """The same with the evidence even where it is not shown: anchors need its places."""
        return self.combined(hearing, [part.evaluate(hearing) for part in self.parts])

    def combined(self, hearing: Hearing, parts: Sequence[Finding]) -> Finding:
        """What follows from the findings of its `parts`; its own where it has none."""
        if self.all is not None:
            return all_of(parts)
        if self.any is not None:
            return any_of(parts)
        if self.at_least is not None:
            return at_least(self.at_least.count, parts)
        if self.not_ is not None:
            return ~parts[0]
        if self.condition is not None:
            return hearing.named(self.condition)
        assert self.operator is not None
        return self.operator.evaluate(hearing)

    def truth(self, hearing: Hearing) -> Truth:
        """The truth that `find` finds; no more is looked at than decides it."""
        if self.operator is not None:
            return self.operator.truth(hearing)
        if self.condition is not None:
            return hearing.truth_of(self.condition)
        if self.not_ is not None:
            return ~self.not_.truth(hearing)
        parts = self._cheapest_first
        return truth_of(self._wanted, len(parts), (part.truth(hearing) for part in parts))

    @cached_property
    def _wanted(self) -> int:
        """How many of its parts have to hold."""
        if self.at_least is not None:
            return self.at_least.count
        return len(self.parts) if self.all is not None else 1

    @cached_property
    def _cheapest_first(self) -> tuple["Condition", ...]:
        return tuple(sorted(self.parts, key=attrgetter("_cost")))

    @cached_property
    def _cost(self) -> int:
        """How long it takes to evaluate, roughly; what it is named for is known as a rule."""
        return self.operator.cost if self.operator else sum(part._cost for part in self.parts)

    @cached_property
    def parts(self) -> tuple["Condition", ...]:
        """The conditions that it combines."""
        several = self.at_least.of if self.at_least else self.all or self.any or ()
        return (self.not_,) if self.not_ else several

    @cached_property
    def operator(self) -> Operator | None:
        """Its operator, where it is one."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return next((value for value in values if isinstance(value, Operator)), None)

    def mentioned(self) -> Iterator[str]:
        """The names of all operators in the tree."""
        yield from (name for name in OPERATORS if getattr(self, name) is not None)
        for part in self.parts:
            yield from part.mentioned()

    def referred(self) -> Iterator[str]:
        """The named conditions that it refers to itself."""
        if self.condition is not None:
            yield self.condition
        if self.operator is not None:
            yield from self.operator.refers_to
        for part in self.parts:
            yield from part.referred()

    def operators(self) -> Iterator[Operator]:
        """Every operator in the tree."""
        if self.operator:
            yield self.operator
        for part in self.parts:
            yield from part.operators()


OPERATORS: Mapping[str, type[Operator]] = {
    name: kind
    for name, field in Condition.model_fields.items()
    for kind in get_args(field.annotation)
    if isinstance(kind, type) and issubclass(kind, Operator)
}
"""Every operator by its name in rulebooks."""
