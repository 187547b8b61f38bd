"""Risks of calls: what scorers said, and who is still to be scored."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, insert, select, update

from qa.call import Satisfaction
from qa.scoring.satisfaction.risk import Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Flag
from qa.store.codec import dump_reasons, load_reasons
from qa.store.details import flags_of
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import calls, flags, results, risks
from qa.store.values import RankedCall, Status


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
        for key, risk in found.items():
            own = results.c.call == key
            value = {"satisfaction_risk": risk.probability}
            connection.execute(update(results).where(own).values(value))


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
