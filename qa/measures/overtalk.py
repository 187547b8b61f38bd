"""Overtalk: when both speak, who started second, and whether that was an interruption."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa.call import Role, Transcript
from qa.measures.heard import Heard, voices
from qa.measures.values import Overtalk
from qa.timeline import Seconds, Span, intersection, union

PAUSE_S: Seconds = 0.5
"""A shorter pause is taken inside an utterance: it neither ends it nor splits an overtalk."""
FLOOR_PAUSE_S: Seconds = 1.0
"""Who pauses no longer than this, to breathe or think, still has the floor."""
FLOOR_S: Seconds = 1.0
"""To be interrupted one must have had the floor this long (Alibaba Cloud Smart Conversation
Analysis: the first party has already spoken for 1 s); else both merely started together."""
MIN_OVERTALK_S: Seconds = 0.2
"""Shorter overlap at a change of turns is not perceived as one (the threshold is about 0.12 s,
Heldner 2011), and the smoothing of voice activity adds as much to the end of a segment."""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a conversation."""

    role: Role
    speech: tuple[Span, ...]
    """Disjoint and ordered."""
    heard: Heard

    @classmethod
    def of(cls, transcript: Transcript, role: Role) -> "Party":
        """What was heard of a role."""
        return cls(role, voices(transcript).get(role, ()), Heard.of(transcript.turns_of(role)))


def overtalk(left: Party, right: Party, grace_s: Seconds) -> tuple[Overtalk, ...]:
    """Every stretch in which both speak, ordered and disjoint.

    A stretch is a maximal span of common speech, pauses up to `PAUSE_S` bridged. Its
    initiator is the party whose utterance (speech, pauses up to `PAUSE_S` bridged) began
    later; unknown when both began at once.

    It is an interruption (抢话) when all of these hold:

    - it lasts longer than `grace_s` (call-ai-metrics: shorter overlap is a backchannel);
    - the other had the floor for `FLOOR_S`: the initiator cuts in mid-sentence (Amazon
      Transcribe Call Analytics: one party cuts the other off);
    - the initiator says more in it than backchannels; a voice without recognised words
      counts as one up to a second.
    """
    stretches = union(intersection(left.speech, right.speech), bridge=PAUSE_S)
    runs = [union(party.speech, bridge=PAUSE_S) for party in (left, right)]
    found = []
    for stretch in stretches:
        if stretch.duration < MIN_OVERTALK_S:
            continue
        mine, yours = (_run_at(side, stretch.start) for side in runs)
        if mine.start == yours.start:
            found.append(Overtalk(stretch, Role.UNKNOWN, interruption=False))
            continue
        second = 0 if mine.start > yours.start else 1
        party, run = (left, right)[second], (mine, yours)[second]
        other = (right, left)[second]
        interruption = (
            stretch.duration > grace_s
            and run.start - floor_since(other.speech, stretch.start) >= FLOOR_S
            and not party.heard.is_backchannel(stretch, goes_on=run.end > stretch.end)
        )
        found.append(Overtalk(stretch, party.role, interruption))
    return tuple(found)


def floor_since(speech: Sequence[Span], at: Seconds) -> Seconds:
    """Since when a party has had the floor at a time when it speaks."""
    return _run_at(union(speech, bridge=FLOOR_PAUSE_S), at).start


def _run_at(runs: Sequence[Span], at: Seconds) -> Span:
    """The run that covers `at`, which must be covered."""
    return runs[bisect_right(runs, at, key=lambda run: run.start) - 1]
