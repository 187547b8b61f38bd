"""Who has heard what."""

from collections.abc import Iterable
from datetime import datetime
from math import isfinite

from qa.accounts.audit import Deed, entry
from qa.accounts.permissions import Action, check
from qa.call import Call
from qa.errors import ReviewError
from qa.people import Person
from qa.review.desk import Desk, check_seen, opened
from qa.timeline import Seconds


def to_hear(desk: Desk, person: Person, call_id: str) -> Call:
    """A call whose recording the person may hear; agents what was published to them.

    Raises:
        Forbidden: the role does not allow it, or the call is out of scope.
        UnknownCall: there is no such call, or it was deleted.
    """
    check(person, Action.HEAR)
    found = opened(desk, person, call_id)
    check_seen(person, Action.HEAR, found)
    return found.call


def heard(
    desk: Desk,
    person: Person,
    now: datetime,
    call_id: str,
    spans: Iterable[tuple[Seconds, Seconds]],
    *,
    address: str | None = None,
) -> None:
    """Write down which stretches somebody played, and keep the call in hand who has it.

    Args:
        desk: what to work with.
        person: who listened.
        now: aware.
        call_id: of the call.
        spans: start and end.
        address: where the person sits.

    Raises:
        Forbidden: the role does not allow it, or the call is out of scope.
        UnknownCall: the call was deleted.
        ReviewError: a stretch that cannot be.
    """
    played = [[start, end] for start, end in spans]
    if not all(isfinite(start) and isfinite(end) and 0 <= start < end for start, end in played):
        raise ReviewError("收听区间无效", "a stretch that cannot have been heard")
    to_hear(desk, person, call_id)
    desk.store.renew_claim(call_id, person.username, now)
    if played:
        about = {"spans": played}
        desk.store.record(
            entry(Deed.HEARD, person, now, call_id=call_id, address=address, details=about)
        )
