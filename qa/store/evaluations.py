"""The chain of versions of every call's evaluation: rows are only added."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)

from qa.scoring.criteria import Scorecard
from qa.store.account_values import AuditEntry
from qa.store.audit_log import add_entry
from qa.store.codec import dump_evaluation, dump_scorecard, load_evaluation, load_scorecard
from qa.store.drafts import Drafts
from qa.store.evaluation_values import NewVersion, Version, VersionKind
from qa.store.tables import calls, claims, drafts, evaluations, reviews, scorecards

_NO_PEOPLE = (VersionKind.MACHINE,)


class Evaluations(Drafts):
    """Adds versions, publishes them, hands them out."""

    def add_version(
        self,
        new: NewVersion,
        *,
        after: int,
        scorecard: Scorecard,
        before: NewVersion | None,
        entry: AuditEntry,
    ) -> Version | None:
        """Add a version and finish with the call: its draft, its claim, its place in the queue.

        Args:
            new: what to add.
            after: the version that it goes on from; 0: no person has evaluated the call.
            scorecard: that it was filled by.
            before: what the machine says, for a call that has no version yet.
            entry: for the audit log.

        Returns:
            None when another version is the latest: then nothing is written.

        Raises:
            UnknownCall: it was deleted.
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            added = self._append(connection, new, after=after, scorecard=scorecard, before=before)
            if added is None:
                return None
            own = (drafts.c.call == added) & (drafts.c.evaluator == new.made_by)
            connection.execute(delete(drafts).where(own))
            held = (claims.c.call == added) & (claims.c.person == new.made_by)
            connection.execute(delete(claims).where(held))
            first = (reviews.c.call == added) & reviews.c.done_at.is_(None)
            done = {"done_at": new.made_at, "done_by": new.made_by}
            connection.execute(update(reviews).where(first).values(done))
            add_entry(connection, entry)
            return versions_of(connection, evaluations.c.call == added)[-1]

    def versions(self, call_id: str) -> list[Version]:
        """Of one call, the first one first."""
        with self._database.reading() as connection:
            return versions_of(connection, calls.c.call_id == call_id)

    def latest_versions(self, call_ids: Sequence[str], *, published: bool) -> list[Version]:
        """The latest of each of these calls, or the latest that was published."""
        last = select(func.max(evaluations.c.id)).group_by(evaluations.c.call)
        if published:
            last = last.where(evaluations.c.published_at.is_not(None))
        these = self._among(calls.c.call_id, call_ids)
        with self._database.reading() as connection:
            return versions_of(connection, these & evaluations.c.id.in_(last))

    def published_results(
        self,
        *,
        agent_id: str | None,
        team: str | None,
        before: int | None,
        limit: int,
    ) -> list[Version]:
        """The latest published version of each call, the one published last first.

        Args:
            agent_id: only of calls of this agent.
            team: only of calls of this team.
            before: key of the last one of the page before.
            limit: how many at most.
        """
        last = (
            select(func.max(evaluations.c.id))
            .join(calls, calls.c.id == evaluations.c.call)
            .where(evaluations.c.published_at.is_not(None))
            .group_by(evaluations.c.call)
        )
        if agent_id is not None:
            last = last.where(calls.c.agent_id == agent_id)
        if team is not None:
            last = last.where(calls.c.team == team)
        query = _query().where(evaluations.c.id.in_(last))
        if before is not None:
            query = query.where(evaluations.c.id < before)
        query = query.order_by(evaluations.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return list(map(version_of, connection.execute(query).mappings()))

    def unpublished_results(self, *, before: int | None, limit: int) -> list[Version]:
        """The latest version of each call that a person made and no agent sees, the latest first.

        Args:
            before: key of the last one of the page before.
            limit: how many at most.
        """
        last = select(func.max(evaluations.c.id)).group_by(evaluations.c.call)
        query = _query().where(
            evaluations.c.id.in_(last),
            evaluations.c.published_at.is_(None),
            evaluations.c.kind.not_in(_NO_PEOPLE),
        )
        if before is not None:
            query = query.where(evaluations.c.id < before)
        query = query.order_by(evaluations.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return list(map(version_of, connection.execute(query).mappings()))

    def publish_versions(
        self, keys: Sequence[int], by: str, now: datetime, entries: Sequence[AuditEntry]
    ) -> int:
        """Let agents see these versions; how many they did not see before."""
        with self._database.writing() as connection:
            unseen = evaluations.c.id.in_(keys) & evaluations.c.published_at.is_(None)
            seen = update(evaluations).where(unseen)
            made = connection.execute(seen.values(published_at=now, published_by=by)).rowcount
            for entry in entries:
                add_entry(connection, entry)
        return made

    def acknowledge_version(self, key: int, by: str, now: datetime, entry: AuditEntry) -> bool:
        """Note that the agent has taken note; False when that is so already."""
        fresh = (evaluations.c.id == key) & evaluations.c.acknowledged_at.is_(None)
        with self._database.writing() as connection:
            noted = update(evaluations).where(fresh)
            values = {"acknowledged_at": now, "acknowledged_by": by}
            if not connection.execute(noted.values(values)).rowcount:
                return False
            add_entry(connection, entry)
        return True

    def scorecard(self, identity: str) -> Scorecard | None:
        """A scorecard that calls were evaluated by."""
        query = select(scorecards.c.body).where(scorecards.c.identity == identity)
        with self._database.reading() as connection:
            body: str | None = connection.scalar(query)
        return None if body is None else load_scorecard(body)

    def _append(
        self,
        connection: Connection,
        new: NewVersion,
        *,
        after: int,
        scorecard: Scorecard,
        before: NewVersion | None,
    ) -> int | None:
        """The call's key; None when another version is the latest."""
        named = select(calls.c.id).where(calls.c.call_id == new.call_id)
        key: int | None = connection.scalar(named.with_for_update())
        if key is None:
            raise self._unknown(new.call_id)
        of_call = evaluations.c.call == key
        known = connection.execute(
            select(evaluations.c.version, evaluations.c.kind).where(of_call)
        ).all()
        made = [version for version, kind in known if kind not in _NO_PEOPLE]
        if max(made, default=0) != after:
            return None
        last = max((version for version, _ in known), default=0)
        if before is not None and not known:
            last += 1
            connection.execute(insert(evaluations), _row(key, last, before))
        connection.execute(insert(evaluations), _row(key, last + 1, new))
        row = {"identity": scorecard.identity, "body": dump_scorecard(scorecard)}
        connection.execute(self._insert(scorecards).values(row).on_conflict_do_nothing())
        return key


def _row(key: int, version: int, new: NewVersion) -> Mapping[str, object]:
    score = new.body.score
    return {
        "call": key,
        "version": version,
        "kind": new.kind,
        "made_by": new.made_by,
        "made_at": new.made_at,
        "why": new.why,
        "total": score.total,
        "fatal": score.fatal,
        "body": dump_evaluation(new.body),
        "published_at": new.made_at if new.published else None,
        "published_by": new.made_by if new.published else None,
    }


def _query() -> Select[*tuple[object, ...]]:
    return select(evaluations, calls.c.call_id).join(calls, calls.c.id == evaluations.c.call)


def versions_of(connection: Connection, which: ColumnElement[bool]) -> list[Version]:
    """Versions, by call, the first one first."""
    query = _query().where(which).order_by(evaluations.c.call, evaluations.c.version)
    return list(map(version_of, connection.execute(query).mappings()))


def version_of(row: RowMapping) -> Version:
    """The value of a row of evaluations with its call_id."""
    return Version(
        key=row["id"],
        call_id=row["call_id"],
        version=row["version"],
        kind=VersionKind(row["kind"]),
        made_by=row["made_by"],
        made_at=row["made_at"],
        why=row["why"],
        body=load_evaluation(row["body"]),
        published_at=row["published_at"],
        published_by=row["published_by"],
        acknowledged_at=row["acknowledged_at"],
        acknowledged_by=row["acknowledged_by"],
    )
