"""`duration`: the recording is longer or shorter than so many seconds.

duration: {below_s: 15}
"""

from typing import Annotated

from pydantic import Field, model_validator

from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, unknown
from qa.rules.operators.base import Operator
from qa.rules.verdict import Evidence


class Duration(Operator):
    """The recording is longer or shorter than so many seconds."""

    above_s: Annotated[float, Field(ge=0)] | None = None
    """Longer than this holds."""
    below_s: Annotated[float, Field(ge=0)] | None = None
    """Shorter than this holds."""

    @model_validator(mode="after")
    def _some_limit(self) -> "Duration":
        if self.above_s is None and self.below_s is None:
            raise ValueError("give `above_s`, `below_s` or both")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the length; a truncated file may have been longer."""
        length = hearing.transcript.duration_s
        holds = self._holds(length)
        why = f"录音时长 {length:.1f} s"
        if hearing.condition.truncated and not (holds and self._holds(float("inf"))):
            return unknown(Evidence(f"{why},但文件不完整,实际可能更长"))
        return Finding(Truth.TRUE if holds else Truth.FALSE, (Evidence(why),))

    def _holds(self, length: float) -> bool:
        above = self.above_s is not None and length > self.above_s
        below = self.below_s is not None and length < self.below_s
        return above or below
