"""What people thought of calls: whom a model can learn from."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from qa.call import Satisfaction
from qa.rules.decision import Outcome, truth
from qa.rules.verdict import State
from qa.store.filters import conditions
from qa.store.repository import Repository
from qa.store.tables import calls, decisions, evaluations, results, verdicts
from qa.store.values import CallFilter


class Opinions(Repository):
    """Ratings, decisions and evaluations, over many calls."""

    def rated(self, filter: CallFilter, ratings: Collection[Satisfaction]) -> list[str]:
        """Calls with one of these ratings, in no order."""
        query = self._wanted(filter).where(calls.c.satisfaction.in_(ratings))
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def opinions(self, filter: CallFilter, code: str) -> Mapping[str, State]:
        """What inspectors say a rule's verdict is, by call_id.

        The latest decision of a call counts; one that was withdrawn does not. Who submitted an
        evaluation has heard the call, and a verdict that they saw and left standing is their
        opinion. Where an inspector could not judge, there is none.
        """
        decided = (
            self._wanted(filter, calls.c.call_id, *_DECIDED)
            .join(decisions, decisions.c.call == calls.c.id)
            .where(decisions.c.code == code)
            .order_by(decisions.c.decided_at, decisions.c.id)
        )
        heard = (
            self._wanted(filter, calls.c.call_id, verdicts.c.state)
            .join(evaluations, evaluations.c.call == calls.c.id)
            .join(verdicts, verdicts.c.call == calls.c.id)
            .where(
                verdicts.c.code == code,
                evaluations.c.kind != "machine",
                evaluations.c.made_at >= results.c.saved_at,
            )
        )
        with self._database.reading() as connection:
            found = {call_id: State(state) for call_id, state in connection.execute(heard)}
            latest = {row[0]: row[1:] for row in connection.execute(decided)}
        for call_id, (outcome, machine, true) in latest.items():
            if outcome == Outcome.WITHDRAWN:
                continue
            found.pop(call_id, None)
            said = truth(State(machine), Outcome(outcome), None if true is None else State(true))
            if said is not None:
                found[call_id] = said
        return found

    def count(self, filter: CallFilter) -> int:
        """How many calls there are."""
        with self._database.reading() as connection:
            return connection.scalar(self._wanted(filter, func.count())) or 0

    def every(self, filter: CallFilter, step: int) -> list[str]:
        """About one in `step` of the calls, the same ones each time, in no order."""
        query = self._wanted(filter).where(calls.c.id % step == 0)
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def _wanted(self, filter: CallFilter, *columns: ColumnElement[Any]) -> Select[Any]:
        return (
            select(*(columns or (calls.c.call_id,)))
            .select_from(calls)
            .join(results, results.c.call == calls.c.id)
            .where(*conditions(filter, self._among))
        )


_DECIDED = (decisions.c.outcome, decisions.c.machine_state, decisions.c.true_state)
