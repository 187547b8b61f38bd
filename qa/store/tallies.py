"""Verdicts and decisions, counted: what a rule's precision is told from."""

from sqlalchemy import Subquery, exists, func, select

from qa.rules.decision import Outcome
from qa.rules.verdict import State
from qa.scoring.candidates import RANDOM
from qa.store.filters import conditions
from qa.store.repository import Repository
from qa.store.tables import calls, decisions, results, review_reasons, verdicts
from qa.store.values import CallFilter, DecisionTally, VerdictTally


class Tallies(Repository):
    """Counts over many calls, made by the database."""

    def verdict_tallies(
        self, filter: CallFilter, *, rulebook: str | None = None
    ) -> list[VerdictTally]:
        """The present verdicts of the calls, counted.

        Args:
            filter: which calls.
            rulebook: only verdicts made by this version, `inbound@0123456789ab`.
        """
        kind = (verdicts.c.code, calls.c.business_line, results.c.rulebook, verdicts.c.state)
        query = (
            select(
                *kind,
                func.max(verdicts.c.name).label("name"),
                func.count().label("calls"),
                func.coalesce(func.sum(results.c.duration_s), 0.0).label("audio_s"),
            )
            .join(results, results.c.call == verdicts.c.call)
            .join(calls, calls.c.id == verdicts.c.call)
            .where(*conditions(filter, self._among))
            .group_by(*kind)
            .order_by(*kind)
        )
        if rulebook is not None:
            query = query.where(results.c.rulebook == rulebook)
        with self._database.reading() as connection:
            return [
                VerdictTally(**{**row, "state": State(row["state"])})
                for row in connection.execute(query).mappings()
            ]

    def decision_tallies(
        self, filter: CallFilter, *, rulebook: str | None = None, each_version: bool = False
    ) -> list[DecisionTally]:
        """The latest decision of every call and rule, counted.

        Args:
            filter: which calls.
            rulebook: only decisions about verdicts of this version.
            each_version: the latest of every call, rule and version instead.
        """
        latest = self._ranked(filter, rulebook, each_version)
        kind = [column for column in latest.c if column.name != "rank"]
        query = (
            select(*kind, func.count().label("calls"))
            .where(latest.c.rank == 1)
            .group_by(*kind)
            .order_by(*kind)
        )
        with self._database.reading() as connection:
            return [
                DecisionTally(
                    code=row["code"],
                    business_line=row["business_line"],
                    rulebook=row["rulebook"],
                    machine=State(row["machine_state"]),
                    outcome=Outcome(row["outcome"]),
                    true_state=None if row["true_state"] is None else State(row["true_state"]),
                    sampled=bool(row["sampled"]),
                    calls=row["calls"],
                )
                for row in connection.execute(query).mappings()
            ]

    def _ranked(self, filter: CallFilter, rulebook: str | None, each_version: bool) -> Subquery:
        """Decisions with their rank among those on the same verdict, the latest first."""
        same = [decisions.c.call, decisions.c.code]
        if each_version:
            same.append(decisions.c.rulebook)
        latest_first = (decisions.c.decided_at.desc(), decisions.c.id.desc())
        drawn = (review_reasons.c.call == calls.c.id) & (review_reasons.c.reason == RANDOM)
        ranked = (
            select(
                decisions.c.code,
                calls.c.business_line,
                decisions.c.rulebook,
                decisions.c.machine_state,
                decisions.c.outcome,
                decisions.c.true_state,
                exists(select(review_reasons.c.call).where(drawn)).label("sampled"),
                func.row_number().over(partition_by=same, order_by=latest_first).label("rank"),
            )
            .join(calls, calls.c.id == decisions.c.call)
            .outerjoin(results, results.c.call == calls.c.id)
            .where(*conditions(filter, self._among))
        )
        if rulebook is not None:
            ranked = ranked.where(decisions.c.rulebook == rulebook)
        return ranked.subquery()
