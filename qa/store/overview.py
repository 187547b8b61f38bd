"""Counts over many calls, by period: one query a chart."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    distinct,
    exists,
    func,
    literal,
    select,
    union_all,
)

from qa.call import Satisfaction
from qa.rules.verdict import State
from qa.scoring.candidates import RANDOM
from qa.scoring.estimate import Stratum
from qa.scoring.values import PlanKind
from qa.store.filters import conditions
from qa.store.overview_values import (
    AgentCount,
    RatingCount,
    Sampled,
    Throughput,
    VerdictCount,
    Volume,
)
from qa.store.repository import Repository
from qa.store.tables import calls, evaluations, results, review_reasons, reviews, verdicts
from qa.store.tables.base import Utc
from qa.store.values import CallFilter

Edges = Sequence[datetime]
"""Aware; a period lies between each two neighbours."""


class Overview(Repository):
    """What charts are drawn from. Periods without calls have no row."""

    def teams(self) -> list[str]:
        """Every team that calls are of."""
        query = select(calls.c.team).where(calls.c.team.is_not(None)).distinct()
        with self._database.reading() as connection:
            return sorted(connection.scalars(query))

    def last_started(self, filter: CallFilter) -> datetime | None:
        """When the latest of the calls began."""
        query = select(func.max(calls.c.started_at)).where(*conditions(filter, self._among))
        with self._database.reading() as connection:
            found: datetime | None = connection.scalar(
                query.select_from(calls.outerjoin(results, results.c.call == calls.c.id))
            )
            return found

    def volume(self, filter: CallFilter, edges: Edges) -> list[Volume]:
        """Calls by bucket of the plan, and how many of them people evaluated."""
        period, kind = _periods(edges), func.coalesce(reviews.c.kind, PlanKind.NONE.value)
        query = (
            self._calls(filter, period, period.c.place, kind, func.count(), _evaluated())
            .outerjoin(reviews, reviews.c.call == calls.c.id)
            .group_by(period.c.place, kind)
            .order_by(period.c.place, kind)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            Volume(place, PlanKind(kind), count, done or 0) for place, kind, count, done in rows
        ]

    def verdict_counts(
        self, filter: CallFilter, edges: Edges, codes: Sequence[str], *, by_team: bool
    ) -> list[VerdictCount]:
        """Verdicts by rule and state, of these rules or, when none are named, of all."""
        period = _periods(edges)
        team = calls.c.team if by_team else literal(None)
        key = (period.c.place, verdicts.c.code, *((team,) if by_team else ()))
        shown = (period.c.place, verdicts.c.code, func.max(verdicts.c.name), team)
        query = (
            self._calls(filter, period, *shown, verdicts.c.state, func.count())
            .join(verdicts, verdicts.c.call == calls.c.id)
            .group_by(*key, verdicts.c.state)
            .order_by(*key, verdicts.c.state)
        )
        if codes:
            query = query.where(verdicts.c.code.in_(codes))
        found: dict[tuple[int, str, str, str | None], dict[State, int]] = defaultdict(dict)
        with self._database.reading() as connection:
            for place, code, name, group, state, count in connection.execute(query):
                found[place, code, name, group][State(state)] = count
        return [VerdictCount(*group, states) for group, states in found.items()]

    def rating_counts(self, filter: CallFilter, edges: Edges) -> list[RatingCount]:
        """Calls by business line and rating."""
        period = _periods(edges)
        key = (period.c.place, calls.c.business_line, calls.c.satisfaction)
        query = self._calls(filter, period, *key, func.count()).group_by(*key).order_by(*key)
        found: dict[tuple[int, str], dict[Satisfaction, int]] = defaultdict(dict)
        with self._database.reading() as connection:
            for place, line, rating, count in connection.execute(query):
                found[place, line][Satisfaction(rating)] = count
        return [RatingCount(*group, ratings) for group, ratings in found.items()]

    def sampled_scores(self, filter: CallFilter, edges: Edges) -> list[Sampled]:
        """Scores of the random sample, one entry a period, whether there are calls or not."""
        period, human = _periods(edges), _latest()
        line = calls.c.business_line
        everything = (
            self._calls(filter, period, period.c.place, line, func.count())
            .group_by(period.c.place, line)
            .order_by(period.c.place, line)
        )
        drawn = (review_reasons.c.call == calls.c.id) & (review_reasons.c.reason == RANDOM)
        sampled = (
            self._calls(filter, period, period.c.place, line, results.c.score_total, human.c.total)
            .outerjoin(human, human.c.call == calls.c.id)
            .where(exists(select(review_reasons.c.call).where(drawn)))
        )
        scores: dict[tuple[int, str], tuple[list[float], list[float]]]
        scores = defaultdict(lambda: ([], []))
        with self._database.reading() as connection:
            sizes = connection.execute(everything).all()
            for place, name, machine_total, human_total in connection.execute(sampled):
                for values, total in zip(
                    scores[place, name], (human_total, machine_total), strict=True
                ):
                    values.extend([] if total is None else [total])
        strata: list[tuple[list[Stratum], list[Stratum]]] = [([], []) for _ in edges[1:]]
        for place, name, size in sizes:
            for into, values in zip(strata[place], scores[place, name], strict=True):
                into.append(Stratum(size, tuple(values)))
        return [Sampled(tuple(of_people), tuple(machine)) for of_people, machine in strata]

    def throughput(self, edges: Edges, *, team: str | None = None) -> list[Throughput]:
        """Evaluations by person and when they were made; by people, not upheld appeals."""
        period = _periods(edges)
        key = (period.c.place, evaluations.c.made_by)
        made = evaluations.c.made_at
        counted = (func.count(), func.count(distinct(evaluations.c.call)))
        query = (
            select(*key, *counted, func.coalesce(func.sum(results.c.duration_s), 0.0))
            .join_from(period, evaluations, (made >= period.c.begins) & (made < period.c.ends))
            .join(calls, calls.c.id == evaluations.c.call)
            .outerjoin(results, results.c.call == evaluations.c.call)
            .where(evaluations.c.kind == "human")
            .group_by(*key)
            .order_by(*key)
        )
        if team is not None:
            query = query.where(calls.c.team == team)
        with self._database.reading() as connection:
            return [Throughput(*row) for row in connection.execute(query)]

    def agent_counts(self, filter: CallFilter, edges: Edges) -> list[AgentCount]:
        """Agents by period."""
        period, human = _periods(edges), _latest()
        failed = (
            select(func.count())
            .where(verdicts.c.call == calls.c.id, verdicts.c.state == State.FAIL)
            .scalar_subquery()
        )
        key = (period.c.place, calls.c.agent_id)
        shown = (*key, func.max(calls.c.agent_name), func.max(calls.c.team), func.count())
        fails = func.coalesce(func.sum(failed), 0)
        means = (func.avg(results.c.score_total), func.avg(human.c.total), fails)
        query = (
            self._calls(filter, period, *shown, *means)
            .outerjoin(human, human.c.call == calls.c.id)
            .group_by(*key)
            .order_by(calls.c.agent_id, period.c.place)
        )
        with self._database.reading() as connection:
            return [
                # A sum of whole numbers is a decimal on PostgreSQL.
                AgentCount(place, agent, name, team, count, machine, person, int(fails))
                for place, agent, name, team, count, machine, person, fails in connection.execute(
                    query
                )
            ]

    def _calls(
        self, filter: CallFilter, period: CTE, *shown: ColumnElement[Any]
    ) -> Select[*tuple[Any, ...]]:
        started = calls.c.started_at
        return (
            select(*shown)
            .join_from(period, calls, (started >= period.c.begins) & (started < period.c.ends))
            .outerjoin(results, results.c.call == calls.c.id)
            .where(*conditions(filter, self._among))
        )


def _periods(edges: Edges) -> CTE:
    """The periods as rows: place, begins, ends."""
    rows = [
        select(
            literal(place).label("place"),
            literal(begins, Utc).label("begins"),
            literal(ends, Utc).label("ends"),
        )
        for place, (begins, ends) in enumerate(pairwise(edges))
    ]
    return union_all(*rows).cte("periods")


def _latest() -> Subquery:
    """The latest version that a person made of each call."""
    people = evaluations.c.kind != "machine"
    last = select(func.max(evaluations.c.id)).where(people).group_by(evaluations.c.call)
    return select(evaluations).where(evaluations.c.id.in_(last)).subquery("latest")


def _evaluated() -> ColumnElement[int]:
    people = (evaluations.c.call == calls.c.id) & (evaluations.c.kind != "machine")
    return func.count().filter(exists(select(evaluations.c.id).where(people)))
