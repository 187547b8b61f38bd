"""`duration`: the recording is longer or shorter than so many seconds.

    duration: {below_s: 15}

Unknown where the file is cut short and could have been longer.
"""

from math import inf
from typing import Annotated, ClassVar

from pydantic import Field

from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, unknown
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.verdict import Evidence


class Duration(Operator, Limits):
    """The recording is longer or shorter than so many seconds."""

    SHOWN: ClassVar[str] = "{:.1f} s"

    above_s: Annotated[float, Field(ge=0)] | None = None
    """Seconds; longer than this holds."""
    below_s: Annotated[float, Field(ge=0)] | None = None
    """Seconds; shorter than this holds."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the length; a truncated file may have been longer."""
        length = hearing.transcript.duration_s
        truth = self.kept(length, inf if hearing.condition.truncated else length)
        why = f"录音时长 {self.shown(length)}"
        if truth is Truth.UNKNOWN:
            return unknown(Evidence(f"{why},但文件不完整,实际可能更长"))
        return Finding(truth, (Evidence(f"{why},{self.against(length)}"),))
