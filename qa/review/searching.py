"""Any calls, not only those of the queue: by what was said, and by what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from qa.accounts.permissions import Action, check, scope_of
from qa.errors import ReviewError
from qa.people import Person
from qa.review.desk import Desk
from qa.review.filters import Filter, as_call_filter
from qa.store import SearchHit
from qa.store.queue_values import ListedCall

PAGE = 50
MOST = 500


@dataclass(frozen=True, slots=True)
class CallsPage:
    """Calls, the latest first."""

    calls: tuple[ListedCall, ...]
    hits: Mapping[str, tuple[SearchHit, ...]]
    """Where the text is said, by call_id."""
    next: str | None
    """Where the next page begins; None on the last one."""


def search_calls(
    desk: Desk,
    person: Person,
    now: datetime,
    filter: Filter,
    *,
    after: str | None = None,
    limit: int = PAGE,
) -> CallsPage:
    """A page of the calls that the filter selects, the latest first; a lead's own team only.

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
    check(person, Action.SEARCH_CALLS)
    asked = as_call_filter(filter.within(scope_of(person)), desk.timezone)
    limit, store = max(1, min(limit, MOST)), desk.store
    before = None if after is None else _place(after)
    expired = desk.expired(now)
    if filter.text is None:
        found = store.calls_page(asked, before=before, limit=limit, claims_since=expired)
        return CallsPage(tuple(found), {}, _token(found, limit))
    by_call: dict[str, tuple[SearchHit, ...]] = {}
    for hit in store.hits_page(filter.text, asked, after=before, limit=limit):
        by_call[hit.call_id] = (*by_call.get(hit.call_id, ()), hit)
    listed = store.listed_calls(list(by_call), claims_since=expired)
    return CallsPage(tuple(listed), by_call, _token(listed, limit))


def _token(found: list[ListedCall], limit: int) -> str | None:
    if len(found) < limit:
        return None
    last = found[-1].call
    return f"{last.started_at.isoformat()}~{last.call_id}"


def _place(token: str) -> tuple[datetime, str]:
    started_at, _, call_id = token.partition("~")
    try:
        moment = datetime.fromisoformat(started_at)
    except ValueError as error:
        raise _no_place(token) from error
    if moment.utcoffset() is None:
        raise _no_place(token)
    return moment, call_id


def _no_place(token: str) -> ReviewError:
    return ReviewError(
        f"翻页位置无效: {token[:40]}",
        "this is no place in the list",
        "回到第一页 / go to the first page",
    )
