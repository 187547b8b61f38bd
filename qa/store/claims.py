"""Who has which call in hand: never two people the same one."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, select, update

from qa.store.engine import Purpose
from qa.store.listing import Listing, waiting
from qa.store.queue_values import Claim
from qa.store.tables import calls, claims, reviews
from qa.store.values import CallFilter


class Claims(Listing):
    """Gives out the calls of the queue one by one."""

    def claim_next(
        self, filter: CallFilter, person: str, now: datetime, *, expired: datetime
    ) -> Claim | None:
        """The most urgent call that nobody has, claimed; None when there is none.

        Who has one in hand that is not finished gets that one again, whatever the filter.

        Args:
            filter: which of the queue.
            person: who takes it.
            now: aware.
            expired: claims last renewed before it are free to take.
        """
        with self._database.writing() as connection:
            self._one_at_a_time(connection, person)
            key = _own(connection, person)
            if key is not None and (mine := self._take(connection, key, person, now, expired)):
                return mine
            taken = exists(
                select(claims.c.call).where(
                    claims.c.call == reviews.c.call, claims.c.renewed_at >= expired
                )
            )
            free = waiting(self.queued(filter).where(~taken), None).limit(1)
            while True:
                key = connection.scalar(free.with_for_update(of=reviews, skip_locked=True))
                if key is None:
                    return None
                # Refused when it was claimed between the look at the claims and the lock: the
                # next look sees that.
                claim = self._take(connection, key, person, now, expired)
                if claim is not None:
                    return claim

    def claim_call(self, call_id: str, person: str, now: datetime, *, expired: datetime) -> Claim:
        """Take one call; the claim returned is another person's when that one is quicker.

        Raises:
            StoreError: the call was never ingested, or the database refuses.
        """
        with self._database.writing() as connection:
            key = self._id_of(connection, call_id)
            return self._take(connection, key, person, now, expired) or _held(connection, key)

    def renew_claim(self, call_id: str, person: str, now: datetime) -> bool:
        """Keep a call; False when the person has it no longer."""
        held = update(claims).where(_of(call_id), claims.c.person == person)
        with self._database.writing() as connection:
            return connection.execute(held.values(renewed_at=now)).rowcount > 0

    def release_claim(self, call_id: str, person: str) -> bool:
        """Hand a call back; False when the person has it no longer."""
        held = delete(claims).where(_of(call_id), claims.c.person == person)
        with self._database.writing() as connection:
            return connection.execute(held).rowcount > 0

    def claim_of(self, call_id: str, *, expired: datetime) -> Claim | None:
        """Who has a call, while the claim lasts."""
        live = claims.c.renewed_at >= expired
        query = _claims().where(calls.c.call_id == call_id, live)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Claim(*row)

    def _one_at_a_time(self, connection: Connection, person: str) -> None:
        """Two tabs of one person wait for each other, or both would take a new call."""
        if self.dialect == "postgresql":
            purpose = Purpose.CLAIM & 0x7FFF_FFFF
            connection.execute(select(func.pg_advisory_xact_lock(purpose, func.hashtext(person))))

    def _take(
        self, connection: Connection, key: int, person: str, now: datetime, expired: datetime
    ) -> Claim | None:
        row = {"call": key, "person": person, "claimed_at": now, "renewed_at": now}
        mine = claims.c.person == person
        new = self._insert(claims).values(row)
        taken_over = new.on_conflict_do_update(
            index_elements=[claims.c.call],
            set_={"person": person, "claimed_at": now, "renewed_at": now},
            where=mine | (claims.c.renewed_at < expired),
        )
        if connection.scalar(taken_over.returning(claims.c.call)) is None:
            return None
        return _held(connection, key)


def _own(connection: Connection, person: str) -> int | None:
    latest_first = (claims.c.renewed_at.desc(), claims.c.call)
    query = select(claims.c.call).where(claims.c.person == person).order_by(*latest_first).limit(1)
    key: int | None = connection.scalar(query)
    return key


def _claims() -> Select[str, str, datetime, datetime]:
    return select(calls.c.call_id, claims.c.person, claims.c.claimed_at, claims.c.renewed_at).join(
        calls, calls.c.id == claims.c.call
    )


def _held(connection: Connection, key: int) -> Claim:
    return Claim(*connection.execute(_claims().where(claims.c.call == key)).one())


def _of(call_id: str) -> ColumnElement[bool]:
    return claims.c.call == select(calls.c.id).where(calls.c.call_id == call_id).scalar_subquery()
