"""What follows from what was heard, and from what was not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from qa.call import Role, Turn
from qa.language.phrases import Hit
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Reason, false, true, unknown, worded
from qa.rules.names import ROLE_NAMES
from qa.rules.scope import Scope
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

DOUBTFUL = 0.25
"""Confidence below which something heard only raises a suspicion."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that was heard in a turn."""

    turn: Turn
    confidence: float
    """0–1."""
    reason: Reason
    """What to tell the reader."""


def sighting(turn: Turn, hit: Hit, evidence: Callable[[Turn, Hit], Evidence]) -> Sighting:
    """A hit in a turn, as sure as the turn's words and the hit itself."""
    return Sighting(turn, turn.confidence * hit.quality, partial(evidence, turn, hit))


class Listening(Scope):
    """Mixed into operators that look for something said."""

    def outcome(
        self, hearing: Hearing, part: Stretch, what: str, heard: Sequence[Sighting]
    ) -> Finding:
        """True with what was surely said by the role, unknown with what perhaps was.

        `what` is what was looked for, in words, should nothing have been heard.
        """
        if not heard:
            return self.absent(hearing, part, what)
        sure = [item for item in heard if self.surely(item.turn, item.confidence)]
        if sure:
            confidence = max(item.confidence for item in sure)
            return true(*(item.reason for item in sure), confidence=confidence)
        return unknown(*(partial(self._suspicion, item) for item in heard), confidence=0.5)

    def surely(self, turn: Turn, confidence: float) -> bool:
        """Whether something heard in a turn counts as said by the role."""
        return confidence >= DOUBTFUL and self.surely_ours(turn)

    def absent(self, hearing: Hearing, part: Stretch, what: str) -> Finding:
        """That `what` was not heard: false, or unknown when it may have been said all the same."""
        doubts, confidence = self.heard_well(hearing, part)
        why = partial(self._not_heard, part, what, doubts)
        return (unknown if doubts else false)(why, confidence=confidence)

    def _suspicion(self, item: Sighting) -> Evidence:
        evidence = worded(item.reason)
        if item.turn.role is Role.UNKNOWN and self.role != "any":
            reason = f"录音不分声道,无法确认是{ROLE_NAMES[self.role]}所说"
        else:
            reason = f"把握度仅 {item.confidence:.0%},需人工确认"
        return replace(evidence, why=f"{evidence.why};{reason}")

    def _not_heard(self, part: Stretch, what: str, doubts: Sequence[str]) -> Evidence:
        why = f"{self.where()}未听到{what}"
        if doubts:
            return Evidence(f"{why};{';'.join(doubts)},无法判断")
        place = part.span if self.narrow and part.turns else None
        return Evidence(why, span=place, role=None if self.role == "any" else Role(self.role))
