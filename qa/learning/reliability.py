"""The reliability plot: predicted probabilities against what was observed."""

from collections.abc import Sequence
from pathlib import Path

import altair as alt

from qa.errors import ModelError
from qa.scoring.satisfaction.evaluate import Bin

SIDE, SCALE = 360, 2
"""Pixels a side, and how many of the picture's own make one."""


def draw(bins: Sequence[Bin], path: Path) -> Path:
    """Write the plot as PNG: a point a bin, the larger the more calls; on the diagonal is right.

    Raises:
        ModelError: the file cannot be written.
    """
    axis = alt.Scale(domain=[0, 1])
    points = [{"x": each.predicted, "y": each.observed, "calls": each.calls} for each in bins]
    ends = alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])
    x = alt.X("x:Q", title="predicted", scale=axis)
    y = alt.Y("y:Q", title="observed", scale=axis)
    right = alt.Chart(ends).mark_line(strokeDash=[4, 4], color="#888").encode(x=x, y=y)
    found = alt.Chart(alt.InlineData(values=points)).mark_line(point=False).encode(x=x, y=y)
    dots = found.mark_circle(opacity=1).encode(size=alt.Size("calls:Q", title="calls"))
    chart = alt.layer(right, found, dots).properties(width=SIDE, height=SIDE)
    try:
        chart.save(path, format="png", scale_factor=SCALE)
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be written: {error.strerror} → choose another file with --plot"
        ) from error
    return path
