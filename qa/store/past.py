"""Judged calls as a replay reads them: what was heard, and what was said of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import Connection, Select, func, select, tuple_

from qa.call import Call, Transcript
from qa.measures.values import Measures
from qa.rules.verdict import State
from qa.scoring.values import Flag
from qa.store.codec import load_measures, load_transcript
from qa.store.details import flags_of
from qa.store.filters import conditions
from qa.store.repository import Repository
from qa.store.rows import from_row
from qa.store.tables import calls, results, transcripts, verdicts
from qa.store.values import CallFilter

Columns = TypeVarTuple("Columns")
_KEYS = 20_000
"""Keys read at a time."""


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call that was judged before."""

    key: int
    """Its number in this database."""
    call: Call
    transcript: Transcript
    measures: Measures
    states: Mapping[str, State]
    """The stored verdicts by rule code."""
    flags: tuple[Flag, ...]
    rulebook: str
    """Identity of the rulebook that the verdicts are of."""
    pipeline: str
    """Version of the program, and of its settings, that made the result."""


class Past(Repository):
    """History, for rules to be replayed on."""

    def count_past(self, filter: CallFilter, limit: int | None) -> int:
        """How many calls `past_keys` finds."""
        query = _kept(select(func.count())).where(*conditions(filter, self._among))
        with self._database.reading() as connection:
            found: int = connection.execute(query).scalar_one()
        return found if limit is None else min(found, limit)

    def past_keys(self, filter: CallFilter, limit: int | None, chunk: int) -> Iterator[list[int]]:
        """Keys of judged calls with a transcript, the latest first, so many at a time."""
        left = limit
        query = (
            _kept(select(calls.c.id, calls.c.started_at))
            .where(*conditions(filter, self._among))
            .order_by(calls.c.started_at.desc(), calls.c.id.desc())
        )
        page = query
        while left is None or left > 0:
            size = _KEYS if left is None else min(_KEYS, left)
            with self._database.reading() as connection:
                rows = connection.execute(page.limit(size)).all()
            keys = [row.id for row in rows]
            yield from (keys[at : at + chunk] for at in range(0, len(keys), chunk))
            if len(rows) < size:
                return
            left = None if left is None else left - size
            page = query.where(
                tuple_(calls.c.started_at, calls.c.id) < (rows[-1].started_at, rows[-1].id)
            )

    def past(self, keys: Sequence[int], *, words: bool = False) -> list[PastCall]:
        """The calls of these keys, in their order, with the words of their turns if asked for."""
        made = [results.c.measures, results.c.rulebook, results.c.pipeline]
        heard = [transcripts.c.body, *([transcripts.c.words] if words else [])]
        query = _kept(select(calls, *made, *heard)).where(calls.c.id.in_(keys))
        with self._database.reading() as connection:
            rows = {row["id"]: row for row in connection.execute(query).mappings()}
            states = _states(connection, keys)
            flags = flags_of(connection, keys)
        found: list[PastCall] = []
        for key in keys:
            row = rows.get(key)
            measures = load_measures(row["measures"]) if row else None
            if row is None or measures is None:
                continue
            transcript = load_transcript(row["body"], row.get("words"))
            past = PastCall(
                key=key,
                call=from_row(row),
                transcript=transcript,
                measures=measures,
                states=states[key],
                flags=flags.get(key, ()),
                rulebook=row["rulebook"],
                pipeline=row["pipeline"],
            )
            found.append(past)
        return found


def _kept(query: Select[*Columns]) -> Select[*Columns]:
    """Only calls of which something was heard."""
    return (
        query.select_from(calls)
        .join(results, results.c.call == calls.c.id)
        .join(transcripts, transcripts.c.call == calls.c.id)
    )


def _states(connection: Connection, keys: Sequence[int]) -> Mapping[int, Mapping[str, State]]:
    query = select(verdicts.c.call, verdicts.c.code, verdicts.c.state)
    found: dict[int, dict[str, State]] = defaultdict(dict)
    for key, code, state in connection.execute(query.where(verdicts.c.call.in_(keys))).all():
        found[key][code] = _STATES[state]
    return found


_STATES = {state.value: state for state in State}
