"""What charts are drawn from: counts made by the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.call import Satisfaction
from qa.rules.verdict import State
from qa.scoring.estimate import Stratum
from qa.scoring.values import PlanKind
from qa.timeline import Seconds


@dataclass(frozen=True, slots=True)
class Volume:
    """Calls of one period in one bucket of the plan."""

    period: int
    """Place among the periods that were asked for, from 0."""
    kind: PlanKind
    calls: int
    done: int
    """Evaluated by a person."""


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """Verdicts of one rule in one period and team."""

    period: int
    code: str
    name: str
    team: str | None
    states: Mapping[State, int]

    @property
    def applicable(self) -> int:
        """Verdicts that say pass or fail."""
        return self.states.get(State.PASS, 0) + self.states.get(State.FAIL, 0)

    @property
    def fail_rate(self) -> float | None:
        """Fails of those that say pass or fail, 0–1; None without any."""
        return self.states.get(State.FAIL, 0) / self.applicable if self.applicable else None


@dataclass(frozen=True, slots=True)
class RatingCount:
    """Calls of one period and line by their customers' rating."""

    period: int
    line: str
    ratings: Mapping[Satisfaction, int]

    @property
    def rated(self) -> int:
        """Calls that were rated at all."""
        return sum(self.ratings.values()) - self.ratings.get(Satisfaction.NONE, 0)

    @property
    def dissatisfied_rate(self) -> float | None:
        """Of the rated ones, 0–1; None without any."""
        bad = self.ratings.get(Satisfaction.DISSATISFIED, 0)
        return bad / self.rated if self.rated else None


@dataclass(frozen=True, slots=True)
class Sampled:
    """What the random sample of one period says of scores, a stratum a business line."""

    human: tuple[Stratum, ...]
    """Of calls that a person evaluated."""
    machine: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Throughput:
    """What one person evaluated in one period."""

    period: int
    person: str
    evaluations: int
    calls: int
    audio_s: Seconds
    """Length of these calls together."""


@dataclass(frozen=True, slots=True)
class AgentCount:
    """One agent in one period."""

    period: int
    agent_id: str
    agent_name: str | None
    team: str | None
    calls: int
    machine_score: float | None
    """Mean of the machine's totals, over all calls."""
    human_score: float | None
    """Mean of people's totals; of calls that were chosen for what they are, so no estimate."""
    fails: int
    """Verdicts of fail."""
