"""Search as a person asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
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
        filter: CallFilter | None = None,
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
            filter: only calls that it selects.
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
            conditions=tuple(conditions(filter, self._among)) if filter else (),
        )
        with self._database.reading() as connection:
            hits = list(islice(self._hits(connection, sought), limit))
        return sorted(hits, key=lambda hit: hit.started_at, reverse=True)

    def calls_saying(self, text: str, *, limit: int, filter: CallFilter | None = None) -> list[str]:
        """The calls of the filter in which `text` is said, newest first."""
        forms = _forms(text)
        given = filter or CallFilter()
        sought = Sought(
            forms=forms,
            since=given.since,
            until=given.until,
            business_line=given.business_lines[0] if len(given.business_lines) == 1 else None,
            role=None,
            conditions=tuple(conditions(given, self._among)),
        )
        found: dict[str, None] = {}
        with self._database.reading() as connection:
            for page in self._pages(connection, sought) if forms else ():
                wanted = _calls(connection, page, sought)
                calls_of_page = (wanted.get(each.call) for each in page)
                found |= dict.fromkeys(call["call_id"] for call in calls_of_page if call)
                if len(found) >= limit:
                    break
        return list(found)[:limit]

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
