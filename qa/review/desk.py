"""What every use case of the workbench works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from qa.accounts.audit import Deed, entry
from qa.accounts.permissions import Action, check_call
from qa.call import Call
from qa.config import ReviewOptions
from qa.errors import ClaimLost, ReviewError, UnknownCall
from qa.people import Person
from qa.recordings import Recordings
from qa.scoring.criteria import Scorecard
from qa.store import Store
from qa.store.account_values import AuditEntry
from qa.store.opening import Opened
from qa.store.queue_values import Claim


@dataclass(frozen=True, slots=True)
class Desk:
    """One a process."""

    store: Store
    scorecards: Mapping[str, Scorecard]
    """By business line."""
    timezone: ZoneInfo
    """Of the company: it tells which day it is."""
    options: ReviewOptions = field(default_factory=ReviewOptions)
    recordings: Recordings = field(default_factory=Recordings)

    def expired(self, now: datetime) -> datetime:
        """Claims last renewed before it are free to take."""
        return now - timedelta(seconds=self.options.claim_idle_s)

    def until(self, claim: Claim) -> datetime:
        """When a claim expires that is not renewed."""
        return claim.renewed_at + timedelta(seconds=self.options.claim_idle_s)

    def today(self, now: datetime) -> datetime:
        """When the present day began."""
        local = now.astimezone(self.timezone)
        return datetime.combine(local.date(), time.min, self.timezone).astimezone(UTC)

    def scorecard(self, line: str) -> Scorecard:
        """The scorecard of a business line.

        Raises:
            ReviewError: it has none.
        """
        found = self.scorecards.get(line)
        if found is None:
            raise ReviewError(
                f"业务线 {line} 没有评分表", f"the line {line} has no scorecard", "scorecards_dir"
            )
        return found


def opened(desk: Desk, person: Person, call_id: str, *, heard: bool = False) -> Opened:
    """A call to work on; who asks must have the right to the action by role already.

    Raises:
        UnknownCall: it was deleted, or never was.
    """
    found = desk.store.open_call(call_id, person.username, heard=heard)
    if found is None:
        raise UnknownCall(f"没有通话 {call_id},可能已被删除 / there is no call {call_id}")
    return found


def check_seen(person: Person, action: Action, found: Opened) -> None:
    """Go on only when the person may do this to this call.

    Raises:
        Forbidden: the role does not allow it, or the call is out of scope.
    """
    published = any(version.published_at for version in found.versions)
    check_call(person, action, found.call, published=published)


def check_claim(desk: Desk, person: Person, found: Opened, now: datetime) -> None:
    """Go on only when nobody else has the call.

    Raises:
        ClaimLost: somebody has.
    """
    claim = found.claim
    if claim and claim.person != person.username and claim.renewed_at >= desk.expired(now):
        raise claim_lost(found.call, claim.person)


def claim_lost(call: Call, holder: str) -> ClaimLost:
    """The error that says who has it."""
    return ClaimLost(
        f"通话 {call.call_id} 现在由 {holder} 处理;您的草稿已保留",
        f"the call {call.call_id} is in the hands of {holder} now; your draft is kept",
        "领取下一通 / take the next call",
    )


def changed(
    person: Person,
    now: datetime,
    what: str,
    *,
    call_id: str | None = None,
    subject: str | None = None,
    **details: object,
) -> AuditEntry:
    """The entry of the audit log for a change."""
    about = {"what": what, **details}
    return entry(Deed.CHANGED, person, now, call_id=call_id, subject=subject, details=about)
