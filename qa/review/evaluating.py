"""Filling a scorecard: drafts that are saved all the time, and versions that stay for ever."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from qa.accounts.permissions import Action, check
from qa.errors import Conflict, Incomplete, ReviewError
from qa.people import Person
from qa.review.desk import Desk, changed, check_claim, opened
from qa.review.texts import MOST_CHARACTERS
from qa.review.texts import reason as checked_reason
from qa.review.totals import checked, score, unanswered
from qa.scoring.criteria import Scorecard
from qa.scoring.values import JudgedCall, Score
from qa.store.evaluation_values import (
    Answer,
    CheckedVerdict,
    Draft,
    DraftBody,
    EvaluationBody,
    NewVersion,
    Version,
    VersionKind,
)
from qa.store.opening import Opened

FIRST_WHY = "初次评分 / first evaluation"
NOTHING = Draft(0, DraftBody(), None)


class DraftConflict(Conflict):
    """Another browser has saved the draft meanwhile."""

    def __init__(self, saved: Draft, given: DraftBody) -> None:
        self.saved, self.given = saved, given
        super().__init__(
            "草稿已在另一个窗口保存,两份内容都在,请选择保留哪一份",
            "the draft was saved in another window meanwhile; both are here",
            "选择后重新保存 / choose, then save again",
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft that was saved."""

    revision: int
    score: Score
    """What it comes to so far."""
    mine: bool
    """False: somebody else has the call by now. The draft is kept all the same."""


def save_draft(
    desk: Desk,
    person: Person,
    now: datetime,
    call_id: str,
    revision: int,
    answers: Mapping[str, Answer],
    comment: str = "",
) -> Saved:
    """Save what the person has written so far, and keep the call in hand.

    Args:
        desk: what to work with.
        person: who writes.
        now: aware.
        call_id: of the call.
        revision: of the draft that this one was made from.
        answers: all of them, by code of the criterion.
        comment: on the whole call.

    Raises:
        Forbidden: the role does not allow it.
        UnknownCall: the call was deleted.
        ReviewError: all answers that do not fit the scorecard; or the call is evaluated and was
            not opened again.
        DraftConflict: another revision is saved; nothing was written over.
    """
    check(person, Action.JUDGE)
    found = opened(desk, person, call_id)
    card = desk.scorecard(found.call.business_line)
    before = _draft(found)
    _refuse(_faults(card, before.body, answers, comment))
    body = DraftBody(answers, comment, before.body.base, before.body.why)
    if not desk.store.save_draft(call_id, person.username, revision, body, now):
        saved = desk.store.draft(call_id, person.username) or NOTHING
        raise DraftConflict(saved, body)
    claim = desk.store.claim_call(call_id, person.username, now, expired=desk.expired(now))
    return Saved(
        revision + 1, score(card, verdicts_of(found), answers), claim.person == person.username
    )


def submit(desk: Desk, person: Person, now: datetime, call_id: str, revision: int) -> Version:
    """Make the draft the next version of the call's evaluation.

    Raises:
        Forbidden: the role does not allow it.
        UnknownCall: the call was deleted.
        ClaimLost: somebody else has the call; the draft is kept.
        Incomplete: a criterion that only a person can judge, or a failed fatal rule, is open.
        DraftConflict: another revision is saved.
        Conflict: somebody has evaluated the call meanwhile.
    """
    check(person, Action.JUDGE)
    found = opened(desk, person, call_id)
    check_claim(desk, person, found, now)
    draft = _draft(found)
    if draft.revision != revision:
        raise DraftConflict(draft, draft.body)
    card = desk.scorecard(found.call.business_line)
    verdicts = verdicts_of(found)
    filled = score(card, verdicts, draft.body.answers)
    if missing := unanswered(filled, verdicts):
        raise Incomplete(missing, "尚未作答", "still to be answered")
    new = NewVersion(
        call_id=call_id,
        kind=VersionKind.HUMAN,
        made_by=person.username,
        made_at=now,
        why=draft.body.why or FIRST_WHY,
        body=_body(found, filled, draft.body, verdicts),
    )
    added = desk.store.add_version(
        new,
        after=draft.body.base,
        scorecard=card,
        before=_machine(found, now),
        entry=changed(person, now, "evaluation_submitted", call_id=call_id, total=filled.total),
    )
    if added is None:
        raise _evaluated_meanwhile(call_id)
    return added


