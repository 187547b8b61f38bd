"""Versions of rulebooks: kept for ever, published one after another."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from qa.errors import StoreError
from qa.rules.version import RulebookVersion, identity_of
from qa.store.codec import dump_files, load_files
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import rulebook_publications as publications
from qa.store.tables import rulebook_versions as versions


class Rulebooks(Repository):
    """Every version that was used or published, and the log of publications."""

    def keep_rulebook(self, version: RulebookVersion, now: datetime) -> None:
        """Keep a version that calls are judged by from `now` on; again changes nothing.

        Raises:
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.RULEBOOK)
            key = _kept(connection, version)
            unused = versions.c.first_used_at.is_(None)
            first = update(versions).where(versions.c.id == key, unused)
            connection.execute(first.values(first_used_at=now))

    def publish_rulebook(
        self, version: RulebookVersion, *, by: str, note: str, now: datetime
    ) -> bool:
        """Make a version its line's published one. Verdicts stay as they are.

        Returns:
            False when it is published already: then nothing is written.

        Raises:
            StoreError: the database refuses.
        """
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.RULEBOOK)
            key = _kept(connection, version)
            if key in connection.scalars(published_now()).all():
                return False
            row = {"version": key, "published_at": now, "published_by": by, "note": note}
            connection.execute(insert(publications), row)
        return True

    def published_rulebooks(self) -> Mapping[str, RulebookVersion]:
        """The version published last of every line that has one."""
        query = select(versions).where(versions.c.id.in_(published_now())).order_by(versions.c.line)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["line"]: _version(row) for row in rows}

    def published_rulebook(self, line: str) -> RulebookVersion | None:
        """The version of `line` published last; None when none was."""
        return self.published_rulebooks().get(line)

    def rulebook_version(self, line: str, prefix: str) -> RulebookVersion:
        """The version of `line` whose content's SHA-256 begins with `prefix`.

        Raises:
            StoreError: none does, or several do; it names those that there are.
        """
        with self._database.reading() as connection:
            rows = _of_line(connection, line)
        found = [row for row in rows if row["content_sha256"].startswith(prefix.lower())]
        if len(found) == 1:
            return _version(found[0])
        if found:
            what, fix = "stands for several versions", "write more of the hash"
        else:
            what, fix = "is no version that is kept", "qa rules history lists them"
        raise StoreError(f"{line}@{prefix} {what}: {_listed(found or rows)} → {fix}")

    def rulebook_named(self, identity: str) -> RulebookVersion | None:
        """The version that verdicts call so; None when it is not kept."""
        line, _, digest = identity.rpartition("@")
        with self._database.reading() as connection:
            rows = _of_line(connection, line)
        found = (row for row in rows if row["content_sha256"].startswith(digest))
        return next(map(_version, found), None)


def published_now() -> Select[int]:
    """Keys of the versions that are published: of each line the one published last."""
    of_each_line = (
        select(func.max(publications.c.id))
        .join(versions, versions.c.id == publications.c.version)
        .group_by(versions.c.line)
    )
    return select(publications.c.version).where(publications.c.id.in_(of_each_line))


def _kept(connection: Connection, version: RulebookVersion) -> int:
    """Key of a version, which is added when it is new."""
    digest = version.content_sha256
    known = select(versions.c.id).where(
        versions.c.line == version.line, versions.c.content_sha256 == digest
    )
    key: int | None = connection.scalar(known)
    if key is not None:
        return key
    row = {
        "line": version.line,
        "content_sha256": digest,
        "files": dump_files(version.files),
    }
    added: int = connection.execute(
        insert(versions).values(row).returning(versions.c.id)
    ).scalar_one()
    return added


def _of_line(connection: Connection, line: str) -> Sequence[RowMapping]:
    query = select(versions).where(versions.c.line == line).order_by(versions.c.id)
    return connection.execute(query).mappings().all()


def _version(row: RowMapping) -> RulebookVersion:
    return RulebookVersion(row["line"], load_files(row["files"]))


def _listed(rows: Sequence[RowMapping]) -> str:
    return ", ".join(identity_of(row["line"], row["content_sha256"]) for row in rows) or "none"
