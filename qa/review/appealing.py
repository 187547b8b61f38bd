"""Appeals: an agent disputes, a lead comments, a manager decides."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from qa.accounts.permissions import Action, check, may, scope_of
from qa.errors import Conflict, Forbidden, NotThere, ReviewError
from qa.people import Person
from qa.review.desk import Desk, changed, check_seen, opened
from qa.review.evaluating import last_version
from qa.review.publishing import appeal_until, published_version
from qa.review.texts import reason as checked_reason
from qa.review.totals import score
from qa.rules.decision import Decision, Judgement, Outcome
from qa.rules.verdict import State
from qa.scoring.criteria import Scorecard
from qa.store.appeal_values import Appeal, AppealEvent, AppealState, Step, Subject
from qa.store.evaluation_values import (
    Answer,
    CheckedVerdict,
    EvaluationBody,
    NewVersion,
    Version,
    VersionKind,
)

_OPPOSITES = {State.FAIL: State.PASS, State.PASS: State.FAIL}
_READERS = (Action.APPEAL, Action.COMMENT_APPEAL, Action.DECIDE_APPEAL, Action.JUDGE)


def appeal(
    desk: Desk,
    person: Person,
    now: datetime,
    call_id: str,
    subject: Subject,
    code: str,
    reason: str,
) -> int:
    """Dispute a verdict or criterion of the published result; the appeal's number.

    Raises:
        Forbidden: the role does not allow it, or it is not the agent's own call.
        UnknownCall: the call was deleted.
        NotThere: nothing was published, or the result says nothing of `code`.
        ReviewError: the time for it is over, or no reason is given.
        Conflict: the same was disputed before.
    """
    check(person, Action.APPEAL)
    found = opened(desk, person, call_id)
    check_seen(person, Action.APPEAL, found)
    version = published_version(found)
    if now > appeal_until(desk, version):
        raise ReviewError(
            f"申诉期限({desk.options.appeal_days} 天)已过", "the time for an appeal is over"
        )
    _check_named(version, subject, code)
    event = AppealEvent(Step.FILED, person.username, now, checked_reason(reason))
    noted = changed(person, now, "appeal_filed", call_id=call_id, subject=code)
    twice = any((each.subject, each.code) == (subject, code) for each in found.appeals)
    key = None if twice else desk.store.file_appeal(version, subject, code, event, noted)
    if key is None:
        raise Conflict(f"{code} 已申诉过", f"{code} was disputed before")
    return key


def comment(desk: Desk, person: Person, now: datetime, key: int, text: str) -> None:
    """Add a lead's view.

    Raises:
        Forbidden: the role does not allow it, or it is another team's.
        NotThere: there is no such appeal.
        Conflict: it is decided.
    """
    check(person, Action.COMMENT_APPEAL)
    about = _seen(desk, person, key)
    event = AppealEvent(Step.COMMENTED, person.username, now, checked_reason(text))
    noted = changed(person, now, "appeal_commented", call_id=about.call_id, subject=str(key))
    if not desk.store.comment_appeal(key, event, noted):
        raise _decided()


def reject(desk: Desk, person: Person, now: datetime, key: int, why: str) -> None:
    """Decide against the agent: the result stays.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such appeal.
        Conflict: it is decided.
    """
    check(person, Action.DECIDE_APPEAL)
    about = _seen(desk, person, key)
    event = AppealEvent(Step.REJECTED, person.username, now, checked_reason(why))
    noted = changed(person, now, "appeal_rejected", call_id=about.call_id, subject=str(key))
    if not desk.store.reject_appeal(key, event, noted):
        raise _decided()


def uphold(
    desk: Desk,
    person: Person,
    now: datetime,
    key: int,
    why: str,
    *,
    true_state: State | None = None,
    points: float | None = None,
) -> Version:
    """Decide for the agent: a new version with the changed verdict or points, published at once.

    The decision on a verdict counts like an inspector's: against the rule's precision where the
    machine was wrong.

    Args:
        desk: what to work with.
        person: who decides.
        now: aware.
        key: of the appeal.
        why: a reason.
        true_state: what the verdict should have been; its opposite when left out.
        points: of the criterion; all of them when left out.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such appeal, or the result no longer has what it is about.
        Conflict: it is decided, or another version was made meanwhile.
        ReviewError: no reason; points that the criterion does not have; a verdict without one
            opposite.
    """
    check(person, Action.DECIDE_APPEAL)
    about = _seen(desk, person, key)
    said = checked_reason(why)
    if about.state is not AppealState.OPEN:
        raise _decided()
    last = last_version(opened(desk, person, about.call_id).versions)
    card = desk.store.scorecard(last.body.score.scorecard) if last else None
    if last is None or card is None:
        raise NotThere("没有可改的评分", "there is no evaluation to change")
    _check_named(last, about.subject, about.code)
    if about.subject is Subject.VERDICT:
        body, decision = _other_verdict(last, card, about, person, said, true_state)
    else:
        body, decision = _other_points(last, card, about.code, points), None
    new = NewVersion(
        call_id=about.call_id,
        kind=VersionKind.APPEAL,
        made_by=person.username,
        made_at=now,
        why=said,
        body=body,
        published=True,
    )
    changed_it = desk.store.uphold_appeal(
        key,
        AppealEvent(Step.UPHELD, person.username, now, said),
        new,
        after=last.version,
        scorecard=card,
        decision=None if decision is None else replace(decision, decided_at=now),
        entry=changed(person, now, "appeal_upheld", call_id=about.call_id, subject=str(key)),
    )
    if not changed_it:
        raise _decided()
    return desk.store.versions(about.call_id)[-1]


def appeals(desk: Desk, person: Person, *, state: AppealState | None = None) -> list[Appeal]:
    """An agent's own, a lead's team's, or all; the latest first.

    Raises:
        Forbidden: the role does not allow it.
    """
    if not any(may(person, action) for action in _READERS):
        check(person, Action.DECIDE_APPEAL)
    scope = scope_of(person)
    return desk.store.appeals(agent_id=scope.agent_id, team=scope.team, state=state)


def _seen(desk: Desk, person: Person, key: int) -> Appeal:
    found = desk.store.appeal(key)
    if found is None:
        raise NotThere(f"没有申诉 {key}", f"there is no appeal {key}")
    if scope_of(person).team not in (None, found.team):
        raise Forbidden("这是其他班组的申诉 / this appeal is of another team")
    return found


def _check_named(version: Version, subject: Subject, code: str) -> None:
    known: Sequence[str] = (
        [each.code for each in version.body.verdicts]
        if subject is Subject.VERDICT
        else [item.code for item in version.body.score.items]
    )
    if code not in known:
        raise NotThere(f"结果中没有 {code}", f"the result says nothing of {code}")


def _other_verdict(
    last: Version,
    card: Scorecard,
    about: Appeal,
    person: Person,
    why: str,
    true_state: State | None,
) -> tuple[EvaluationBody, Decision]:
    """The body with the verdict changed, and the decision that says so."""
    body = last.body
    before = next(each for each in body.verdicts if each.code == about.code)
    right = true_state or _OPPOSITES.get(before.state)
    if right in (None, before.state):
        raise ReviewError("请说明正确的结论", "say what the verdict should have been")
    after = _with_state(before, right, person.username, why)
    verdicts = tuple(after if each is before else each for each in body.verdicts)
    answers = _left_to_rules(body.answers, card, about.code)
    filled = score(card, verdicts, answers)
    decision = Decision(
        call_id=about.call_id,
        code=about.code,
        outcome=after.outcome or Outcome.CONFIRMED,
        reviewer=person.username,
        true_state=after.true_state,
        reason=why,
        about=Judgement(before.machine, body.rulebook),
    )
    return replace(body, score=filled, answers=answers, verdicts=verdicts), decision


def _with_state(before: CheckedVerdict, right: State | None, by: str, why: str) -> CheckedVerdict:
    # The machine may have been right, and a person wrong.
    confirmed = right is before.machine
    return replace(
        before,
        outcome=Outcome.CONFIRMED if confirmed else Outcome.OVERTURNED,
        true_state=None if confirmed else right,
        reason=why,
        decided_by=by,
    )


def _left_to_rules(answers: Mapping[str, Answer], card: Scorecard, rule: str) -> dict[str, Answer]:
    """Answers without the points of criteria that the rule judges: they would hide the change."""
    judged = {each.code for each in card.criteria if rule in each.rules}
    return {
        code: replace(answer, points=None) if code in judged else answer
        for code, answer in answers.items()
    }


def _other_points(
    last: Version, card: Scorecard, code: str, points: float | None
) -> EvaluationBody:
    maximum = next(each.points for each in card.criteria if each.code == code)
    given = maximum if points is None else points
    if not 0 <= given <= maximum:
        raise ReviewError(f"{code} 须为 0–{maximum:g} 分", f"{code} takes 0–{maximum:g} points")
    before = last.body.answers.get(code, Answer())
    answers = {**last.body.answers, code: replace(before, points=given, na=False)}
    return replace(last.body, score=score(card, last.body.verdicts, answers), answers=answers)


def _decided() -> Conflict:
    return Conflict(
        "申诉已有结论,或评分已另有新版本", "the appeal is decided, or another version was made"
    )
