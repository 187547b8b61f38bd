"""What became of the versions of rulebooks."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, func, select

from qa.rules.version import identity_of
from qa.store.repository import Repository
from qa.store.rulebooks import published_now
from qa.store.tables import results
from qa.store.tables import rulebook_publications as publications
from qa.store.tables import rulebook_versions as versions
from qa.store.values import Publication, Status, VersionHistory

_NO_VERSION = "none"
"""Stands for the version where a call's line had no rulebook."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class RulebookHistories(Repository):
    """Reads the log of publications and counts the calls that each version judged."""

    def rulebook_history(self, line: str | None = None) -> list[VersionHistory]:
        """Every version that is kept or that verdicts name, the latest used or published first.

        Args:
            line: None for all lines.
        """
        kept = select(
            versions.c.id, versions.c.line, versions.c.content_sha256, versions.c.first_used_at
        ).order_by(versions.c.id)
        with self._database.reading() as connection:
            judged = _judged_calls(connection)
            log = _publications(connection)
            published = set(connection.scalars(published_now()))
            entries = [
                _entry(row, log[row["id"]], row["id"] in published, judged)
                for row in connection.execute(kept).mappings()
            ]
        entries += _not_kept(judged, {entry.identity for entry in entries})
        of_line = [entry for entry in reversed(entries) if line in (None, entry.line)]
        return sorted(of_line, key=_last_event, reverse=True)


def _judged_calls(connection: Connection) -> Mapping[str, int]:
    done = results.c.status == Status.DONE
    query = select(results.c.rulebook, func.count()).where(done).group_by(results.c.rulebook)
    return dict(connection.execute(query).all())


def _publications(connection: Connection) -> Mapping[int, tuple[Publication, ...]]:
    log: dict[int, tuple[Publication, ...]] = defaultdict(tuple)
    for row in connection.execute(select(publications).order_by(publications.c.id)).mappings():
        made = Publication(row["published_at"], row["published_by"], row["note"])
        log[row["version"]] += (made,)
    return log


def _entry(
    row: RowMapping, log: tuple[Publication, ...], published: bool, judged: Mapping[str, int]
) -> VersionHistory:
    identity = identity_of(row["line"], row["content_sha256"])
    return VersionHistory(
        line=row["line"],
        identity=identity,
        content_sha256=row["content_sha256"],
        first_used_at=row["first_used_at"],
        publications=log,
        published=published,
        judged_calls=judged.get(identity, 0),
    )


def _not_kept(judged: Mapping[str, int], kept: Collection[str]) -> Iterator[VersionHistory]:
    """Versions of which only verdicts know."""
    for identity, calls in judged.items():
        line, _, version = identity.rpartition("@")
        if identity not in kept and version != _NO_VERSION:
            yield VersionHistory(line, identity, None, None, (), False, calls)


def _last_event(entry: VersionHistory) -> datetime:
    return max([entry.first_used_at or _NEVER, *(each.at for each in entry.publications)])
