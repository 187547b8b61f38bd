"""What changes between the stored verdicts and those of a draft, counted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from qa.rules.verdict import State
from qa.timeline import Seconds

Outcome = State | None
"""A verdict's state; None where the rulebook had, or has, no such rule."""


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict that would be another."""

    code: str
    before: Outcome
    after: Outcome
    call_id: str
    started_at: datetime
    agent_id: str
    recording: str
    at: Seconds | None
    """Where to listen; None when there is no place."""
    why: str
    """What the draft says."""


Kind = tuple[str, Outcome, Outcome]
"""Rule code, before, after."""


@dataclass(slots=True)
class Tally:
    """Verdicts counted over many calls, with a few examples of each change."""

    calls: int = 0
    verdicts: Counter[Kind] = field(default_factory=Counter)
    examples: dict[Kind, list[Change]] = field(default_factory=dict)
    mandatory_before: int = 0
    """Calls that had to be heard in full."""
    mandatory_after: int = 0
    newly_mandatory: int = 0
    no_longer_mandatory: int = 0
    days: set[date] = field(default_factory=set)
    """On which the calls were."""

    def add(self, other: "Tally", keep: int) -> None:
        """Take in the tally of other calls; of each kind of change the first `keep` examples."""
        self.calls += other.calls
        self.verdicts.update(other.verdicts)
        self.mandatory_before += other.mandatory_before
        self.mandatory_after += other.mandatory_after
        self.newly_mandatory += other.newly_mandatory
        self.no_longer_mandatory += other.no_longer_mandatory
        self.days |= other.days
        for kind, changes in other.examples.items():
            kept = self.examples.setdefault(kind, [])
            kept += changes[: keep - len(kept)]

    def count(self, change: Change, keep: int) -> None:
        """Count one change."""
        kind = (change.code, change.before, change.after)
        self.verdicts[kind] += 1
        kept = self.examples.setdefault(kind, [])
        if len(kept) < keep:
            kept.append(change)

    @property
    def by_rule(self) -> Iterator["RuleTally"]:
        """One a rule, in order of code."""
        for code in sorted({code for code, _, _ in self.verdicts}):
            yield RuleTally(
                code, {(b, a): n for (c, b, a), n in self.verdicts.items() if c == code}
            )


@dataclass(frozen=True, slots=True)
class RuleTally:
    """The verdicts of one rule."""

    code: str
    counts: dict[tuple[Outcome, Outcome], int]
    """(before, after) → verdicts."""

    @property
    def newly_failing(self) -> int:
        """Calls that the draft fails and the stored verdict did not."""
        return self._sum((b, a) for b, a in self.counts if a is State.FAIL and b is not State.FAIL)

    @property
    def newly_passing(self) -> int:
        """Calls that the draft passes and the stored verdict failed."""
        return self._sum((b, a) for b, a in self.counts if b is State.FAIL and a is State.PASS)

    @property
    def otherwise_changed(self) -> int:
        """All other changes."""
        changed = self._sum((b, a) for b, a in self.counts if b is not a)
        return changed - self.newly_failing - self.newly_passing

    @property
    def unchanged(self) -> int:
        """Verdicts that stay."""
        return self._sum((b, a) for b, a in self.counts if b is a)

    @property
    def fails_before(self) -> int:
        """Stored fails."""
        return self._sum((b, a) for b, a in self.counts if b is State.FAIL)

    @property
    def fails_after(self) -> int:
        """Fails by the draft."""
        return self._sum((b, a) for b, a in self.counts if a is State.FAIL)

    def _sum(self, kinds: Iterable[tuple[Outcome, Outcome]]) -> int:
        return sum(self.counts[kind] for kind in kinds)
