"""`interruption_count`: a role interrupts the other more often than allowed.

    interruption_count: {by: agent, more_than: 2}

An interruption is overtalk beyond the grace period that is not a backchannel, counted for who
started second (`qa.measures`). Unknown where the roles are.
"""

from typing import Annotated, Literal

from pydantic import Field

from qa.call import Role
from qa.measures.values import Overtalk
from qa.rules.evidence import clock
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.verdict import Evidence


class InterruptionCount(Operator):
    """A role interrupts the other more often than allowed."""

    by: Literal["agent", "customer"] = "agent"
    """Who interrupts."""
    more_than: Annotated[int, Field(ge=0)] = 2
    """So many are still allowed."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Count."""
        metrics = hearing.measures.metrics
        by_agent = self.by == "agent"
        count = metrics.interruptions_by_agent if by_agent else metrics.interruptions_by_customer
        who = ROLE_NAMES[self.by]
        if count is None or hearing.condition.mono:
            return unknown(Evidence(f"录音不分声道,无法判断{who}是否抢话"))
        summary = f"{who}抢话 {count} 次,上限 {self.more_than} 次"
        if count <= self.more_than:
            return false(Evidence(summary, role=Role(self.by)))
        cases = [overtalk for overtalk in hearing.measures.overtalk if self._counts(overtalk)]
        evidence = [self._evidence(hearing, overtalk, summary) for overtalk in cases]
        return true(*(evidence or [Evidence(summary, role=Role(self.by))]))

    def _counts(self, overtalk: Overtalk) -> bool:
        return overtalk.interruption and overtalk.initiator.value == self.by

    def _evidence(self, hearing: Hearing, overtalk: Overtalk, summary: str) -> Evidence:
        said = next(
            (
                turn.text
                for turn in hearing.turns
                if turn.role.value == self.by and turn.span.overlaps(overtalk.span)
            ),
            None,
        )
        why = (
            f"{summary};{clock(overtalk.span.start)} 处在对方说话时插话,"
            f"重叠 {overtalk.span.duration:.1f} s"
        )
        return Evidence(why, span=overtalk.span, role=Role(self.by), quote=said)
