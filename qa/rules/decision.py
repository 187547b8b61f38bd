"""What an inspector says of a verdict, and what follows for the truth."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qa.rules.verdict import State


class Outcome(StrEnum):
    """The three decisions, and taking one back."""

    CONFIRMED = "confirmed"
    """The verdict is right (维持)."""
    OVERTURNED = "overturned"
    """The verdict is wrong (推翻)."""
    CANNOT_JUDGE = "cannot_judge"
    """Nor can a person tell (无法判断)."""
    WITHDRAWN = "withdrawn"
    """Nothing is decided any more (撤回): it was a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict that a decision is about: verdicts are made anew, decisions are not."""

    state: State
    rulebook: str
    """Line and version: `inbound@0123456789ab`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One inspector's decision on one verdict."""

    call_id: str
    code: str
    """Of the rule."""
    outcome: Outcome
    reviewer: str
    decided_at: datetime | None = None
    """Aware; None until it is recorded: then it is that moment."""
    true_state: State | None = None
    """What the verdict should have been, of one that is overturned."""
    reason: str | None = None
    about: Judgement | None = None
    """None until it is recorded: then it is the call's present verdict."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a decision cannot stand."""

    field: str
    """Of `Decision`."""
    what: str
    fix: str


_OPPOSITES = {State.FAIL: State.PASS, State.PASS: State.FAIL}


def truth(machine: State, outcome: Outcome, true_state: State | None) -> State | None:
    """What the verdict should have been; None when the inspector could not tell.

    Overturned without a word on what is right, a fail was a pass and a pass was a fail.
    """
    match outcome:
        case Outcome.CONFIRMED:
            return machine
        case Outcome.OVERTURNED:
            return true_state or _OPPOSITES.get(machine)
        case Outcome.CANNOT_JUDGE | Outcome.WITHDRAWN:
            return None


def objection(decision: Decision, machine: State) -> Objection | None:
    """Why this decision contradicts itself, given the verdict that it is about."""
    outcome, true = decision.outcome, decision.true_state
    if outcome in (Outcome.CANNOT_JUDGE, Outcome.WITHDRAWN) and true is not None:
        what = f"没有作出判断,却说应为 {true} / does not judge, yet says what is right"
        return Objection("true_state", what, "留空 / leave it empty")
    if outcome is Outcome.CONFIRMED and true not in (None, machine):
        what = f"维持结论 {machine},却说应为 {true} / confirms one verdict and names another"
        return Objection("true_state", what, "改为推翻,或留空 / overturn it, or leave it empty")
    if outcome is Outcome.OVERTURNED and true is machine:
        what = f"推翻结论 {machine},又说应为 {true} / overturns a verdict and names the same"
        return Objection(
            "true_state", what, "改为维持,或写出正确的结论 / confirm it, or correct it"
        )
    if outcome is Outcome.OVERTURNED and true is None and machine not in _OPPOSITES:
        what = f"推翻结论 {machine},没有说应为什么 / overturns a verdict that has no one opposite"
        return Objection("true_state", what, "写出正确的结论 / say what is right")
    return None
