"""Search as a person asks for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from qa.call import Role, Transcript
from qa.language.normalise import normalise
from qa.store.codec import load_transcript
from qa.store.filters import conditions
from qa.store.repository import Repository
from qa.store.rows import started_at
from qa.store.search.backend import Asked
from qa.store.search.grams import folded
from qa.store.search.keys import UNBOUNDED, Found, beyond, lowest, read, role_number
from qa.store.search.snippets import first_turn
from qa.store.tables import calls, results, transcripts
from qa.store.values import CallFilter, SearchHit

_FIRST_PAGE = 64
_LARGEST_PAGE = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What to search for, and where."""

    forms: tuple[str, ...]
    """Folded texts, any of which is a hit."""
    since: datetime | None
    until: datetime | None
    business_line: str | None
    role: Role | None
    conditions: tuple[ColumnElement[bool], ...] = ()
    """More that a call has to meet."""


class Finder(Repository):
    """Finds what was said."""

    def search(
        self,
        text: str,
        *,
        limit: int = 50,
        since: datetime | None = None,
        until: datetime | None = None,
        business_line: str | None = None,
        role: Role | None = None,
    ) -> list[SearchHit]:
        """Calls in which `text` is said within one turn, newest first.

        Case, width, spaces and punctuation do not count, Traditional characters and numbers are
        also looked for as transcripts have them, and nothing in `text` is query syntax. A call
        gives one hit for each role that says it: the first place. A text without a letter or
        digit finds nothing.

        Args:
            text: any length, one character at least.
            limit: hits at most.
            since: aware; only calls started at or after it.
            until: aware; only calls started before it.
            business_line: only calls of this line.
            role: only what this role says.
        """
        forms = _forms(text)
        if not forms or limit < 1:
            return []
        sought = Sought(
            forms=forms,
            since=since,
            until=until,
            business_line=business_line,
            role=role,
        )
        with self._database.reading() as connection:
            hits = list(islice(self._hits(connection, sought), limit))
        return sorted(hits, key=lambda hit: hit.started_at, reverse=True)

    def hits_page(
        self, text: str, filter: CallFilter, *, after: tuple[datetime, str] | None, limit: int
    ) -> list[SearchHit]:
        """Where `text` is said in the calls of the filter: those of the latest minute first.

        Args:
            text: as `search` takes it.
            filter: which calls.
            after: started_at and call_id of the last call of the page before.
            limit: calls at most; each has a hit for every role that says it.
        """
        sought = self._sought(text, filter)
        if after is not None:
            beyond_it = _minute(after[0]) + timedelta(minutes=1)
            sought = replace(sought, until=min(sought.until or beyond_it, beyond_it))
        found: list[SearchHit] = []
        calls_found: set[str] = set()
        with self._database.reading() as connection:
            for hit in _beyond(self._hits(connection, sought), after) if sought.forms else ():
                if hit.call_id not in calls_found and len(calls_found) == limit:
                    break
                calls_found.add(hit.call_id)
                found.append(hit)
        return found

    def calls_saying(self, text: str, filter: CallFilter, *, limit: int) -> list[str]:
        """The calls of the filter in which `text` is said, newest first."""
        sought = self._sought(text, filter)
        found: dict[str, None] = {}
        with self._database.reading() as connection:
            for page in self._pages(connection, sought) if sought.forms else ():
                wanted = _calls(connection, page, sought)
                of_page = (wanted.get(each.call) for each in page)
                found |= dict.fromkeys(call["call_id"] for call in of_page if call)
                if len(found) >= limit:
                    break
        return list(found)[:limit]

    def _sought(self, text: str, filter: CallFilter) -> Sought:
        one_line = len(filter.business_lines) == 1
        return Sought(
            forms=_forms(text),
            since=filter.since,
            until=filter.until,
            business_line=filter.business_lines[0] if one_line else None,
            role=None,
            conditions=tuple(conditions(filter, self._among)),
        )

    def _hits(self, connection: Connection, sought: Sought) -> Iterator[SearchHit]:
        for page in self._pages(connection, sought):
            wanted = _calls(connection, page, sought)
            heard: dict[int, Transcript] = {}
            for found in page:
                if (call := wanted.get(found.call)) is None:
                    continue
                if found.call not in heard:
                    heard = {found.call: _transcript(connection, found.call)}
                if (first := first_turn(heard[found.call].turns, found.role, sought.forms)) is None:
                    continue
                turn, snippet = first
                yield SearchHit(call["call_id"], started_at(call), found.role, snippet, turn.start)

    def _pages(self, connection: Connection, sought: Sought) -> Iterator[list[Found]]:
        """Calls and roles whose documents may contain the text, newest first, each once.

        Pages grow, so that few are read for a common word and not too many for a rare one.
        """
        floor = 0 if sought.since is None else lowest(sought.since)
        below = UNBOUNDED if sought.until is None else beyond(sought.until)
        role = None if sought.role is None else role_number(sought.role)
        size = _FIRST_PAGE
        last: Found | None = None
        while True:
            numbers = self._searcher.newest(
                connection, Asked(sought.forms, floor, below, role, sought.business_line), size
            )
            page = list(dict.fromkeys(map(read, numbers)))
            yield page[1:] if page and page[0] == last else page
            if len(numbers) < size:
                return
            below, last = numbers[-1], page[-1]
            size = min(size * 4, _LARGEST_PAGE)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _beyond(hits: Iterable[SearchHit], after: tuple[datetime, str] | None) -> Iterator[SearchHit]:
    """Those that come after a call, which is of the first minute of the hits."""
    passed = after is None
    for hit in hits:
        if after is not None and hit.call_id == after[1]:
            passed = True
        elif after is None or passed or _minute(hit.started_at) < _minute(after[0]):
            yield hit


def _forms(text: str) -> tuple[str, ...]:
    """What to look for: the text as it is and as transcripts would have it."""
    either = dict.fromkeys((folded(text), folded(normalise(text))))
    return tuple(form for form in either if form)


def _calls(connection: Connection, page: list[Found], sought: Sought) -> dict[int, RowMapping]:
    """Those calls of a page that lie within what is searched, by key."""
    query = select(calls.c.id, calls.c.call_id, calls.c.started_at, calls.c.started_offset_s).where(
        calls.c.id.in_({found.call for found in page})
    )
    if sought.since is not None:
        query = query.where(calls.c.started_at >= sought.since)
    if sought.until is not None:
        query = query.where(calls.c.started_at < sought.until)
    if sought.conditions:
        query = query.outerjoin(results, results.c.call == calls.c.id).where(*sought.conditions)
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _transcript(connection: Connection, call: int) -> Transcript:
    query = select(transcripts.c.body).where(transcripts.c.call == call)
    return load_transcript(connection.execute(query).scalar_one(), None)
