"""What the overview page draws, each chart from one query.

Rates and trends are over all calls that the machine judged. An average score is only told from
the random sample: calls that people must hear were chosen for what they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from qa.accounts.permissions import Action, check, scope_of
from qa.errors import ReviewError
from qa.people import Person
from qa.review.desk import Desk
from qa.review.filters import Filter, as_call_filter
from qa.rules.verdict import State
from qa.scoring.estimate import Estimate, estimate_mean
from qa.store import CallFilter
from qa.store.overview_values import AgentCount, RatingCount, Throughput, VerdictCount, Volume

INVITATION_RULE = "CLOSE-EVALUATION"
"""Passed when the agent invites the customer to rate the call."""
MOST_PERIODS = 400


class Step(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    """From Monday."""
    MONTH = "month"
    WHOLE = "whole"
    """All of the days together."""


@dataclass(frozen=True, slots=True)
class Range:
    """Days to look at, both included, and how they are put together."""

    first: date
    last: date
    step: Step = Step.DAY

    def periods(self) -> tuple[date, ...]:
        """The first day of each period; the first period may begin late, the last end early.

        Raises:
            ReviewError: the last day is before the first one, or there are too many periods.
        """
        found = [self.first]
        while (after := _after(found[-1], self.step)) <= self.last and len(found) <= MOST_PERIODS:
            found.append(after)
        if self.last < self.first or len(found) > MOST_PERIODS:
            raise ReviewError(
                f"日期范围无效,或超过 {MOST_PERIODS} 段",
                f"no range of days, or more than {MOST_PERIODS} periods",
                "缩小范围,或按周、月汇总 / fewer days, or weeks or months",
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class AverageScore:
    """What the average over all calls of a period is, told from the random sample."""

    period: int
    human: Estimate | None
    """By people's evaluations; None without any."""
    machine: Estimate | None


@dataclass(frozen=True, slots=True)
class FailingRule:
    """How often a rule is failed over the whole range."""

    code: str
    name: str
    fails: int
    applicable: int
    """Calls that pass or fail it."""

    @property
    def rate(self) -> float:
        """0–1."""
        return self.fails / self.applicable


@dataclass(frozen=True, slots=True)
class Charts:
    """Charts of one person over one range; each method is one query."""

    desk: Desk
    person: Person
    range: Range
    filter: Filter = field(default_factory=Filter)
    """Which calls; its days are those of the range."""

    def __post_init__(self) -> None:
        check(self.person, Action.SEE_OVERVIEW)

    @property
    def whole(self) -> "Charts":
        """The same over the range as one period."""
        return replace(self, range=replace(self.range, step=Step.WHOLE))

    @property
    def before(self) -> "Charts":
        """The same over as many days right before."""
        days = self.range.last - self.range.first + timedelta(days=1)
        first, last = self.range.first - days, self.range.last - days
        return replace(self, range=replace(self.range, first=first, last=last))

    @property
    def periods(self) -> tuple[date, ...]:
        """The first day of each period; charts name periods by their place here."""
        return self.range.periods()

    def volume(self) -> list[Volume]:
        """Calls by bucket of the plan, and how many of them are done: volume and coverage."""
        return self.desk.store.volume(self._asked(), self._edges())

    def verdict_rates(
        self, codes: Sequence[str] = (), *, by_team: bool = True
    ) -> list[VerdictCount]:
        """Verdicts of these rules, or of all, by team and period."""
        return self.desk.store.verdict_counts(self._asked(), self._edges(), codes, by_team=by_team)

    def invitations(self) -> list[VerdictCount]:
        """How often agents invite customers to rate, by team and period."""
        return self.verdict_rates([INVITATION_RULE])

    def dissatisfaction(self) -> list[RatingCount]:
        """Customers' ratings by line and period."""
        return self.desk.store.rating_counts(self._asked(), self._edges())

    def average_scores(self) -> list[AverageScore]:
        """The average score of all calls with its confidence interval, by period."""
        found = self.desk.store.sampled_scores(self._asked(), self._edges())
        return [
            AverageScore(place, estimate_mean(each.human), estimate_mean(each.machine))
            for place, each in enumerate(found)
        ]

    def throughput(self) -> list[Throughput]:
        """What people evaluated, by when they did."""
        return self.desk.store.throughput(self._edges(), team=scope_of(self.person).team)

    def failing_rules(self, limit: int = 10) -> list[FailingRule]:
        """The rules failed most often, over the whole range."""
        counts = self.whole.verdict_rates(by_team=False)
        found = [
            FailingRule(each.code, each.name, each.states[State.FAIL], each.applicable)
            for each in counts
            if State.FAIL in each.states
        ]
        return sorted(found, key=lambda rule: (-rule.fails, rule.code))[:limit]

    def agents(self) -> list[AgentCount]:
        """Every agent's trend."""
        return self.desk.store.agent_counts(self._asked(), self._edges())

    def _asked(self) -> CallFilter:
        limited = replace(self.filter, since=None, until=None).within(scope_of(self.person))
        return as_call_filter(limited, self.desk.timezone)

    def _edges(self) -> list[datetime]:
        days = [*self.periods, self.range.last + timedelta(days=1)]
        return [datetime.combine(day, time.min, self.desk.timezone) for day in days]


def last_day(desk: Desk, person: Person) -> date | None:
    """The last day that has calls which the person sees.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_OVERVIEW)
    asked = as_call_filter(Filter().within(scope_of(person)), desk.timezone)
    found = desk.store.last_started(asked)
    return None if found is None else found.astimezone(desk.timezone).date()


def teams(desk: Desk, person: Person) -> list[str]:
    """The teams that the person sees.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.SEE_OVERVIEW)
    own = scope_of(person).team
    return desk.store.teams() if own is None else [own]


def _after(day: date, step: Step) -> date:
    """The first day of the next period."""
    match step:
        case Step.DAY:
            return day + timedelta(days=1)
        case Step.WEEK:
            return day + timedelta(days=7 - day.weekday())
        case Step.MONTH:
            return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        case Step.WHOLE:
            return date.max
