"""`spoken`: what the manifest says of the call is also said in it.

    spoken: {field: customer_name, as: name, role: agent}
    spoken: {field: attributes.product, as: text, role: agent, label: 产品名称}
    spoken: {field: attributes.signed_on, as: date, role: agent}

Texts and names are compared by sound, dates and amounts by value, numbers by digits; of a name
the surname with 先生, 女士 … is enough where `surname` says so. Unknown where the manifest gives
no value, or none that can be read as such.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from qa.language.entities import EntityType, entities
from qa.language.normalise import normalise
from qa.language.phrases import Hit
from qa.rules.evidence import clock, span_of
from qa.rules.hearing import Hearing
from qa.rules.listening import Listening
from qa.rules.logic import Finding, unknown
from qa.rules.manifest_field import field_name, known_field, value_of
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.sounding import sounding_like
from qa.rules.stretch import Found, Stretch
from qa.rules.verdict import Evidence

_TITLES = ("先生", "女士", "小姐", "总", "老师", "阿姨", "叔叔")
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐")
Range = tuple[int, int]


class Spoken(Operator, Listening):
    """What the manifest says of the call is also said in it."""

    field: Annotated[str, AfterValidator(known_field)]
    """A column of the manifest, or `attributes.` and a column of your own."""
    as_: Annotated[Literal["text", "name", "number", "amount", "date"], Field(alias="as")] = "text"
    """How to compare."""
    surname: bool = True
    """For names: whether the surname with a title (王先生) is enough."""
    last_digits: Annotated[int, Field(ge=2, le=20)] | None = None
    """For numbers: how many of the last digits are enough."""
    likeness: Annotated[float, Field(ge=0.5, le=1)] = 0.8
    """For texts of four syllables or more: how much of the sound has to be the same, 0–1."""
    label: str | None = None
    """What it is, in words for the reader; by default the column's name."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Listen for the value in the scope."""
        value = value_of(hearing.call, self.field)
        if value is None:
            return unknown(Evidence(f"清单未提供{self._name}"))
        wanted = self._wanted(value)
        if wanted is None:
            return unknown(Evidence(f"清单中的{self._name}“{value}”无法按 {self.as_} 读取"))
        return self.over(hearing, partial(self._look, wanted=wanted, value=value))

    def _look(self, hearing: Hearing, part: Stretch, wanted: str, value: str) -> Finding:
        found = [
            Found(turn, hit, turn, turn.confidence)
            for turn in part.turns
            for hit in self._places(turn.text, wanted, value)
            if part.everywhere or part.holds(span_of(turn, hit.start, hit.end), turn.role)
        ]
        return self.outcome(hearing, part, f"{self._name}“{value}”", found, self._tell)

    def _wanted(self, value: str) -> str | None:
        """The value in the form that it is compared in; None when it cannot be read."""
        try:
            if self.as_ == "date":
                return date.fromisoformat(value[:10]).isoformat()
            if self.as_ == "amount":
                return f"{Decimal(value.replace(',', '')).normalize():f}"
        except (ValueError, InvalidOperation):
            return None
        if self.as_ == "number":
            digits = "".join(filter(str.isdigit, value))
            return digits[-self.last_digits :] if self.last_digits else digits or None
        # Transcripts write numbers in one form: 恒进1号 for 恒进一号.
        return normalise(value).strip() or None

    def _places(self, text: str, wanted: str, value: str) -> Iterator[Hit]:
        for start, end in self._ranges(text, wanted):
            yield Hit(start, end, value, exact=True, edits=0, quality=1)

    def _ranges(self, text: str, wanted: str) -> Iterator[Range]:
        if self.as_ == "date":
            return _dates(text, wanted)
        if self.as_ == "amount":
            return _amounts(text, wanted)
        if self.as_ == "number":
            return _numbers(text, wanted)
        named = self.as_ == "name"
        forms = [wanted, *(_addresses(wanted) if named and self.surname else ())]
        return (place for form in forms for place in sounding_like(form, text, self.likeness))

    @property
    def _name(self) -> str:
        return self.label or field_name(self.field)

    def _tell(self, found: Found) -> Evidence:
        turn, span, value = found.turn, found.span, found.hit.phrase
        who = ROLE_NAMES[turn.role.value]
        why = f"{who}在 {clock(span.start)} 说“{found.said}”,即{self._name}“{value}”"
        return Evidence(why, span, turn.role, found.quote, value)


def _addresses(name: str) -> Iterator[str]:
    """王先生, 王女士 … for 王小明."""
    surname = name[:2] if name.startswith(_COMPOUND) else name[:1]
    return (surname + title for title in _TITLES)


def _dates(text: str, wanted: str) -> Iterator[Range]:
    for said in entities(text, EntityType.DATE):
        if said.value == wanted or said.value == f"-{wanted[4:]}":
            yield said.start, said.end


def _amounts(text: str, wanted: str) -> Iterator[Range]:
    for said in entities(text, EntityType.AMOUNT):
        if Decimal(said.value) == Decimal(wanted):
            yield said.start, said.end


def _numbers(text: str, wanted: str) -> Iterator[Range]:
    for said in entities(text, EntityType.DIGITS):
        if said.value.endswith(wanted):
            yield said.start, said.end
