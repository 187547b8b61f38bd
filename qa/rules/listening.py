"""What follows from what was heard, and from what was not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from qa.call import Role
from qa.rules.ear import Listener
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.scope import Scope
from qa.rules.stretch import Found, Stretch
from qa.rules.verdict import Evidence

DOUBTFUL = 0.25
"""Confidence below which something heard only raises a suspicion."""


Tell = Callable[[Found], Evidence]
"""What a reader is told of something that was heard."""


class Listening(Scope):
    """Mixed into operators that look for something said."""

    def outcome(
        self, hearing: Hearing, part: Stretch, what: str, found: Sequence[Found], tell: Tell
    ) -> Finding:
        """True with what was surely said by the role, unknown with what perhaps was.

        `what` is what was looked for, in words, should nothing have been heard.
        """
        if not found:
            return self.absent(hearing, part, what)
        sure = [item for item in found if self.surely(item)]
        if sure:
            return true(partial(map, tell, sure), confidence=max(item.confidence for item in sure))
        return self.suspected(found, tell)

    def surely_said(self, hearing: Hearing, listener: Listener) -> bool:
        """Whether something that counts is soon found; not looked for at the hits of an anchor."""
        if self.anchor is not None:
            return False
        return any(map(self.surely, self.stretch(hearing).hear(hearing, listener)))

    def suspected(self, found: Sequence[Found], tell: Tell) -> Finding:
        """Unknown with what was perhaps said by the role."""
        return unknown(partial(map, partial(self._suspicion, tell), found), confidence=0.5)

    def surely(self, item: Found) -> bool:
        """Whether it counts as said by the role."""
        return item.confidence >= DOUBTFUL and self.surely_ours(item.turn)

    def absent(self, hearing: Hearing, part: Stretch, what: str) -> Finding:
        """That `what` was not heard: false, or unknown when it may have been said all the same."""
        doubts, confidence = self.heard_well(hearing, part)
        why = partial(self._not_heard, part, what, doubts)
        return (unknown if doubts else false)(why, confidence=confidence)

    def unsure(self, item: Found) -> str:
        """Why it may not count as said by the role, in words; empty where it surely does."""
        if self.surely(item):
            return ""
        if self.surely_ours(item.turn):
            return f"把握度仅 {item.confidence:.0%},需人工确认"
        return f"录音不分声道,无法确认是{ROLE_NAMES[self.role]}所说"

    def _suspicion(self, tell: Tell, item: Found) -> Evidence:
        evidence, doubt = tell(item), self.unsure(item)
        return replace(evidence, why=f"{evidence.why};{doubt}") if doubt else evidence

    def _not_heard(self, part: Stretch, what: str, doubts: Sequence[str]) -> Evidence:
        why = f"{self.where()}未听到{what}"
        if doubts:
            return Evidence(f"{why};{';'.join(doubts)},无法判断")
        place = part.span if self.narrow and part.turns else None
        return Evidence(why, span=place, role=None if self.role == "any" else Role(self.role))