def reopen(desk: Desk, person: Person, now: datetime, call_id: str, why: str) -> Draft:
    """Begin another version of an evaluation, as a draft that says what the last one says.

    Raises:
        Forbidden: the role does not allow it.
        UnknownCall: the call was deleted.
        ClaimLost: somebody else has the call.
        Conflict: the person has a draft of it already.
        ReviewError: there is nothing to open again, or no reason is given.
    """
    check(person, Action.JUDGE)
    found = opened(desk, person, call_id)
    check_claim(desk, person, found, now)
    last = last_version(found.versions)
    reason = checked_reason(why)
    if last is None:
        raise ReviewError("这通通话尚未评分,无需重开", "nobody has evaluated this call yet")
    body = DraftBody(last.body.answers, last.body.comment, last.version, reason)
    if not desk.store.save_draft(call_id, person.username, 0, body, now):
        raise Conflict("您已有这通通话的草稿", "you have a draft of this call already")
    desk.store.claim_call(call_id, person.username, now, expired=desk.expired(now))
    desk.store.record(changed(person, now, "evaluation_reopened", call_id=call_id, why=reason))
    return Draft(1, body, now)


def verdicts_of(found: Opened) -> tuple[CheckedVerdict, ...]:
    """The machine's verdicts with the decisions on them; none where it could not judge."""
    judged = found.judged
    return checked(judged.verdicts, found.decisions) if judged else ()


def last_version(versions: Sequence[Version]) -> Version | None:
    """The latest that a person made."""
    made = [each for each in versions if each.kind is not VersionKind.MACHINE]
    return made[-1] if made else None


def is_open(found: Opened) -> bool:
    """Whether the evaluation can be written: it was not, or was opened again by who looks."""
    return last_version(found.versions) is None or found.draft is not None


def check_open(found: Opened) -> None:
    """Go on only while the evaluation can be written.

    Raises:
        Conflict: it is finished.
    """
    if not is_open(found):
        raise _evaluated_meanwhile(found.call.call_id)


def _draft(found: Opened) -> Draft:
    check_open(found)
    return found.draft or NOTHING


def _evaluated_meanwhile(call_id: str) -> Conflict:
    return Conflict(
        f"通话 {call_id} 已有评分;您的草稿已保留",
        f"the call {call_id} has been evaluated; your draft is kept",
        "如需修改,请说明原因后重开 / open it again, with a reason",
    )


def _body(
    found: Opened, filled: Score, draft: DraftBody, verdicts: tuple[CheckedVerdict, ...]
) -> EvaluationBody:
    return EvaluationBody(
        score=filled,
        answers=draft.answers,
        verdicts=verdicts,
        comment=draft.comment,
        rulebook=found.judged.provenance.rulebook if found.judged else "",
    )


def _machine(found: Opened, now: datetime) -> NewVersion | None:
    """What the machine said, as the beginning of the chain."""
    judged: JudgedCall | None = found.judged
    if judged is None or judged.score is None:
        return None
    verdicts = checked(judged.verdicts, ())
    return NewVersion(
        call_id=found.call.call_id,
        kind=VersionKind.MACHINE,
        made_by="earmark",
        made_at=now,
        why=judged.provenance.pipeline,
        body=_body(found, judged.score, DraftBody(), verdicts),
    )


def _refuse(faults: Iterator[tuple[str, str]]) -> None:
    listed = list(faults)
    if listed:
        raise ReviewError("; ".join(zh for zh, _ in listed), "; ".join(en for _, en in listed))


def _faults(
    card: Scorecard, before: DraftBody, answers: Mapping[str, Answer], comment: str
) -> Iterator[tuple[str, str]]:
    maxima = {criterion.code: criterion.points for criterion in card.criteria}
    for code, answer in answers.items():
        if code not in maxima:
            if code not in before.answers:
                yield f"评分表没有评分项 {code}", f"the scorecard has no criterion {code}"
            continue
        if answer.points is not None and not (
            isfinite(answer.points) and 0 <= answer.points <= maxima[code]
        ):
            yield f"{code} 须为 0–{maxima[code]:g} 分", f"{code} takes 0–{maxima[code]:g} points"
        if len(answer.comment) > MOST_CHARACTERS:
            yield f"{code} 的评语过长", f"the comment on {code} is too long"
    if len(comment) > MOST_CHARACTERS:
        yield "总评过长", "the comment is too long"
