"""What a night came to, as one object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qa.errors import Problem
from qa.nightly.observer import Progress
from qa.nightly.risk_report import RiskReport
from qa.rules.verdict import State
from qa.scoring.coverage import CoverageRow
from qa.scoring.values import Flag
from qa.timeline import Seconds

ALL_DONE, SOME_FAILED, INTERRUPTED = 0, 1, 130
"""Exit codes; 2, could not start, is an error and has no report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """How the run itself went."""

    manifest: str
    day: date | None
    """Only calls of this day were taken; None means all."""
    started_at: datetime
    finished_at: datetime
    interrupted: bool
    worked: Progress
    """What this run did; the rest of the report is about the whole night, whichever run did it."""

    @property
    def elapsed_s(self) -> Seconds:
        """By the clock, from the command to its end."""
        return (self.finished_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What the night's calls were heard and judged by."""

    pipeline: str
    recognisers: tuple[str, ...]
    rulebooks: tuple[str, ...]
    superseded: tuple[str, ...]
    """Those of the rulebooks that are not the present ones: calls judged before a change keep
    their verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The night's calls."""

    listed: int
    """Good rows of the manifest, of the day asked for."""
    refused: int
    """Bad rows of the manifest; `RunReport.problems` says why."""
    other_days: int
    """Good rows of other days than the one asked for: left for another run."""
    done: int
    failed: int
    audio_s: Seconds
    """Length of the recordings that were judged."""

    @property
    def open(self) -> int:
        """Calls that still wait."""
        return self.listed - self.done - self.failed


@dataclass(frozen=True, slots=True)
class FailedCall:
    """A call that could not be judged."""

    call_id: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """The verdicts of one rule on one business line."""

    business_line: str
    code: str
    name: str
    fatal: bool
    counts: Mapping[State, int]

    @property
    def fail_rate(self) -> float | None:
        """Failed of those judged either way, 0–1; None when there are none."""
        judged = self.counts.get(State.FAIL, 0) + self.counts.get(State.PASS, 0)
        return self.counts.get(State.FAIL, 0) / judged if judged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """All that the people of the morning want to know."""

    run: RunFacts
    versions: Versions
    totals: Totals
    failures: tuple[FailedCall, ...]
    problems: tuple[Problem, ...]
    """Rows of the manifest that were refused."""
    warnings: tuple[Problem, ...]
    conditions: Mapping[str, Sequence[str]]
    """Calls whose recordings are not as they should be, by what is wrong with them."""
    rules: tuple[RuleRow, ...]
    flags: Mapping[Flag, Mapping[str, int]]
    """Calls by flag and business line."""
    coverage: Mapping[date, tuple[CoverageRow, ...]]
    """The review plan of each day; empty while calls still wait."""
    risks: tuple[RiskReport, ...] = ()
    """One a target; empty while calls still wait."""

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some calls failed, were refused or still wait, 130 interrupted."""
        if self.run.interrupted:
            return INTERRUPTED
        bad = self.totals.failed or self.totals.open or self.totals.refused
        return SOME_FAILED if bad else ALL_DONE
