"""`metadata`: what the call centre knows about the call.

    metadata: {field: ended_by, one_of: [customer, system]}
    metadata: {field: hold_s, above: 60}
    metadata: {field: attributes.region, equals: 华东}

A field is a column of the manifest; `attributes.` leads to columns that Earmark does not know.
Unknown where the manifest does not say, except for `known: true|false`.
"""

from typing import Annotated

from pydantic import AfterValidator, model_validator

from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, unknown
from qa.rules.manifest_field import field_name, known_field, value_of
from qa.rules.operators.base import Operator
from qa.rules.verdict import Evidence

_VALUES = {"agent": "坐席", "customer": "客户", "system": "系统", "in": "呼入", "out": "呼出"}


class Metadata(Operator):
    """What the call centre knows about the call."""

    field: Annotated[str, AfterValidator(known_field)]
    """A column of the manifest."""
    equals: str | None = None
    """The value is this."""
    one_of: tuple[str, ...] | None = None
    """The value is one of these."""
    above: float | None = None
    """The value is a number greater than this."""
    below: float | None = None
    """The value is a number less than this."""
    known: bool | None = None
    """The manifest gives a value (or, false, gives none)."""

    @model_validator(mode="after")
    def _one_test(self) -> "Metadata":
        tests = (self.equals, self.one_of, self.above, self.below, self.known)
        if sum(test is not None for test in tests) != 1:
            raise ValueError("give exactly one of equals, one_of, above, below, known")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the field."""
        value = value_of(hearing.call, self.field)
        name = field_name(self.field)
        if self.known is not None:
            return _found((value is not None) is self.known, f"{name}:{value or '清单未提供'}")
        if value is None:
            return unknown(Evidence(f"清单未提供{name}"))
        if self.above is not None or self.below is not None:
            return self._compared(name, value)
        matches = value in (self.one_of or (self.equals,))
        return _found(matches, f"{name}为{_VALUES.get(value, value)}")

    def _compared(self, name: str, value: str) -> Finding:
        try:
            number = float(value)
        except ValueError:
            return unknown(Evidence(f"{name}“{value}”不是数字"))
        above = self.above is not None and number > self.above
        below = self.below is not None and number < self.below
        return _found(above or below, f"{name}为 {number:g}")


def _found(holds: bool, why: str) -> Finding:
    return Finding(Truth.TRUE if holds else Truth.FALSE, (Evidence(why),))
