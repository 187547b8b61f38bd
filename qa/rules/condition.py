"""The condition tree: all / any / not over operators.

Every operator is registered here, by one line: the field's name is its name in rulebooks.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, all_of, any_of
from qa.rules.operators.base import Operator
from qa.rules.operators.dead_air import DeadAir
from qa.rules.operators.duration import Duration
from qa.rules.operators.interruption_count import InterruptionCount
from qa.rules.operators.metadata import Metadata
from qa.rules.operators.phrase import Phrase
from qa.rules.operators.question_answer import QuestionAnswer
from qa.rules.operators.regex import Regex
from qa.rules.operators.speech_rate import SpeechRate
from qa.rules.scope import Strict


class Condition(Strict):
    """Exactly one of: a combination of conditions, or an operator."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1)] | None = None
    """Each of these holds."""
    any: Annotated[tuple["Condition", ...], Field(min_length=1)] | None = None
    """At least one of these holds."""
    not_: Annotated["Condition | None", Field(alias="not")] = None
    """This does not hold."""

    phrase: Phrase | None = None
    regex: Regex | None = None
    metadata: Metadata | None = None
    dead_air: DeadAir | None = None
    interruption_count: InterruptionCount | None = None
    speech_rate: SpeechRate | None = None
    duration: Duration | None = None
    question_answer: QuestionAnswer | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Condition":
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            names = ", ".join(name.rstrip("_") for name in type(self).model_fields)
            raise ValueError(f"give exactly one of: {names}")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Whether it holds in this call, with the evidence of what decides."""
        if self.all is not None:
            return all_of([part.evaluate(hearing) for part in self.all])
        if self.any is not None:
            return any_of([part.evaluate(hearing) for part in self.any])
        if self.not_ is not None:
            return ~self.not_.evaluate(hearing)
        return next(self.operators()).evaluate(hearing)

    def operators(self) -> Iterator[Operator]:
        """Every operator in the tree."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Operator):
                yield value
        for part in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())):
            yield from part.operators()
