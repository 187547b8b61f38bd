"""Inspectors' decisions on verdicts: only ever added; the latest of a call and rule counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection, RowMapping, ScalarSelect, insert, select

from qa.errors import DecisionError, Problem
from qa.rules.decision import Decision, Judgement, Objection, Outcome, objection
from qa.rules.verdict import State
from qa.store.account_values import AuditEntry
from qa.store.audit_log import add_entry
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import calls, decisions, results, verdicts
from qa.store.values import Decided, Refused

Row = Mapping[str, object]
_STATEMENT = ("call", "code", "outcome", "true_state", "reason", "reviewer")


@dataclass(frozen=True, slots=True)
class _Judged:
    """A call's key and its present verdicts by rule."""

    key: int
    verdicts: dict[str, Judgement]


class Decisions(Repository):
    """Records decisions and hands them out."""

    def decide(
        self, given: Sequence[Decision], now: datetime, entry: AuditEntry | None = None
    ) -> Decided:
        """Record decisions, all or none; what was recorded before is not recorded again.

        A decision without a time is made `now`. It is a repetition when its reviewer has said
        the same of the call and rule before; one with a time, when that was at that time.

        Raises:
            DecisionError: all that `refused_decisions` says.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            if entry is not None:
                add_entry(connection, entry)
            return self._record(connection, given, now)

    def _record(self, connection: Connection, given: Sequence[Decision], now: datetime) -> Decided:
        self._database.queue(connection, Purpose.DECISION)
        judged = self._judged(connection, given)
        refused = list(_refusals(given, judged))
        if refused:
            raise DecisionError([_problem(given[each.at], each) for each in refused])
        rows = _new_rows(given, judged, now, self._recorded(connection, given))
        if rows:
            connection.execute(insert(decisions), rows)
        return Decided(len(rows), len(given) - len(rows))

    def refused_decisions(self, given: Sequence[Decision]) -> list[Refused]:
        """Which decisions cannot be recorded.

        Their call is unknown, has no verdict of that rule, or they contradict themselves.
        """
        with self._database.reading() as connection:
            return list(_refusals(given, self._judged(connection, given)))

    def decisions_of(self, call_id: str) -> list[Decision]:
        """All decisions on a call's verdicts, in order of time."""
        key = select(calls.c.id).where(calls.c.call_id == call_id).scalar_subquery()
        with self._database.reading() as connection:
            return decisions_about(connection, key)

    def _recorded(self, connection: Connection, given: Sequence[Decision]) -> list[RowMapping]:
        """All that was recorded before on the calls of these decisions."""
        of_these = self._among(calls.c.call_id, {each.call_id for each in given})
        query = select(decisions).join(calls, calls.c.id == decisions.c.call).where(of_these)
        return list(connection.execute(query).mappings())

    def _judged(self, connection: Connection, given: Sequence[Decision]) -> dict[str, _Judged]:
        query = (
            select(
                calls.c.id, calls.c.call_id, results.c.rulebook, verdicts.c.code, verdicts.c.state
            )
            .outerjoin(results, results.c.call == calls.c.id)
            .outerjoin(verdicts, verdicts.c.call == calls.c.id)
            .where(self._among(calls.c.call_id, {each.call_id for each in given}))
        )
        found: dict[str, _Judged] = {}
        for row in connection.execute(query).mappings():
            judged = found.setdefault(row["call_id"], _Judged(row["id"], {}))
            if row["code"] is not None:
                judged.verdicts[row["code"]] = Judgement(State(row["state"]), row["rulebook"])
        return found


def decisions_about(connection: Connection, key: int | ScalarSelect[int]) -> list[Decision]:
    """All decisions on the verdicts of the call with this key, in order of time."""
    query = (
        select(decisions, calls.c.call_id)
        .join(calls, calls.c.id == decisions.c.call)
        .where(decisions.c.call == key)
        .order_by(decisions.c.decided_at, decisions.c.id)
    )
    return list(map(_decision, connection.execute(query).mappings()))


def _refusals(given: Sequence[Decision], judged: Mapping[str, _Judged]) -> Iterator[Refused]:
    for at, decision in enumerate(given):
        found = _objection(decision, judged.get(decision.call_id))
        if found:
            yield Refused(at, found)


def _objection(decision: Decision, judged: _Judged | None) -> Objection | None:
    if judged is None:
        what = f"没有通话 {decision.call_id} / there is no such call"
        return Objection("call_id", what, "先导入并质检这通通话 / ingest and judge it first")
    about = decision.about or judged.verdicts.get(decision.code)
    if about is None:
        what = f"通话 {decision.call_id} 没有规则 {decision.code} 的结论 / has no verdict of it"
        close = get_close_matches(decision.code, judged.verdicts, n=1)
        fix = f"是否想写 {close[0]}? / did you mean {close[0]}?" if close else "qa show 可查看"
        return Objection("code", what, fix)
    return objection(decision, about.state)


def _problem(decision: Decision, refused: Refused) -> Problem:
    why = refused.objection
    return Problem(f"{decision.call_id} {decision.code} {why.field}", why.what, why.fix)


def _new_rows(
    given: Sequence[Decision],
    judged: Mapping[str, _Judged],
    now: datetime,
    recorded: Sequence[RowMapping],
) -> list[Row]:
    """Rows of the decisions that are no repetitions."""
    said = {_said(row) for row in recorded}
    dated = {(_said(row), row["decided_at"]) for row in recorded}
    rows: list[Row] = []
    for decision in given:
        call, at = judged[decision.call_id], decision.decided_at or now
        row = _row(call.key, decision, decision.about or call.verdicts[decision.code], at)
        before = _said(row)
        if (before, at) in dated or (decision.decided_at is None and before in said):
            continue
        said.add(before)
        dated.add((before, at))
        rows.append(row)
    return rows


def _said(row: Row | RowMapping) -> tuple[object, ...]:
    """What makes two decisions the same, whenever they are made and whichever version judged."""
    return tuple(row[name] for name in _STATEMENT)


def _row(key: int, decision: Decision, about: Judgement, at: datetime) -> Row:
    overturned = decision.outcome is Outcome.OVERTURNED
    return {
        "call": key,
        "code": decision.code,
        "outcome": decision.outcome,
        "machine_state": about.state,
        "rulebook": about.rulebook,
        "true_state": decision.true_state if overturned else None,
        "reason": decision.reason,
        "reviewer": decision.reviewer,
        "decided_at": at,
    }


def _decision(row: RowMapping) -> Decision:
    return Decision(
        call_id=row["call_id"],
        code=row["code"],
        outcome=Outcome(row["outcome"]),
        reviewer=row["reviewer"],
        decided_at=row["decided_at"],
        true_state=None if row["true_state"] is None else State(row["true_state"]),
        reason=row["reason"],
        about=Judgement(State(row["machine_state"]), row["rulebook"]),
    )
