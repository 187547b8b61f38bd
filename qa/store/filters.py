"""A call filter as SQL."""

from collections.abc import Callable, Collection, Iterator

from sqlalchemy import Column, ColumnElement, exists, or_, select

from qa.scoring.values import PlanKind
from qa.store.tables import calls, evaluations, flags, results, reviews, verdicts
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
    yield from _of_manifest(filter)
    yield from _of_result(filter)


def asks_results(filter: CallFilter) -> bool:
    """Whether a condition looks at the row of `results`."""
    asked = (filter.status, filter.score_from, filter.score_to, filter.longer_s, filter.shorter_s)
    return any(each is not None for each in asked)


def _of_manifest(filter: CallFilter) -> Iterator[ColumnElement[bool]]:
    if filter.teams:
        yield calls.c.team.in_(filter.teams)
    if filter.ratings:
        yield calls.c.satisfaction.in_(filter.ratings)
    if filter.about is not None:
        named = (
            *(calls.c.call_id, calls.c.agent_id, calls.c.agent_name),
            *(calls.c.customer_id, calls.c.customer_name),
        )
        yield or_(*(column.icontains(filter.about, autoescape=True) for column in named))
    if filter.evaluated is not None:
        people = (evaluations.c.call == calls.c.id) & (evaluations.c.kind != "machine")
        found = exists(select(evaluations.c.id).where(people))
        yield found if filter.evaluated else ~found


def _of_result(filter: CallFilter) -> Iterator[ColumnElement[bool]]:
    if filter.rule is not None:
        about = (verdicts.c.call == calls.c.id) & (verdicts.c.code == filter.rule)
        if filter.rule_state is not None:
            about &= verdicts.c.state == filter.rule_state
        yield exists(select(verdicts.c.call).where(about))
    if filter.score_from is not None:
        yield results.c.score_total >= filter.score_from
    if filter.score_to is not None:
        yield results.c.score_total <= filter.score_to
    if filter.longer_s is not None:
        yield results.c.duration_s >= filter.longer_s
    if filter.shorter_s is not None:
        yield results.c.duration_s <= filter.shorter_s


def _planned(kinds: tuple[PlanKind, ...]) -> ColumnElement[bool]:
    place = reviews.c.call == calls.c.id
    planned = exists(select(reviews.c.call).where(place, reviews.c.kind.in_(kinds)))
    if PlanKind.NONE not in kinds:
        return planned
    return or_(planned, ~exists(select(reviews.c.call).where(place)))
