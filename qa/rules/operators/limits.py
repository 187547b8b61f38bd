"""Limits of a figure: the fields `above…` and `below…` of operators that measure something."""

from functools import cached_property
from math import inf
from typing import ClassVar

from pydantic import model_validator

from qa.rules.logic import Truth
from qa.rules.position import Strict

_ROUNDING = 1e-6
"""A difference of two times on a 20 ms grid may come out as 8.000000000000002."""


class Limits(Strict):
    """Mixed into operators that hold above one limit, below another, or outside both.

    Their own fields name the limits: `above` or `below`, with the unit (`above_s`).
    """

    SHOWN: ClassVar[str] = "{:g}"
    """How a figure is written, with its unit."""

    @model_validator(mode="after")
    def _some_limit(self) -> "Limits":
        given = [name for name in self._limit_names if getattr(self, name) is not None]
        if not given:
            names = " or ".join(f"`{name}`" for name in self._limit_names)
            raise ValueError(f"give {names}")
        if self._above < self._below and len(given) > 1:
            raise ValueError(
                f"every figure is above {self._above:g} or below {self._below:g}; "
                "for one in between give two conditions under `all`"
            )
        return self

    def beyond(self, figure: float) -> bool:
        """Whether it holds for a figure."""
        return figure > self._above + _ROUNDING or figure < self._below - _ROUNDING

    def kept(self, low: float, high: float) -> Truth:
        """Whether it holds for a figure of which only its bounds are known."""
        if low > self._above + _ROUNDING or high < self._below - _ROUNDING:
            return Truth.TRUE
        return Truth.UNKNOWN if self.beyond(low) or self.beyond(high) else Truth.FALSE

    def against(self, figure: float) -> str:
        """How a figure stands to the limits, in words: 高于 8.0 s."""
        if figure > self._above + _ROUNDING:
            return f"高于 {self.shown(self._above)}"
        if figure < self._below - _ROUNDING:
            return f"低于 {self.shown(self._below)}"
        return self.limits

    @cached_property
    def limits(self) -> str:
        """The limits in words, as one keeps to them: 未高于 8.0 s."""
        high = f"未高于 {self.shown(self._above)}" if self._above < inf else ""
        low = f"未低于 {self.shown(self._below)}" if self._below > -inf else ""
        return "、".join(filter(None, (high, low)))

    def shown(self, figure: float) -> str:
        """A figure with its unit."""
        return self.SHOWN.format(figure)

    @cached_property
    def _limit_names(self) -> tuple[str, ...]:
        names = type(self).model_fields
        return tuple(name for name in names if name.split("_")[0] in ("above", "below"))

    @cached_property
    def _above(self) -> float:
        return self._limit("above", inf)

    @cached_property
    def _below(self) -> float:
        return self._limit("below", -inf)

    def _limit(self, side: str, none: float) -> float:
        name = next((name for name in self._limit_names if name.startswith(side)), None)
        value = getattr(self, name) if name else None
        return none if value is None else float(value)
