"""All that the page of one call shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from qa.accounts.audit import Deed, entry
from qa.accounts.permissions import Action, check, may
from qa.call import Call
from qa.errors import RecordingError
from qa.people import Person, UserRole
from qa.review.desk import Desk, check_seen, opened
from qa.review.evaluating import is_open, verdicts_of
from qa.review.publishing import appeal_until
from qa.review.totals import checked, score
from qa.rules.decision import Decision
from qa.scoring.criteria import Scorecard
from qa.scoring.satisfaction.risk import Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Failure, JudgedCall, Review, Score
from qa.store.appeal_values import Appeal
from qa.store.case_values import Category
from qa.store.evaluation_values import CheckedVerdict, Draft, Version
from qa.store.opening import Opened
from qa.store.queue_values import Claim
from qa.store.remark_values import Annotation, Correction

SAME_LOOK = timedelta(minutes=10)
"""Opening a call again within it is no new entry of the audit log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPage:
    """One call as one person sees it."""

    call: Call
    judged: JudgedCall | None
    review: Review
    missing_recording: bool
    failure: Failure | None
    verdicts: tuple[CheckedVerdict, ...]
    """In the order of `judged.verdicts`, with the decisions that count."""
    decisions: tuple[Decision, ...]
    scorecard: Scorecard | None
    """None: the line has none."""
    machine: Score | None
    """What the machine's verdicts come to, without anybody's decisions and answers."""
    draft: Draft | None
    score: Score | None
    """What the draft comes to."""
    claim: Claim | None
    claim_until: datetime | None
    """When it expires, without a sign of life."""
    readonly: bool
    versions: tuple[Version, ...]
    appeals: tuple[Appeal, ...]
    appeal_until: datetime | None
    annotations: tuple[Annotation, ...]
    corrections: tuple[Correction, ...]
    """Those that fit the transcript."""
    categories: tuple[Category, ...]
    """To file cases under."""
    risks: Mapping[TargetName, Risk]
    """How likely the customer was dissatisfied or will complain; an agent sees none."""


def call_page(desk: Desk, person: Person, now: datetime, call_id: str) -> CallPage:
    """Everything about one call, read in one transaction.

    An agent sees what was published and nothing else; a lead the own team's calls.

    Raises:
        Forbidden: the role does not allow it, or the call is out of scope.
        UnknownCall: there is no such call, or it was deleted.
    """
    check(person, Action.SEE_CALL)
    found = opened(desk, person, call_id, heard=True)
    check_seen(person, Action.SEE_CALL, found)
    if not desk.store.did_since(person.username, Deed.SAW, call_id, now - SAME_LOOK):
        desk.store.record(entry(Deed.SAW, person, now, call_id=call_id))
    shown = _published(desk, person, found) if person.role is UserRole.AGENT else None
    return shown or _whole(desk, person, found, now)


def _whole(desk: Desk, person: Person, found: Opened, now: datetime) -> CallPage:
    card, verdicts = desk.scorecards.get(found.call.business_line), verdicts_of(found)
    plain = found.judged.verdicts if found.judged else ()
    answers = found.draft.body.answers if found.draft else {}
    claim = found.claim if found.claim and found.claim.renewed_at >= desk.expired(now) else None
    elsewhere = claim is not None and claim.person != person.username
    published = [each for each in found.versions if each.published_at]
    return CallPage(
        call=found.call,
        judged=found.judged,
        review=found.review,
        missing_recording=_is_missing(desk, found.call),
        failure=found.judged.failure if found.judged else None,
        verdicts=verdicts,
        decisions=found.decisions,
        scorecard=card,
        machine=score(card, checked(plain, ()), {}) if card else None,
        draft=found.draft,
        score=score(card, verdicts, answers) if card else None,
        claim=claim,
        claim_until=desk.until(claim) if claim else None,
        readonly=not may(person, Action.JUDGE) or elsewhere or not is_open(found),
        versions=found.versions,
        appeals=found.appeals,
        appeal_until=appeal_until(desk, published[-1]) if published else None,
        annotations=found.annotations,
        corrections=_fitting(found),
        categories=found.categories,
        risks=found.risks,
    )


def _published(desk: Desk, person: Person, found: Opened) -> CallPage:
    """As the agent sees it: the published result, and no work in progress."""
    versions = tuple(each for each in found.versions if each.published_at)
    last = versions[-1]
    own = tuple(each for each in found.appeals if each.made_by == person.username)
    return CallPage(
        call=found.call,
        judged=found.judged,
        review=found.review,
        missing_recording=_is_missing(desk, found.call),
        failure=found.judged.failure if found.judged else None,
        verdicts=last.body.verdicts,
        decisions=(),
        scorecard=desk.store.scorecard(last.body.score.scorecard),
        machine=None,
        draft=None,
        score=last.body.score,
        claim=None,
        claim_until=None,
        readonly=True,
        versions=versions,
        appeals=own,
        appeal_until=appeal_until(desk, last),
        annotations=(),
        corrections=_fitting(found),
        categories=(),
        risks={},
    )


def _is_missing(desk: Desk, call: Call) -> bool:
    try:
        desk.recordings.find(call.recording)
    except RecordingError:
        return True
    return False


def _fitting(found: Opened) -> tuple[Correction, ...]:
    """Corrections of a transcript that was made anew since may lie anywhere."""
    heard = found.judged.transcript if found.judged else None
    turns = heard.turns if heard else ()
    return tuple(
        each
        for each in found.corrections
        if each.words.turn < len(turns) and turns[each.words.turn].text == each.words.turn_text
    )
