"""Scorecards: what an evaluation looks at, what each criterion is worth, who judges it."""

from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


T = TypeVar("T")


def _not_empty(items: tuple[T, ...]) -> tuple[T, ...]:
    """Unlike a minimum length, not reported on top of what is wrong with the only item."""
    if not items:
        raise ValueError("must not be empty")
    return items


class Dimension(StrEnum):
    """What a section serves: SERVQUAL (Parasuraman, Zeithaml & Berry 1988)."""

    RELIABILITY = "reliability"
    """The promised service, dependably and right."""
    RESPONSIVENESS = "responsiveness"
    """Willing and prompt."""
    ASSURANCE = "assurance"
    """Knowledge and courtesy that inspire trust."""
    EMPATHY = "empathy"
    """Care and attention for this one customer."""
    TANGIBLES = "tangibles"
    """What can be seen; on the telephone, the form of the service: the standard phrases."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Criterion(_Document):
    """One question of a scorecard, judged by rules or by a person."""

    code: Code
    name: Text
    name_en: str = ""
    points: Positive
    """What can be earned."""
    weight: Positive = 1
    rules: tuple[Code, ...] = ()
    """Codes of the rules that judge it: all have to pass."""
    needs_human: bool = False
    fatal: bool = False
    """Failing it makes the whole evaluation 0."""

    @model_validator(mode="after")
    def _has_one_judge(self) -> Self:
        if bool(self.rules) == self.needs_human:
            raise ValueError(
                f"{self.code}: give either the rules that judge it or needs_human: true"
            )
        return self


class ScoreSection(_Document):
    """Criteria that serve one dimension of quality."""

    name: Text
    name_en: str = ""
    dimension: Dimension
    weight: Positive = 1
    """Multiplies the weight of every criterion in it."""
    criteria: Annotated[tuple[Criterion, ...], AfterValidator(_not_empty)]


class Scorecard(_Document):
    """The scorecard of one business line."""

    line: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
    name: Text
    name_en: str = ""
    sections: Annotated[tuple[ScoreSection, ...], AfterValidator(_not_empty)]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Of all sections, in order."""
        return tuple(each for section in self.sections for each in section.criteria)

    @property
    def identity(self) -> str:
        """Line and version, such as `inbound@3f2a…`: 12 hex digits of the content's SHA-256.

        Comments and layout of the file do not change it.
        """
        return f"{self.line}@{sha256(self.model_dump_json().encode()).hexdigest()[:12]}"

    def weight_of(self, code: str) -> float:
        """Weight of a criterion times that of its section.

        Raises:
            KeyError: no criterion has this code.
        """
        for section in self.sections:
            for criterion in section.criteria:
                if criterion.code == code:
                    return section.weight * criterion.weight
        raise KeyError(code)
