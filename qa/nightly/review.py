"""Deciding, once a night is judged, which of its calls a person must hear."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from qa.config import Settings
from qa.scoring.coverage import CoverageRow
from qa.scoring.plan import Candidate, draw_plan
from qa.store import CallFilter, Status, Store


def plan_reviews(
    store: Store, days: Collection[date], settings: Settings, zone: ZoneInfo
) -> Mapping[date, tuple[CoverageRow, ...]]:
    """Draw and save the review plan of each of these days.

    A day is planned with all its calls in the store, whichever manifest brought them.
    """
    coverage = {}
    exploration = settings.risk.exploration_rate
    for day in sorted(days):
        candidates = [*_judged(store, day, zone), *_failed(store, day, zone)]
        plan = draw_plan(candidates, settings.plan, day, exploration)
        store.save_plan(day, plan.reviews)
        coverage[day] = plan.coverage
    return coverage


def _judged(store: Store, day: date, zone: ZoneInfo) -> Iterator[Candidate]:
    for row in store.candidates(day, zone):
        yield Candidate(row.call_id, row.business_line, row.agent_id, row.flags)


def _failed(store: Store, day: date, zone: ZoneInfo) -> Iterator[Candidate]:
    since = datetime.combine(day, time.min, zone)
    until = datetime.combine(day + timedelta(days=1), time.min, zone)
    failed = CallFilter(since=since, until=until, status=Status.FAILED)
    for judged, _ in store.stream(failed, words=False):
        call = judged.call
        yield Candidate(call.call_id, call.business_line, call.agent_id, judged.flags, failed=True)
