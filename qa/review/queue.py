"""The queue: what waits for a person, who takes what, how far the day is."""

from dataclasses import dataclass
from datetime import date, datetime

from qa.accounts.permissions import Action, check, scope_of
from qa.errors import ReviewError
from qa.people import Person
from qa.review.desk import Desk, claim_lost, opened
from qa.review.filters import Filter, with_text
from qa.store import CallFilter
from qa.store.queue_values import BucketCount, Claim, ListedCall, Place

PAGE = 50
MOST = 500


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Calls in the order in which they are heard.

    The gravest reason comes first: fatal, complaint, dissatisfied, predicted dissatisfied,
    failed, no speech, long, short, night shift, new agent, random; of two alike the one with
    more reasons, of two that were predicted the riskier, then the later day (what happened
    yesterday can still be mended), then the call that came last.
    """

    calls: tuple[ListedCall, ...]
    next: str | None
    """Where the next page begins; None on the last one."""


def queue_page(
    desk: Desk,
    person: Person,
    now: datetime,
    filter: Filter,
    *,
    after: str | None = None,
    limit: int = PAGE,
) -> QueuePage:
    """A page of the queue.

    Args:
        desk: what to work with.
        person: who looks.
        now: aware.
        filter: which calls.
        after: `next` of the page before.
        limit: calls a page, at most 500.

    Raises:
        Forbidden: the role does not allow it.
        ReviewError: `after` is none that was given out.
    """
    found = desk.store.queue_page(
        _asked(desk, person, filter),
        after=None if after is None else _place(after),
        limit=max(1, min(limit, MOST)),
        claims_since=desk.expired(now),
    )
    last = found[-1].place if len(found) == limit else None
    return QueuePage(tuple(found), None if last is None else _token(last))


def progress(desk: Desk, person: Person, now: datetime, filter: Filter) -> tuple[BucketCount, ...]:
    """How far each bucket is, of the calls that the filter selects, and by whom.

    Raises:
        Forbidden: the role does not allow it.
    """
    asked = _asked(desk, person, filter)
    return tuple(desk.store.queue_counts(asked, desk.today(now)))


def next_call(desk: Desk, person: Person, now: datetime, filter: Filter) -> Claim | None:
    """The first call of the queue that nobody has, claimed; None when there is none.

    Who has an unfinished one gets that one again. Two people never get the same.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.CLAIM)
    asked = _asked(desk, person, filter)
    return desk.store.claim_next(asked, person.username, now, expired=desk.expired(now))


def take(desk: Desk, person: Person, now: datetime, call_id: str) -> Claim:
    """Claim one certain call, planned or not.

    Raises:
        Forbidden: the role does not allow it.
        ClaimLost: somebody else has it.
        UnknownCall: it was deleted.
    """
    check(person, Action.CLAIM)
    claim = desk.store.claim_call(call_id, person.username, now, expired=desk.expired(now))
    if claim.person != person.username:
        raise claim_lost(opened(desk, person, call_id).call, claim.person)
    return claim


def renew(desk: Desk, person: Person, now: datetime, call_id: str) -> Claim:
    """Keep a call in hand; one that expired and that nobody took is taken again.

    Raises:
        Forbidden: the role does not allow it.
        ClaimLost: somebody else has it by now.
        UnknownCall: it was deleted.
    """
    return take(desk, person, now, call_id)


def release(desk: Desk, person: Person, call_id: str) -> bool:
    """Hand a call back, its draft is kept; False when the person did not have it.

    Raises:
        Forbidden: the role does not allow it.
    """
    check(person, Action.CLAIM)
    return desk.store.release_claim(call_id, person.username)


def _asked(desk: Desk, person: Person, filter: Filter) -> CallFilter:
    check(person, Action.SEE_QUEUE)
    return with_text(desk.store, filter.within(scope_of(person)), desk.timezone)


def _token(place: Place) -> str:
    return f"{place.urgency}.{place.day.toordinal()}.{place.key}"


def _place(token: str) -> Place:
    try:
        urgency, day, key = map(int, token.split("."))
        return Place(urgency, date.fromordinal(day), key)
    except (ValueError, OverflowError) as error:
        raise ReviewError(
            f"翻页位置无效: {token[:40]}",
            "this is no place in the queue",
            "回到第一页 / first page",
        ) from error
