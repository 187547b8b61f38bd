"""Where in a call a condition looks: the keys of a rulebook that say so."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from qa.rules.names import in_words, listed, named
from qa.yamlfile import shown


class Strict(BaseModel):
    """Frozen, and a misspelt key is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, use_attribute_docstrings=True
    )


def _known_condition(name: str, info: ValidationInfo) -> str:
    """The name with its label, if the rulebook has a condition of that name."""
    context: Mapping[str, object] = info.context or {}
    known = context.get("conditions", ())
    assert isinstance(known, Mapping | frozenset | tuple)
    if name not in known:
        raise ValueError(f"there is no condition {shown(name)}; known: {listed(sorted(known))}")
    return named(name, str(known[name])) if isinstance(known, Mapping) else name


ConditionName = Annotated[
    str,
    AfterValidator(_known_condition),
    WithJsonSchema({"type": "string", "format": "condition"}),
]
"""A name under `conditions` of the rulebook or of a file that it includes."""


class Window(Strict):
    """So much of what a role says."""

    turns: Annotated[int, Field(ge=1)] | None = None
    """Counted without turns that hold only interjections."""
    seconds: Annotated[float, Field(gt=0)] | None = None
    """In `first` from the role's first sound, in `last` up to its last, in an anchor from the
    hit."""

    @model_validator(mode="after")
    def _one_measure(self) -> "Window":
        if (self.turns is None) == (self.seconds is None):
            raise ValueError("give either `turns` or `seconds`")
        return self

    def __str__(self) -> str:
        return f"{self.turns}个话轮" if self.turns else f"{self.seconds:g}秒"


Ends = Literal["start", "end", "file"]
"""What of a recording has to be complete."""
Turn = Annotated[int, Field(ge=-10_000, le=10_000)]
Second = Annotated[float, Field(allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100)]


class Between(Strict):
    """A part of the call in turns, seconds or percent, from its beginning or its end."""

    from_turn: Turn | None = None
    """The first turn of the role that counts; 1 is its first, -1 its last."""
    to_turn: Turn | None = None
    """The last turn of the role that counts."""
    from_s: Second | None = None
    """Seconds from the start of the recording, negative from its end."""
    to_s: Second | None = None
    """Up to here; what begins earlier counts."""
    from_percent: Percent | None = None
    """Percent of the recording's length."""
    to_percent: Percent | None = None
    """Up to here; what begins earlier counts."""

    @model_validator(mode="after")
    def _one_measure(self) -> "Between":
        given = {name.split("_")[1] for name in self.model_fields_set}
        if len(given) != 1:
            raise ValueError("give from_ and/or to_ of exactly one of turn, s, percent")
        if 0 in (self.from_turn, self.to_turn):
            raise ValueError("turns are counted from 1, or from -1 at the end")
        pairs = (
            (self.from_turn, self.to_turn),
            (self.from_s, self.to_s),
            (self.from_percent, self.to_percent),
        )
        for low, high in pairs:
            if low is not None and high is not None and low > high and (low >= 0) == (high >= 0):
                raise ValueError("ends before it begins")
        return self

    @property
    def ends(self) -> tuple[Ends, ...]:
        """The ends of the call that it is counted from."""
        if self.from_percent is not None or self.to_percent is not None:
            return ("start", "end")
        bounds = (self.from_turn, self.to_turn, self.from_s, self.to_s)
        given = [bound for bound in bounds if bound is not None]
        early, late = any(bound >= 0 for bound in given), any(bound < 0 for bound in given)
        return (*(("start",) if early else ()), *(("end",) if late else ()))

    def __str__(self) -> str:
        for unit, low, high in (
            ("个话轮", self.from_turn, self.to_turn),
            ("秒", self.from_s, self.to_s),
            ("%", self.from_percent, self.to_percent),
        ):
            if low is not None or high is not None:
                return f"第{_number(low)}到{_number(high)}{unit}"
        return ""


def _number(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


class Anchor(Strict):
    """The neighbourhood of another condition's hits.

    Exactly one of `before`, `after` and `around`. Turns are those of the role that is looked
    at, counted outward: 1 is adjacent; what else is said in the hit's own turn counts too.
    """

    condition: ConditionName
    """Whose hits."""
    before: Window | None = None
    """So much before the hit."""
    after: Window | None = None
    """So much after it."""
    around: Window | None = None
    """So much on both sides, and the hit itself."""
    hit: int | Literal["any", "every"] = "any"
    """`any`: it has to hold at one of the hits; `every`: at each of them (as it does when there
    are none); a number: at that hit, 1 the first, -1 the last."""

    @model_validator(mode="after")
    def _one_side(self) -> "Anchor":
        if sum(side is not None for side in (self.before, self.after, self.around)) != 1:
            raise ValueError("give exactly one of before, after, around")
        if self.hit == 0:
            raise ValueError("hits are counted from 1, or from -1 at the end")
        return self

    def __str__(self) -> str:
        side = "前" if self.before else "后" if self.after else "前后"
        return f"“{in_words(self.condition)}”{side}{self.before or self.after or self.around}内"


class Position(Strict):
    """Mixed into operators that look at a part of the call. At most one of these."""

    first: Window | None = None
    """Only the beginning of what the role says."""
    last: Window | None = None
    """Only the end of what the role says."""
    between: Between | None = None
    """Only this part of the call."""
    anchor: Anchor | None = None
    """Only near the hits of another condition."""

    @model_validator(mode="after")
    def _one_place(self) -> "Position":
        places = (self.first, self.last, self.between, self.anchor)
        if sum(place is not None for place in places) > 1:
            raise ValueError("give at most one of first, last, between, anchor")
        return self

    @cached_property
    def key(self) -> str:
        """The same for equal positions."""
        return f"{self.first}|{self.last}|{self.between!r}|{self.anchor!r}"

    @property
    def narrow(self) -> bool:
        """Whether it is less than the whole call."""
        return any((self.first, self.last, self.between, self.anchor))

    def place(self) -> str:
        """The position in words: 前3个话轮内."""
        if self.first:
            return f"前{self.first}内"
        if self.last:
            return f"最后{self.last}内"
        if self.between:
            return f"{self.between}内"
        return f"在{self.anchor}" if self.anchor else "全程"
