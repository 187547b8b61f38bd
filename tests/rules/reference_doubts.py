"""Whether something that was not heard may have been said all the same, read literally."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reference_places import turns_of

from qa.call import Call, EndedBy, Transcript, Turn
from qa.measures.values import Measures
from qa.rules.condition import Condition
from qa.rules.doubts import UNHEARD_S


@dataclass(frozen=True)
class Case:
    """A call, and what of a rulebook its conditions need."""

    call: Call
    transcript: Transcript
    measures: Measures
    conditions: Mapping[str, Condition]
    """The named ones."""
    min_confidence: float


def missed(role: str, turns: Sequence[Turn], needs: Sequence[str], case: Case) -> bool:
    """Whether a role may have said something in these turns, or in lost ends, unheard."""
    if not turns_of(role, case.transcript) or lost(needs, case):
        return True
    return garbled(turns, case)


def garbled(turns: Sequence[Turn], case: Case) -> bool:
    """Whether these turns, as far as they were recognised, may hold other words."""
    if any(not turn.text and turn.end - turn.start >= UNHEARD_S for turn in turns):
        return True
    chars = [turn.confidence for turn in turns for _ in turn.text]
    return bool(chars) and sum(chars) / len(chars) < case.min_confidence


def lost(needs: Sequence[str], case: Case) -> bool:
    """Whether the recording lacks an end that is needed."""
    recording = case.transcript.condition
    hung_up = case.call.ended_by in (EndedBy.AGENT, EndedBy.CUSTOMER)
    return (
        ("start" in needs and recording.starts_in_speech)
        or ("file" in needs and recording.truncated)
        or ("end" in needs and recording.truncated)
        or ("end" in needs and recording.ends_in_speech and not hung_up)
    )
