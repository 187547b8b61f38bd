"""What an evaluation comes to: the machine's verdicts, people's decisions, people's answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.rules.decision import Decision, Outcome
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.criteria import Scorecard
from qa.scoring.filling import fatal_fail, fill, score_of
from qa.scoring.values import ItemState, Score, ScoreItem
from qa.store.evaluation_values import Answer, CheckedVerdict

_BY_HAND = (Evidence("质检员改判"),)


def checked(
    verdicts: Sequence[Verdict], decisions: Sequence[Decision]
) -> tuple[CheckedVerdict, ...]:
    """Every verdict with the decision that counts for it, in order of the verdicts.

    The latest one counts, whoever made it, while the verdict says what it said then: a call that
    was judged again with another result needs another look.
    """
    latest = {decision.code: decision for decision in decisions}
    return tuple(_checked(each, latest.get(each.code)) for each in verdicts)


def counts(decision: Decision, verdict: State) -> bool:
    """Whether a decision says something about a verdict as it is now."""
    return (
        decision.outcome is not Outcome.WITHDRAWN
        and decision.about is not None
        and decision.about.state is verdict
    )


def score(
    scorecard: Scorecard, verdicts: Sequence[CheckedVerdict], answers: Mapping[str, Answer]
) -> Score:
    """The scorecard filled by the machine, corrected by decisions, completed by answers."""
    effective = [_effective(each) for each in verdicts]
    items = [_answered(item, answers.get(item.code)) for item in fill(scorecard, effective).items]
    return score_of(scorecard, items, fatal=fatal_fail(effective))


def unanswered(filled: Score, verdicts: Sequence[CheckedVerdict]) -> list[str]:
    """Codes of criteria that still wait for a person, and of failed fatal rules that do."""
    criteria = [item.code for item in filled.items if item.state is ItemState.NEEDS_HUMAN]
    fatal = [
        each.code
        for each in verdicts
        if each.fatal and each.machine is State.FAIL and each.outcome is None
    ]
    return [*criteria, *fatal]


def _checked(verdict: Verdict, decision: Decision | None) -> CheckedVerdict:
    plain = CheckedVerdict(
        code=verdict.code,
        name=verdict.name,
        machine=verdict.state,
        fatal=verdict.fatal,
        cost=verdict.cost,
    )
    if decision is None or not counts(decision, verdict.state):
        return plain
    return replace(
        plain,
        outcome=decision.outcome,
        true_state=decision.true_state,
        reason=decision.reason,
        decided_by=decision.reviewer,
    )


def _effective(verdict: CheckedVerdict) -> Verdict:
    return Verdict(
        verdict.code,
        verdict.name,
        verdict.state,
        fatal=verdict.fatal,
        evidence=_BY_HAND,
        cost=verdict.cost,
    )


def _answered(item: ScoreItem, answer: Answer | None) -> ScoreItem:
    if answer is None:
        return item
    if answer.na:
        return ScoreItem(item.code, None, item.maximum, ItemState.NOT_APPLICABLE)
    if answer.points is None:
        return item
    return ScoreItem(item.code, answer.points, item.maximum, ItemState.SCORED)
