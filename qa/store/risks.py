"""Risks of calls: what scorers said, and who is still to be scored."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from qa.call import Satisfaction
from qa.scoring.candidates import EXPLORATION, RANDOM
from qa.scoring.satisfaction.risk import Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Flag, PlanKind
from qa.store.codec import dump_reasons, load_reasons
from qa.store.details import flags_of
from qa.store.engine import Purpose
from qa.store.filters import conditions
from qa.store.repository import Repository
from qa.store.tables import calls, flags, results, review_reasons, reviews, risks
from qa.store.values import CallFilter, Drawn, RankedCall, Status


class Risks(Repository):
    """Keeps the latest risk of every call and target."""

    def save_risks(self, target: TargetName, found: Mapping[str, Risk], now: datetime) -> None:
        """Replace the risks of judged calls; a call whose result has gone is left out.

        Args:
            target: what was predicted.
            found: risks by call_id.
            now: when they were scored.
        """
        with self._database.writing() as connection:
            query = (
                select(calls.c.call_id, calls.c.id)
                .join(results, results.c.call == calls.c.id)
                .where(self._among(calls.c.call_id, found))
            )
            keys: dict[str, int] = dict(connection.execute(query).all())
            old = risks.c.call.in_(query.with_only_columns(calls.c.id))
            connection.execute(delete(risks).where(old, risks.c.target == target))
            rows = [_row(key, target, found[call_id], now) for call_id, key in keys.items()]
            if rows:
                connection.execute(insert(risks), rows)
            if target is TargetName.SATISFACTION:
                self._repeat(connection, {key: found[each] for each, key in keys.items()})

    def risks_of(self, call_id: str) -> Mapping[TargetName, Risk]:
        """The risks of a call by target; empty when nobody scored it."""
        with self._database.reading() as connection:
            return risks_about(connection, self._id_of(connection, call_id))

    def unscored(self, day: date, tz: ZoneInfo, target: TargetName, model: str) -> list[str]:
        """Judged calls that started on `day` in `tz` without a risk by this model, in order."""
        own = and_(risks.c.call == calls.c.id, risks.c.target == target, risks.c.model == model)
        query = (
            select(calls.c.call_id)
            .join(results, results.c.call == calls.c.id)
            .outerjoin(risks, own)
            .where(_of_day(day, tz), results.c.status == Status.DONE, risks.c.call.is_(None))
            .order_by(calls.c.started_at, calls.c.call_id)
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def ranked(self, day: date, tz: ZoneInfo, target: TargetName) -> list[RankedCall]:
        """The scored calls that started on `day` in `tz`, the highest risk first."""
        query = (
            select(calls.c.id, calls.c.call_id, calls.c.satisfaction, *_TOLD)
            .join(risks, risks.c.call == calls.c.id)
            .where(_of_day(day, tz), risks.c.target == target)
            .order_by(risks.c.probability.desc(), calls.c.call_id)
        )
        with self._database.reading() as connection:
            raised = flags_of(connection, query.with_only_columns(calls.c.id).order_by(None))
            return [
                RankedCall(
                    row["call_id"],
                    Satisfaction(row["satisfaction"]),
                    raised.get(row["id"], ()),
                    _risk(row),
                )
                for row in connection.execute(query).mappings()
            ]

    def drawn(self, filter: CallFilter, target: TargetName, flag: Flag) -> list[Drawn]:
        """Scored calls by their chance to be heard.

        Args:
            filter: which calls.
            target: what was predicted.
            flag: of the calls that were chosen for it.
        """
        flagged = (flags.c.call == calls.c.id) & (flags.c.flag == flag)
        lot = (review_reasons.c.call == calls.c.id) & review_reasons.c.reason.in_(_BY_LOT)
        chosen = exists(select(flags.c.call).where(flagged)).label("chosen")
        must = func.coalesce(reviews.c.kind == PlanKind.MANDATORY, False).label("must")
        scored = (
            select(calls.c.call_id, chosen, must)
            .join(results, results.c.call == calls.c.id)
            .join(risks, (risks.c.call == calls.c.id) & (risks.c.target == target))
            .outerjoin(reviews, reviews.c.call == calls.c.id)
            .where(*conditions(filter, self._among))
        )
        by_lot = scored.where(or_(exists(select(review_reasons.c.call).where(lot)), chosen))
        every = scored.subquery()
        kinds = (every.c.chosen, every.c.must)
        heard: dict[tuple[bool, bool], list[str]] = defaultdict(list)
        with self._database.reading() as connection:
            sizes = connection.execute(select(*kinds, func.count()).group_by(*kinds)).all()
            for call_id, *kind in connection.execute(by_lot):
                heard[bool(kind[0]), bool(kind[1])].append(call_id)
        return [Drawn(bool(c), n, tuple(heard[bool(c), bool(m)])) for c, m, n in sizes]

    def predict(self, day: date, tz: ZoneInfo, flag: Flag, chosen: Collection[str]) -> None:
        """Let exactly these of the day's judged calls carry the flag."""
        of_day = select(calls.c.id).where(_of_day(day, tz)).scalar_subquery()
        wanted = (
            select(results.c.call)
            .join(calls, calls.c.id == results.c.call)
            .where(self._among(calls.c.call_id, chosen))
        )
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.PLAN)
            connection.execute(delete(flags).where(flags.c.call.in_(of_day), flags.c.flag == flag))
            rows = [{"call": key, "flag": flag} for key in connection.scalars(wanted)]
            if rows:
                connection.execute(insert(flags), rows)

    def _repeat(self, connection: Connection, found: Mapping[int, Risk]) -> None:
        rows = [{"key": key, "risk": risk.probability} for key, risk in found.items()]
        own = update(results).where(results.c.call == bindparam("key"))
        if rows:
            connection.execute(own.values(satisfaction_risk=bindparam("risk")), rows)


_BY_LOT = (RANDOM, EXPLORATION)
_TOLD = (risks.c.model, risks.c.calibrated, risks.c.probability, risks.c.reasons)


def risks_about(connection: Connection, key: int) -> Mapping[TargetName, Risk]:
    """The risks of the call with this key, by target."""
    query = select(risks).where(risks.c.call == key).order_by(risks.c.target)
    return {TargetName(row["target"]): _risk(row) for row in connection.execute(query).mappings()}


def _of_day(day: date, tz: ZoneInfo) -> ColumnElement[bool]:
    begins = datetime.combine(day, time.min, tz)
    ends = datetime.combine(day + timedelta(days=1), time.min, tz)
    return and_(calls.c.started_at >= begins, calls.c.started_at < ends)


def _row(key: int, target: TargetName, risk: Risk, now: datetime) -> dict[str, object]:
    return {
        "call": key,
        "target": target,
        "model": risk.model,
        "calibrated": risk.calibrated,
        "probability": risk.probability,
        "reasons": dump_reasons(risk.reasons),
        "scored_at": now,
    }


def _risk(row: RowMapping) -> Risk:
    return Risk(
        probability=row["probability"],
        reasons=load_reasons(row["reasons"]),
        model=row["model"],
        calibrated=row["calibrated"],
    )
