"""How far each rule can be trusted, told from what inspectors decided.

A rule's *hits* are its fails. Precision is the share of hits that inspectors confirm, of those
on which they could decide. By default decisions on the verdicts of every version of a rule count
together, each with the verdict that it was made on, and the latest of a call counts: most
versions differ in other rules, and a rule that changes in earnest is looked at by version.
Judged calls and hits are those that the store holds now, so of an older version only what no
newer one has judged again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.review.recall import Part, Recall, estimate_recall
from qa.rules.decision import Outcome, truth
from qa.rules.verdict import State
from qa.scoring.estimate import wilson
from qa.store.values import DecisionTally, VerdictTally
from qa.timeline import Seconds

FLOOR = 0.5
"""Below it most of what a rule makes people hear is a false alarm."""
LEAST_REVIEWED = 10
"""Decided hits from which a rule may be called not worth its time."""

Key = tuple[str, str | None]
"""Code and, where versions are told apart, version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePrecision:
    """One rule, or one version of it."""

    code: str
    name: str
    """Empty when no call has a verdict of it any more."""
    rulebook: str | None
    """Line and version; None for all versions together."""
    judged: int
    """Calls that have a verdict of it."""
    hits: int
    """Calls that fail it."""
    confirmed: int
    """Hits that inspectors confirmed."""
    overturned: int
    cannot_judge: int
    mean_length_s: Seconds | None
    """Of the judged calls."""
    recall: Recall

    @property
    def reviewed(self) -> int:
        """Hits that an inspector has heard."""
        return self.confirmed + self.overturned + self.cannot_judge

    @property
    def decided(self) -> int:
        """Hits on which an inspector could decide."""
        return self.confirmed + self.overturned

    @property
    def precision(self) -> float | None:
        """0–1; None while nothing is decided."""
        return self.confirmed / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the precision."""
        return wilson(self.confirmed / self.decided, self.decided) if self.decided else None

    @property
    def wasted_s(self) -> Seconds:
        """Time that reviewers spent on false alarms, at the mean length of a call."""
        return self.overturned * (self.mean_length_s or 0.0)


def rule_precisions(
    verdicts: Iterable[VerdictTally],
    decisions: Iterable[DecisionTally],
    *,
    each_version: bool = False,
) -> list[RulePrecision]:
    """Every rule that has verdicts or decisions, in order of code.

    Args:
        verdicts: present verdicts, counted.
        decisions: latest decisions, counted; told apart by version where `each_version` is.
        each_version: one entry a version of a rule.
    """
    judged: dict[Key, list[VerdictTally]] = defaultdict(list)
    decided: dict[Key, list[DecisionTally]] = defaultdict(list)
    for verdict in verdicts:
        judged[verdict.code, verdict.rulebook if each_version else None].append(verdict)
    for decision in decisions:
        decided[decision.code, decision.rulebook if each_version else None].append(decision)
    keys = sorted({*judged, *decided}, key=lambda key: (key[0], key[1] or ""))
    return [_precision(key, judged[key], decided[key]) for key in keys]


def not_worth(
    rules: Iterable[RulePrecision], *, floor: float = FLOOR, least: int = LEAST_REVIEWED
) -> list[RulePrecision]:
    """Rules that are not worth their reviewers' time, the greatest waste first.

    Their precision surely lies below `floor`: the upper end of its interval does, with at least
    `least` hits decided.
    """
    poor = [
        rule
        for rule in rules
        if rule.decided >= least and rule.interval is not None and rule.interval[1] < floor
    ]
    return sorted(poor, key=lambda rule: (-rule.wasted_s, rule.code))


def _precision(
    key: Key, judged: Sequence[VerdictTally], decided: Sequence[DecisionTally]
) -> RulePrecision:
    calls = sum(each.calls for each in judged)
    reviewed: dict[Outcome, int] = defaultdict(int)
    for each in decided:
        if each.machine is State.FAIL:
            reviewed[each.outcome] += each.calls
    return RulePrecision(
        code=key[0],
        name=max((each.name for each in judged), default=""),
        rulebook=key[1],
        judged=calls,
        hits=sum(each.calls for each in judged if each.state is State.FAIL),
        confirmed=reviewed[Outcome.CONFIRMED],
        overturned=reviewed[Outcome.OVERTURNED],
        cannot_judge=reviewed[Outcome.CANNOT_JUDGE],
        mean_length_s=sum(each.audio_s for each in judged) / calls if calls else None,
        recall=estimate_recall(_parts(judged, decided)),
    )


def _parts(
    judged: Sequence[VerdictTally], decided: Sequence[DecisionTally]
) -> Mapping[State, list[Part]]:
    """What the random sample holds of every verdict, by business line."""
    population: dict[tuple[State, str], int] = defaultdict(int)
    known: dict[tuple[State, str], int] = defaultdict(int)
    fails: dict[tuple[State, str], int] = defaultdict(int)
    for verdict in judged:
        population[verdict.state, verdict.business_line] += verdict.calls
    for decision in decided:
        true = truth(decision.machine, decision.outcome, decision.true_state)
        if decision.sampled and true is not None:
            stratum = decision.machine, decision.business_line
            known[stratum] += decision.calls
            fails[stratum] += decision.calls if true is State.FAIL else 0
    parts: dict[State, list[Part]] = defaultdict(list)
    for state, line in sorted({*population, *known}):
        stratum = state, line
        # Calls that were judged anew since have left the population, not the decisions.
        size = max(population[stratum], known[stratum])
        parts[state].append(Part(size, known[stratum], fails[stratum]))
    return parts
