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
        yield calls.c.id.in_(select(flags.c.call).where(flags.c.flag.in_(filter.flags)))
    if filter.plan:
        yield _planned(filter.plan)
    yield from _of_manifest(filter)
    yield from _of_result(filter)


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
    # Lists, not look-ups call by call: each has an index that gives the whole of it at once.
    if filter.rule is not None:
        judged = select(verdicts.c.call).where(verdicts.c.code == filter.rule)
        if filter.rule_state is not None:
            judged = judged.where(verdicts.c.state == filter.rule_state)
        yield calls.c.id.in_(judged)
    for column, least, most in (
        (results.c.score_total, filter.score_from, filter.score_to),
        (results.c.duration_s, filter.longer_s, filter.shorter_s),
    ):
        limits = [] if least is None else [column >= least]
        limits += [] if most is None else [column <= most]
        if limits:
            yield calls.c.id.in_(select(results.c.call).where(*limits))


def _planned(kinds: tuple[PlanKind, ...]) -> ColumnElement[bool]:
    place = reviews.c.call == calls.c.id
    planned = exists(select(reviews.c.call).where(place, reviews.c.kind.in_(kinds)))
    if PlanKind.NONE not in kinds:
        return planned
    return or_(planned, ~exists(select(reviews.c.call).where(place)))
