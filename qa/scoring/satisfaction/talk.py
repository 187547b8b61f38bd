"""What a dialogue is to the satisfaction model: who said what, and as much more as is known.

A talk may be a recorded call, with times, sound and manifest data, or a written dialogue with
nothing but its text. What is unknown is None (empty for tuples), never a made-up value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Self

from qa.call import Acoustics, EndedBy, Role
from qa.measures.values import Measures
from qa.rules.verdict import Verdict
from qa.scoring.values import JudgedCall
from qa.timeline import Seconds, Span


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn: a role and its words; time and sound where they are known."""

    role: Role
    text: str
    span: Span | None = None
    acoustics: Acoustics = field(default_factory=Acoustics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One dialogue as the model sees it."""

    talk_id: str
    utterances: tuple[Utterance, ...]
    """In order."""
    business_line: str = ""
    agent_id: str | None = None
    customer_id: str | None = None
    started_at: datetime | None = None
    """Aware. Orders the folds; the model itself never sees it."""
    duration_s: Seconds | None = None
    measures: Measures | None = None
    customer_tier: str | None = None
    queue_s: Seconds | None = None
    hold_s: Seconds | None = None
    ended_by: EndedBy | None = None
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    verdicts: tuple[Verdict, ...] | None = None
    """What the rules said; None when none were asked."""

    @classmethod
    def of(cls, judged: JudgedCall) -> Self:
        """The talk of a judged call.

        The customer's own rating is left out on purpose: it is the label.

        Raises:
            ValueError: the call could not be judged, so that nothing was heard.
        """
        if judged.transcript is None:
            raise ValueError(f"{judged.call.call_id}: a call without a transcript is no talk")
        call = judged.call
        return cls(
            talk_id=call.call_id,
            utterances=tuple(
                Utterance(turn.role, turn.text, turn.span, turn.acoustics)
                for turn in judged.transcript.turns
            ),
            business_line=call.business_line,
            agent_id=call.agent_id,
            customer_id=call.customer_id,
            started_at=call.started_at,
            duration_s=judged.transcript.duration_s,
            measures=judged.measures,
            customer_tier=call.customer_tier,
            queue_s=call.queue_s,
            hold_s=call.hold_s,
            ended_by=call.ended_by,
            attributes=call.attributes,
            verdicts=judged.verdicts,
        )

    def said_by(self, role: Role) -> tuple[Utterance, ...]:
        """The turns of one role, in order."""
        return tuple(each for each in self.utterances if each.role is role)
