"""Spans that people select."""

from math import isfinite

from qa.errors import ReviewError
from qa.scoring.values import JudgedCall
from qa.timeline import Seconds, Span
from qa.transcribe.decode import MAX_DURATION_S

_SLACK_S = 1.0
"""A player's idea of the length may differ a little from the transcript's."""


def span_of(start: Seconds, end: Seconds, judged: JudgedCall | None) -> Span:
    """A span within the call, its end cut to the recording's.

    Raises:
        ReviewError: it is empty, ends before it starts, or lies outside the call.
    """
    heard = judged.transcript if judged else None
    limit = heard.duration_s if heard else MAX_DURATION_S
    if not (isfinite(start) and isfinite(end)) or not 0 <= start < end:
        raise ReviewError(
            f"选区无效: {start:g}–{end:g} 秒", f"no stretch of time: {start:g}–{end:g} s"
        )
    if start >= limit or end > limit + _SLACK_S:
        raise ReviewError(
            f"选区 {start:g}–{end:g} 秒超出录音长度 {limit:g} 秒",
            f"{start:g}–{end:g} s lies outside the call of {limit:g} s",
        )
    return Span(start, min(end, limit))
