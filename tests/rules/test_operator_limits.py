"""Limits of figures: outside holds, bounds may leave it open, mistakes are named."""

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from qa.rules.logic import Truth
from qa.rules.operators.limits import Limits


class Seconds(Limits):
    SHOWN: ClassVar[str] = "{:.1f} s"

    above_s: float | None = None
    below_s: float | None = None


@pytest.mark.parametrize(
    ("figure", "holds", "why"),
    [
        (8.1, True, "高于 8.0 s"),
        (8.0, False, "未高于 8.0 s、未低于 2.0 s"),
        (8.0 + 1e-9, False, "未高于 8.0 s、未低于 2.0 s"),
        (2.0, False, "未高于 8.0 s、未低于 2.0 s"),
        (1.9, True, "低于 2.0 s"),
    ],
)
def test_what_lies_outside_holds(figure: float, holds: bool, why: str) -> None:
    limits = Seconds(above_s=8, below_s=2)
    assert limits.beyond(figure) is holds
    assert limits.against(figure) == why


def test_one_limit_is_enough() -> None:
    assert Seconds(above_s=0).limits == "未高于 0.0 s"
    assert Seconds(below_s=3).beyond(-100)
    assert not Seconds(below_s=3).beyond(100)


def test_no_limit_or_only_figures_that_hold_are_mistakes() -> None:
    with pytest.raises(ValidationError, match="give `above_s` or `below_s`"):
        Seconds()
    with pytest.raises(ValidationError, match="every figure is above 2 or below 8"):
        Seconds(above_s=2, below_s=8)


tenths = st.integers(-50, 50).map(lambda tenth: tenth / 10)


@given(tenths, tenths, tenths, tenths, st.data())
def test_bounds_decide_only_what_every_figure_between_them_decides(
    one: float, other: float, low: float, high: float, data: st.DataObject
) -> None:
    limits = Seconds(below_s=min(one, other), above_s=max(one, other))
    low, high = sorted((low, high))
    truth = limits.kept(low, high)
    figure = data.draw(st.sampled_from([low, (low + high) / 2, high]))
    if truth is not Truth.UNKNOWN:
        assert limits.beyond(figure) is (truth is Truth.TRUE)
    if truth is Truth.UNKNOWN:
        assert limits.beyond(low) or limits.beyond(high)
    assert limits.kept(figure, figure) is (Truth.TRUE if limits.beyond(figure) else Truth.FALSE)
