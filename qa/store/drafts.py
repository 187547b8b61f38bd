"""What people are writing: saved again and again, and never over what another browser saved."""

from datetime import datetime

from sqlalchemy import RowMapping, Select, select, update

from qa.store.codec import dump_draft, load_draft
from qa.store.evaluation_values import Draft, DraftBody
from qa.store.repository import Repository
from qa.store.tables import calls, drafts


class Drafts(Repository):
    """One draft a call and person."""

    def save_draft(
        self, call_id: str, person: str, revision: int, body: DraftBody, now: datetime
    ) -> bool:
        """Save over the given revision.

        Args:
            call_id: of the call.
            person: who writes.
            revision: of the draft that this one was made from; 0: there was none.
            body: what it says now.
            now: aware.

        Returns:
            False when another revision is saved: then nothing is written.

        Raises:
            UnknownCall: it was deleted.
            StoreError: the database refuses.
        """
        row = {"revision": revision + 1, "body": dump_draft(body), "saved_at": now}
        with self._database.writing() as connection:
            key = self._id_of(connection, call_id)
            own = (drafts.c.call == key) & (drafts.c.evaluator == person)
            if revision:
                same = update(drafts).where(own, drafts.c.revision == revision).values(row)
                return connection.execute(same).rowcount > 0
            new = self._insert(drafts).values({"call": key, "evaluator": person, **row})
            added = new.on_conflict_do_nothing().returning(drafts.c.revision)
            return connection.scalar(added) is not None

    def draft(self, call_id: str, person: str) -> Draft | None:
        """What the person has written so far."""
        with self._database.reading() as connection:
            query = draft_query(person).where(calls.c.call_id == call_id)
            row = connection.execute(query).mappings().first()
        return None if row is None else draft_of(row)


def draft_query(person: str) -> Select[*tuple[object, ...]]:
    """Drafts of a person, joined with their calls."""
    return (
        select(drafts).join(calls, calls.c.id == drafts.c.call).where(drafts.c.evaluator == person)
    )


def draft_of(row: RowMapping) -> Draft:
    """The value of a row."""
    return Draft(row["revision"], load_draft(row["body"]), row["saved_at"])
