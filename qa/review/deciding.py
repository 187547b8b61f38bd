"""Confirming and overturning verdicts."""

from dataclasses import dataclass
from datetime import datetime

from qa.accounts.permissions import Action, check
from qa.errors import Conflict, NotThere
from qa.people import Person
from qa.review.desk import Desk, changed, check_claim, opened
from qa.review.evaluating import check_open, verdicts_of
from qa.review.texts import reason as checked_reason
from qa.review.totals import score
from qa.rules.decision import Decision, Outcome
from qa.rules.verdict import State
from qa.scoring.values import Score
from qa.store.evaluation_values import CheckedVerdict
from qa.store.opening import Opened


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict after a decision."""

    verdict: CheckedVerdict
    score: Score
    """What the evaluation comes to with it."""


def decide(
    desk: Desk,
    person: Person,
    now: datetime,
    call_id: str,
    code: str,
    outcome: Outcome,
    *,
    true_state: State | None = None,
    reason: str = "",
    seen: State | None = None,
) -> Decided:
    """Record a decision on a verdict; the latest one counts, and all are kept.

    Args:
        desk: what to work with.
        person: who decides.
        now: aware.
        call_id: of the call.
        code: of the rule.
        outcome: the decision.
        true_state: what is right, of a verdict that is overturned.
        reason: has to be given when overturning.
        seen: the verdict that the person saw; None: whatever it is now.

    Raises:
        Forbidden: the role does not allow it.
        UnknownCall: the call was deleted.
        ClaimLost: somebody else has the call.
        Conflict: the call was judged again, and the verdict is another now; or the evaluation is
            finished.
        NotThere: there is no such verdict.
        ReviewError: overturned without a reason.
        DecisionError: the decision contradicts itself.
    """
    check(person, Action.JUDGE)
    found = opened(desk, person, call_id)
    check_open(found)
    check_claim(desk, person, found, now)
    machine = _verdict(found, code).machine
    if seen not in (None, machine):
        raise Conflict(
            f"规则 {code} 的结论已重新判定为 {machine}",
            f"the call was judged again: {code} is {machine} now",
            "请重新查看证据 / look at the evidence again",
        )
    said = checked_reason(reason) if outcome is Outcome.OVERTURNED else reason.strip()
    decision = Decision(
        call_id=call_id,
        code=code,
        outcome=outcome,
        reviewer=person.username,
        decided_at=now,
        true_state=true_state,
        reason=said or None,
    )
    noted = changed(person, now, "verdict_decided", call_id=call_id, code=code, outcome=outcome)
    desk.store.decide([decision], now, noted)
    return _after(desk, person, call_id, code)


def withdraw(desk: Desk, person: Person, now: datetime, call_id: str, code: str) -> Decided:
    """Take the last decision back; that it was made stays in the history.

    Raises:
        As `decide`.
    """
    return decide(desk, person, now, call_id, code, Outcome.WITHDRAWN)


def _after(desk: Desk, person: Person, call_id: str, code: str) -> Decided:
    found = opened(desk, person, call_id)
    answers = found.draft.body.answers if found.draft else {}
    filled = score(desk.scorecard(found.call.business_line), verdicts_of(found), answers)
    return Decided(_verdict(found, code), filled)


def _verdict(found: Opened, code: str) -> CheckedVerdict:
    for verdict in verdicts_of(found):
        if verdict.code == code:
            return verdict
    raise NotThere(
        f"通话 {found.call.call_id} 没有规则 {code} 的结论,可能已重新质检",
        f"the call has no verdict of {code}; it may have been judged again",
        "重新打开这通通话 / open the call again",
    )
