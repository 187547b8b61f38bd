"""Which part of a call a condition looks at, and whether it could be heard there."""

from collections.abc import Callable, Sequence
from typing import Literal

from qa.call import Turn
from qa.rules import stretch
from qa.rules.doubts import doubts_and_confidence
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, all_of, any_of, false, true, unknown
from qa.rules.names import ROLE_NAMES, in_words
from qa.rules.position import Anchor, Ends, Position
from qa.rules.stretch import Stretch, many_of
from qa.rules.verdict import Evidence

Look = Callable[[Hearing, Stretch], Finding]
"""What an operator finds in one stretch."""


class Scope(Position):
    """Role and position; mixed into operators that look at what was said."""

    role: Literal["agent", "customer", "any"] = "any"
    """Whose turns."""
    unknown_role: Literal["counts", "unknown"] = "unknown"
    """Where the recording does not tell the parties apart: whether words that this role alone
    would say count as its own, or leave the condition unknown."""
    absence_needs: tuple[Ends, ...] | None = None
    """What has to be complete before something can be said to be absent: the start or the end
    of the call, or at least the file. By default what the position is counted from; nothing for
    the whole call."""

    def surely_ours(self, turn: Turn) -> bool:
        """Whether a hit in this turn counts as the role's."""
        return self.role in ("any", turn.role) or self.unknown_role == "counts"

    def where(self) -> str:
        """The scope in words: 坐席前3个话轮内."""
        return f"{ROLE_NAMES[self.role]}{self.place()}"

    def over(self, hearing: Hearing, look: Look) -> Finding:
        """What `look` finds in the scope; at every hit of the anchor, if there is one."""
        return over(self, self.role, hearing, look)

    def stretch(self, hearing: Hearing) -> Stretch:
        """The turns in scope, those of unknown role among them; only without an anchor."""
        return stretch_of(self, self.role, hearing)

    def doubts(self, hearing: Hearing, part: Stretch) -> tuple[str, ...]:
        """Why something that was not found may have been said all the same."""
        return self.heard_well(hearing, part)[0]

    def heard_well(self, hearing: Hearing, part: Stretch) -> tuple[tuple[str, ...], float]:
        """The doubts, and how sure the words in a stretch are (0–1)."""
        key = (self.role, self.key, part.span, len(part.turns), self.absence_needs)
        known = hearing.doubts.get(key)
        if known is None:
            needs = self.absence_needs
            needs = needs_of(self, hearing, part) if needs is None else needs
            known = doubts_and_confidence(hearing, self.role, part.turns, needs)
            hearing.doubts[key] = known
        return known


def over(position: Position, role: str, hearing: Hearing, look: Look) -> Finding:
    """What `look` finds at a position among a role's turns."""
    if position.anchor is None:
        return look(hearing, stretch_of(position, role, hearing))
    anchor = position.anchor
    found = hearing.named(anchor.condition)
    if found.truth is Truth.UNKNOWN:
        return unknown(*found.reasons, confidence=found.confidence)
    hits = _chosen(found.hits, anchor)
    parts = [look(hearing, _near(hit, anchor, role, hearing)) for hit in hits]
    if anchor.hit == "every":
        return all_of(parts) if parts else true(_nowhere(anchor))
    return any_of(parts) if parts else false(_nowhere(anchor))


def _chosen(hits: Sequence[Evidence], anchor: Anchor) -> Sequence[Evidence]:
    if isinstance(anchor.hit, str):
        return hits
    place = anchor.hit - 1 if anchor.hit > 0 else len(hits) + anchor.hit
    return hits[place : place + 1] if place >= 0 else ()


def _near(hit: Evidence, anchor: Anchor, role: str, hearing: Hearing) -> Stretch:
    before, after = anchor.before or anchor.around, anchor.after or anchor.around
    turns, length = hearing.turns_of(role), hearing.transcript.duration_s
    return stretch.around(turns, hit, before, after, length, many_of(hearing, role))


def _nowhere(anchor: Anchor) -> Evidence:
    return Evidence(f"没有出现“{in_words(anchor.condition)}”")


def stretch_of(position: Position, role: str, hearing: Hearing) -> Stretch:
    """The turns at a position, those of unknown role among them; only without an anchor."""
    key = (role, position.key)
    known = hearing.stretches.get(key)
    if known is None:
        known = hearing.stretches[key] = _selected(position, role, hearing)
    return known


def _selected(position: Position, role: str, hearing: Hearing) -> Stretch:
    turns, many = hearing.turns_of(role), many_of(hearing, role)
    if position.first:
        return stretch.beginning(turns, position.first, many)
    if position.last:
        return stretch.ending(turns, position.last, many)
    if position.between:
        return stretch.part(turns, position.between, hearing, many)
    return stretch.whole(turns, hearing)


def needs_of(position: Position, hearing: Hearing, part: Stretch) -> tuple[Ends, ...]:
    """The ends of the call that a position is counted from, or that an anchor's window meets."""
    if position.first:
        return ("start",)
    if position.last:
        return ("end",)
    if position.between:
        return position.between.ends
    anchor = position.anchor
    if anchor is None or not hearing.turns:
        return ()
    early = not anchor.after and part.span.start <= hearing.turns[0].start
    late = not anchor.before and part.span.end >= max(turn.end for turn in hearing.turns)
    return (*(("start",) if early else ()), *(("end",) if late else ()))
