"""Appeals and their steps."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from qa.rules.decision import Decision
from qa.scoring.criteria import Scorecard
from qa.store.account_values import AuditEntry
from qa.store.appeal_values import Appeal, AppealEvent, AppealState, Step, Subject
from qa.store.audit_log import add_entry
from qa.store.decisions import Decisions
from qa.store.evaluation_values import NewVersion, Version
from qa.store.evaluations import Evaluations
from qa.store.tables import appeal_events, appeals, calls, evaluations


class Appeals(Evaluations, Decisions):
    """Files appeals, adds steps, decides."""

    def file_appeal(
        self, version: Version, subject: Subject, code: str, event: AppealEvent, entry: AuditEntry
    ) -> int | None:
        """Number of a new appeal; None when the version has one about the same already."""
        with self._database.writing() as connection:
            held = select(evaluations.c.id).where(evaluations.c.id == version.key)
            connection.execute(held.with_for_update())
            same = select(appeals.c.id).where(
                appeals.c.evaluation == version.key,
                appeals.c.subject == subject,
                appeals.c.code == code,
            )
            if connection.scalar(same) is not None:
                return None
            row = {
                "evaluation": version.key,
                "subject": subject,
                "code": code,
                "reason": event.text,
                "state": AppealState.OPEN,
                "made_by": event.by,
                "made_at": event.at,
            }
            key: int = connection.execute(
                insert(appeals).values(row).returning(appeals.c.id)
            ).scalar_one()
            _add(connection, key, event)
            add_entry(connection, entry)
        return key

    def comment_appeal(self, key: int, event: AppealEvent, entry: AuditEntry) -> bool:
        """Add a comment; False when the appeal is decided."""
        with self._database.writing() as connection:
            if not _held(connection, key):
                return False
            _add(connection, key, event)
            add_entry(connection, entry)
        return True

    def reject_appeal(self, key: int, event: AppealEvent, entry: AuditEntry) -> bool:
        """Decide against the agent; False when the appeal is decided already."""
        with self._database.writing() as connection:
            if not _held(connection, key):
                return False
            _decide(connection, key, AppealState.REJECTED, event)
            add_entry(connection, entry)
        return True

    def uphold_appeal(
        self,
        key: int,
        event: AppealEvent,
        new: NewVersion,
        *,
        after: int,
        scorecard: Scorecard,
        decision: Decision | None,
        entry: AuditEntry,
    ) -> bool:
        """Decide for the agent: the decision on the verdict and the new version with it.

        Returns:
            False when the appeal is decided already, or another version is the latest.

        Raises:
            DecisionError: the decision does not fit the verdict.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            if not _held(connection, key):
                return False
            added = self._append(connection, new, after=after, scorecard=scorecard, before=None)
            if added is None:
                return False
            if decision is not None:
                self._record(connection, [decision], event.at)
            _decide(connection, key, AppealState.UPHELD, event)
            add_entry(connection, entry)
        return True

    def appeal(self, key: int) -> Appeal | None:
        """One appeal with its steps."""
        with self._database.reading() as connection:
            return next(iter(appeals_of(connection, appeals.c.id == key)), None)

    def appeals(
        self,
        *,
        call_id: str | None = None,
        agent_id: str | None = None,
        team: str | None = None,
        state: AppealState | None = None,
    ) -> list[Appeal]:
        """Appeals with their steps, the latest first."""
        given = {
            calls.c.call_id: call_id,
            calls.c.agent_id: agent_id,
            calls.c.team: team,
            appeals.c.state: state,
        }
        which = [column == value for column, value in given.items() if value is not None]
        with self._database.reading() as connection:
            return list(appeals_of(connection, *which))


def appeals_of(connection: Connection, *which: ColumnElement[bool]) -> list[Appeal]:
    """Appeals with their steps, the latest first."""
    about = (calls.c.call_id, calls.c.agent_id, calls.c.team, evaluations.c.version)
    query = (
        select(appeals, *about)
        .join(evaluations, evaluations.c.id == appeals.c.evaluation)
        .join(calls, calls.c.id == evaluations.c.call)
        .where(*which)
        .order_by(appeals.c.id.desc())
    )
    rows = connection.execute(query).mappings().all()
    steps = _steps(connection, [row["id"] for row in rows]) if rows else {}
    return [_appeal(row, tuple(steps.get(row["id"], ()))) for row in rows]


def _steps(connection: Connection, keys: Sequence[int]) -> dict[int, list[AppealEvent]]:
    query = (
        select(appeal_events).where(appeal_events.c.appeal.in_(keys)).order_by(appeal_events.c.id)
    )
    found: dict[int, list[AppealEvent]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        step = AppealEvent(Step(row["kind"]), row["by"], row["at"], row["text"])
        found[row["appeal"]].append(step)
    return found


def _held(connection: Connection, key: int) -> bool:
    """Whether the appeal is open; it stays so until the transaction ends."""
    query = select(appeals.c.state).where(appeals.c.id == key).with_for_update()
    return connection.scalar(query) == AppealState.OPEN


def _decide(connection: Connection, key: int, state: AppealState, event: AppealEvent) -> None:
    connection.execute(update(appeals).where(appeals.c.id == key).values(state=state))
    _add(connection, key, event)


def _add(connection: Connection, key: int, event: AppealEvent) -> None:
    row = {"appeal": key, "kind": event.step, "by": event.by, "at": event.at, "text": event.text}
    connection.execute(insert(appeal_events), row)


def _appeal(row: RowMapping, events: tuple[AppealEvent, ...]) -> Appeal:
    return Appeal(
        key=row["id"],
        call_id=row["call_id"],
        agent_id=row["agent_id"],
        team=row["team"],
        version=row["version"],
        subject=Subject(row["subject"]),
        code=row["code"],
        reason=row["reason"],
        state=AppealState(row["state"]),
        made_by=row["made_by"],
        made_at=row["made_at"],
        events=events,
    )
