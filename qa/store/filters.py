"""A call filter as SQL."""

from collections.abc import Callable, Collection, Iterator

from sqlalchemy import Column, ColumnElement, exists, or_, select

from qa.scoring.values import PlanKind
from qa.store.tables import calls, flags, results, reviews
from qa.store.values import CallFilter

Among = Callable[[Column[str], Collection[str]], ColumnElement[bool]]


def conditions(filter: CallFilter, among: Among) -> Iterator[ColumnElement[bool]]:
    """What must hold, all of it, for rows of `calls` joined with `results`."""
    if filter.call_ids is not None:
        yield among(calls.c.call_id, filter.call_ids)
    if filter.since is not None:
        yield calls.c.started_at >= filter.since
    if filter.until is not None:
        yield calls.c.started_at < filter.until
    if filter.business_lines:
        yield calls.c.business_line.in_(filter.business_lines)
    if filter.agent_ids:
        yield calls.c.agent_id.in_(filter.agent_ids)
    if filter.status is not None:
        yield results.c.status == filter.status
    if filter.flags:
        raised = (flags.c.call == calls.c.id) & flags.c.flag.in_(filter.flags)
        yield exists(select(flags.c.call).where(raised))
    if filter.plan:
        yield _planned(filter.plan)


def _planned(kinds: tuple[PlanKind, ...]) -> ColumnElement[bool]:
    place = reviews.c.call == calls.c.id
    planned = exists(select(reviews.c.call).where(place, reviews.c.kind.in_(kinds)))
    if PlanKind.NONE not in kinds:
        return planned
    return or_(planned, ~exists(select(reviews.c.call).where(place)))
