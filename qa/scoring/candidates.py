"""The calls of a day as the review plan sees them."""

from collections.abc import Collection
from dataclasses import dataclass

from qa.scoring.values import Flag

FAILED = "failed"
"""Reason of a call that the machine could not judge: nobody knows whether it is harmless."""
RANDOM = "random"
"""Reason of every call in the random sample, whatever else it is planned for."""
EXPLORATION = "exploration"
"""Reason of a call drawn among those that no model chose, so that the model can be measured."""
MANDATORY_FLAGS = (
    Flag.LONG,
    Flag.SHORT,
    Flag.DISSATISFIED,
    Flag.PREDICTED_DISSATISFIED,
    Flag.COMPLAINT,
    Flag.PREDICTED_COMPLAINT,
    Flag.FATAL,
    Flag.NO_SPEECH,
)
"""Flags that bring a call before a person without exception."""
TARGETED_FLAGS = (Flag.NIGHT_SHIFT, Flag.NEW_AGENT)
"""Flags of which a share is heard on top."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that may be planned for review."""

    call_id: str
    business_line: str
    agent_id: str
    flags: Collection[Flag] = ()
    failed: bool = False
    """The machine could not judge it."""

    @property
    def mandatory_reasons(self) -> tuple[str, ...]:
        """Why a person must hear it; empty when nothing demands it."""
        flags = tuple(flag.value for flag in MANDATORY_FLAGS if flag in self.flags)
        return flags + ((FAILED,) if self.failed else ())
