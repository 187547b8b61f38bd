"""Parts of a call read literally: which turns, from when to when, counted from which end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from qa.call import Role, Transcript, Turn
from qa.language.spoken import INTERJECTIONS
from qa.rules.position import Anchor, Between, Position, Window
from qa.rules.stretch import EARLY_S

Place = tuple[float, float, Role | None]
"""From when to when something holds, and who says it."""


@dataclass(frozen=True)
class Part:
    """What a position leads to."""

    turns: Sequence[Turn]
    start: float
    end: float
    needs: tuple[str, ...] = ()
    """The ends of the call that it is counted from or meets."""
    since: float = -inf
    """What begins earlier lies outside."""
    until: float = inf
    """What begins then or later lies outside."""
    hit_role: Role | None = None
    """Whose hit bounds it; what another says may overlap with that."""
    loose: str = ""
    """Which of `since` and `until` that hit is."""

    def since_for(self, role: Role) -> float:
        return self.since - self._overlap(role) if self.loose == "since" else self.since

    def until_for(self, role: Role) -> float:
        return self.until + self._overlap(role) if self.loose == "until" else self.until

    def _overlap(self, role: Role) -> float:
        return 0.0 if self.hit_role is None or role is self.hit_role else EARLY_S

    def holds(self, start: float, role: Role) -> bool:
        """Whether what `role` begins to say then lies inside."""
        return self.since_for(role) <= start < self.until_for(role)

    def reached(self) -> list[Turn]:
        """The turns of which some part lies inside."""
        return [
            turn
            for turn in self.turns
            if turn.end > self.since_for(turn.role) and turn.start < self.until_for(turn.role)
        ]


def says_something(turn: Turn) -> bool:
    """More than interjections and punctuation."""
    return any(char.isalnum() and char not in INTERJECTIONS for char in turn.text)


def turns_of(role: str, transcript: Transcript) -> list[Turn]:
    """What a role says, or may say."""
    return [turn for turn in transcript.turns if role == "any" or turn.role in (role, "unknown")]


def per_turn(role: str, transcript: Transcript) -> int:
    """How many turns hold one of the role: two where nobody knows who speaks."""
    guessed = any(turn.role is Role.UNKNOWN for turn in transcript.turns)
    return 2 if guessed and role != "any" else 1


def counted(turns: Sequence[Turn], count: int) -> list[Turn]:
    """Turns from the first on, until so many of them have said something."""
    taken: list[Turn] = []
    for turn in turns:
        if sum(map(says_something, taken)) < count:
            taken.append(turn)
    return taken


def part_of(position: Position, role: str, transcript: Transcript) -> Part:
    """Where a position without an anchor leads to."""
    ours = turns_of(role, transcript)
    many = per_turn(role, transcript)
    if position.first:
        return _extent(_edge(ours, position.first, many), ("start",))
    if position.last:
        return _extent(_edge(ours, position.last, many, last=True), ("end",))
    if position.between:
        return _between(ours, position.between, many, transcript.duration_s)
    return Part(ours, 0.0, transcript.duration_s)


def _edge(ours: list[Turn], window: Window, many: int, last: bool = False) -> list[Turn]:
    """The first or last turns; in seconds, those that begin (or end) in time."""
    if window.turns and last:
        return counted(ours[::-1], window.turns * many)[::-1]
    if window.turns:
        return counted(ours, window.turns * many)
    if last:
        return [turn for turn in ours if turn.end > max(t.end for t in ours) - window.seconds]
    return [turn for turn in ours if turn.start < min(t.start for t in ours) + window.seconds]


def _extent(turns: list[Turn], needs: tuple[str, ...]) -> Part:
    start = min((turn.start for turn in turns), default=0.0)
    return Part(turns, start, max((turn.end for turn in turns), default=0.0), needs)


def _between(ours: list[Turn], between: Between, many: int, length: float) -> Part:
    given = between.model_dump(exclude_none=True)
    early, late = any(at >= 0 for at in given.values()), any(at < 0 for at in given.values())
    needs = ("start",) * early + ("end",) * late
    if "from_turn" in given or "to_turn" in given:
        return _extent(_from_to(ours, between, many), needs)
    if "from_percent" in given or "to_percent" in given:
        share = given.get("to_percent", 100)
        low = length * given.get("from_percent", 0) / 100
        high = inf if share == 100 else length * share / 100
        needs = ("start", "end")
    else:
        low, high = (
            at if at >= 0 else length + at
            for at in (given.get("from_s", 0), given.get("to_s", inf))
        )
    start = min(max(low, 0.0), length)
    part = Part(ours, start, max(start, min(high, length)), needs, low, high)
    return replace(part, turns=part.reached())


def _from_to(ours: list[Turn], between: Between, many: int) -> list[Turn]:
    """From one turn to another, counted as `first` and `last` do."""
    total = sum(map(says_something, ours))
    low, high = between.from_turn or 1, between.to_turn or -1
    skipped = (low - 1) * many if low > 0 else total + low * many
    until = high * many if high > 0 else total + (high + 1) * many
    late = ours if low == 1 else counted(ours[::-1], total - skipped)[::-1]
    early = ours if high == -1 else counted(ours, until)
    return [turn for turn in late if turn in early]


def around(hit: Place, anchor: Anchor, role: str, transcript: Transcript) -> Part:
    """So much before and after a hit, counted outward; with both the hit itself as well."""
    ours, many = turns_of(role, transcript), per_turn(role, transcript)
    start, end, hit_role = hit
    own = [turn for turn in ours if turn.start <= start < turn.end]
    earlier = [turn for turn in ours if turn.start < start and turn not in own]
    later = [turn for turn in ours if turn.start >= start and turn not in own]
    before, after = anchor.before or anchor.around, anchor.after or anchor.around
    earlier, short_before = _outward(earlier[::-1], before, many)
    later, short_after = _outward(later, after, many)
    seconds_before, seconds_after = ((side and side.seconds) or inf for side in (before, after))
    since = start - seconds_before if before else end
    until = end + seconds_after if after else start
    loose = "until" if before and not after else "since" if after and not before else ""
    part = Part([*earlier[::-1], *own, *later], 0, 0, (), since, until, hit_role, loose)
    reached = part.reached()
    low = since if since > -inf else min([start, *(turn.start for turn in reached)])
    high = until if until < inf else max([end, *(turn.end for turn in reached)])
    low = 0.0 if short_before else max(0.0, low)
    high = transcript.duration_s if short_after else max(low, high)
    meets_start = before and low <= transcript.turns[0].start
    meets_end = after and high >= max(turn.end for turn in transcript.turns)
    needs = ("start",) * bool(meets_start) + ("end",) * bool(meets_end)
    return replace(part, turns=reached, start=low, end=max(low, high), needs=needs)


def _outward(turns: list[Turn], window: Window | None, many: int) -> tuple[list[Turn], bool]:
    """The turns of one side, and whether there are fewer than the window asks for."""
    if window is None:
        return [], False
    if window.turns is None:
        return turns, False
    taken = counted(turns, window.turns * many)
    return taken, sum(map(says_something, taken)) < window.turns * many
