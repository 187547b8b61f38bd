"""Cases: filed, found, edited with their history, retired."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from qa.store.account_values import AuditEntry
from qa.store.audit_log import add_entry
from qa.store.case_values import (
    Case,
    CaseFilter,
    CaseSource,
    CaseText,
    CaseVersion,
    NewCase,
    Said,
)
from qa.store.codec import dump_case, dump_excerpt, load_case, load_excerpt
from qa.store.remark_values import Quality
from qa.store.repository import Repository
from qa.store.tables import case_rules, case_tags, case_versions, cases
from qa.timeline import Span


class Cases(Repository):
    """Keeps the casebook."""

    def file_case(self, new: NewCase, entry: AuditEntry) -> int:
        """Number of the new case.

        Raises:
            UnknownCall: the call was deleted.
            StoreError: the database refuses.
        """
        call = new.call
        with self._database.writing() as connection:
            row = {
                "call": self._id_of(connection, call.call_id),
                "call_id": call.call_id,
                "business_line": call.business_line,
                "agent_id": call.agent_id,
                "agent_name": call.agent_name,
                "team": call.team,
                "excerpt": dump_excerpt(new.excerpt),
                "annotation": new.annotation,
                "filed_by": new.filed_by,
                "filed_at": new.filed_at,
                "revision": 1,
                **_columns(new.text),
            }
            key: int = connection.execute(
                insert(cases).values(row).returning(cases.c.id)
            ).scalar_one()
            made = CaseVersion(1, new.filed_by, new.filed_at, "filed", new.text)
            _write(connection, key, made, entry)
        return key

    def edit_case(
        self,
        key: int,
        made: CaseVersion,
        entry: AuditEntry,
        *,
        excerpt: tuple[Said, ...] | None = None,
        retired_at: datetime | None = None,
    ) -> bool:
        """Make a version that follows on the last one; False when that is another one.

        Args:
            key: of the case.
            made: the version, numbered one more than the one that it was made from.
            entry: for the audit log.
            excerpt: where the span changed.
            retired_at: when the case is or was retired; None: it is in force.
        """
        before = (cases.c.id == key) & (cases.c.revision == made.revision - 1)
        values = {**_columns(made.text), "revision": made.revision, "retired_at": retired_at}
        if excerpt is not None:
            values["excerpt"] = dump_excerpt(excerpt)
        with self._database.writing() as connection:
            if not connection.execute(update(cases).where(before).values(values)).rowcount:
                return False
            for table in (case_tags, case_rules):
                connection.execute(delete(table).where(table.c.case_id == key))
            _write(connection, key, made, entry)
        return True

    def cases(
        self, filter: CaseFilter, *, before: int | None = None, limit: int | None = None
    ) -> list[Case]:
        """Cases, the one filed last first.

        Args:
            filter: which ones.
            before: number of the last one of the page before.
            limit: how many at most; None: all.
        """
        query = select(cases).where(*_conditions(filter)).order_by(cases.c.id.desc())
        if before is not None:
            query = query.where(cases.c.id < before)
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit)).mappings().all()
            keys = [row["id"] for row in rows]
            tags = _listed(connection, case_tags, "tag", keys)
            rules = _listed(connection, case_rules, "code", keys)
        return [_case(row, tags[row["id"]], rules[row["id"]]) for row in rows]

    def case(self, key: int) -> Case | None:
        """One case, retired or not."""
        for retired in (False, True):
            for found in self.cases(CaseFilter(keys=(key,), retired=retired)):
                return found
        return None

    def case_counts(self, filter: CaseFilter) -> dict[int, int]:
        """How many cases there are, by number of their category."""
        query = select(cases.c.category, func.count().label("cases")).where(*_conditions(filter))
        with self._database.reading() as connection:
            rows = connection.execute(query.group_by(cases.c.category))
            return {row.category: row.cases for row in rows}

    def case_sources(self, filter: CaseFilter) -> list[CaseSource]:
        """Lines, teams and agents whose calls the cases are."""
        columns = (cases.c.business_line, cases.c.team, cases.c.agent_id, cases.c.agent_name)
        query = select(*columns).where(*_conditions(filter)).distinct().order_by(*columns)
        with self._database.reading() as connection:
            return [CaseSource(*row) for row in connection.execute(query)]

    def case_rules(self) -> list[str]:
        """Code of every rule that a case concerns."""
        with self._database.reading() as connection:
            return sorted(connection.scalars(select(case_rules.c.code).distinct()))

    def case_history(self, key: int) -> list[CaseVersion]:
        """All versions of a case, the first one first."""
        query = select(case_versions).where(case_versions.c.case_id == key)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(case_versions.c.revision)).mappings().all()
        return [
            CaseVersion(
                row["revision"], row["made_by"], row["made_at"], row["what"], load_case(row["body"])
            )
            for row in rows
        ]

    def case_tags(self) -> list[str]:
        """Every tag of a case that is in force."""
        query = (
            select(case_tags.c.tag)
            .join(cases, cases.c.id == case_tags.c.case_id)
            .where(cases.c.retired_at.is_(None))
            .distinct()
        )
        with self._database.reading() as connection:
            return sorted(connection.scalars(query))


def _columns(text: CaseText) -> dict[str, object]:
    return {
        "start_s": text.span.start,
        "end_s": text.span.end,
        "quality": text.quality,
        "category": text.category,
        "lesson": text.lesson,
        "better": text.better,
    }


def _write(connection: Connection, key: int, made: CaseVersion, entry: AuditEntry) -> None:
    """What belongs to a version beside the case's own row."""
    tags = [{"case_id": key, "tag": tag} for tag in made.text.tags]
    rules = [{"case_id": key, "code": code} for code in made.text.rules]
    for table, rows in ((case_tags, tags), (case_rules, rules)):
        if rows:
            connection.execute(insert(table), rows)
    version = {
        "case_id": key,
        "revision": made.revision,
        "made_by": made.made_by,
        "made_at": made.made_at,
        "what": made.what,
        "body": dump_case(made.text),
    }
    connection.execute(insert(case_versions), version)
    add_entry(connection, entry)


def _conditions(filter: CaseFilter) -> Iterator[ColumnElement[bool]]:
    yield cases.c.retired_at.is_not(None) if filter.retired else cases.c.retired_at.is_(None)
    if filter.keys is not None:
        yield cases.c.id.in_(filter.keys)
    if filter.quality is not None:
        yield cases.c.quality == filter.quality
    if filter.categories:
        yield cases.c.category.in_(filter.categories)
    for tag in filter.tags:
        yield exists(_of_case(case_tags).where(case_tags.c.tag == tag))
    if filter.rule is not None:
        yield exists(_of_case(case_rules).where(case_rules.c.code == filter.rule))
    if filter.lines:
        yield cases.c.business_line.in_(filter.lines)
    if filter.team is not None:
        yield cases.c.team == filter.team
    if filter.agent is not None:
        yield cases.c.agent_id == filter.agent
    if filter.text is not None:
        tagged = case_tags.c.tag.icontains(filter.text, autoescape=True)
        written = (cases.c.lesson, cases.c.better, cases.c.excerpt, cases.c.call_id)
        found = (column.icontains(filter.text, autoescape=True) for column in written)
        yield or_(*found, exists(_of_case(case_tags).where(tagged)))


def _of_case(table: Table) -> Select[int]:
    return select(table.c.case_id).where(table.c.case_id == cases.c.id)


def _listed(
    connection: Connection, table: Table, column: str, keys: Sequence[int]
) -> defaultdict[int, list[str]]:
    query = select(table.c.case_id, table.c[column]).where(table.c.case_id.in_(keys))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, value in connection.execute(query.order_by(table.c[column])):
        found[key].append(value)
    return found


def _case(row: RowMapping, tags: Sequence[str], rules: Sequence[str]) -> Case:
    text = CaseText(
        span=Span(row["start_s"], row["end_s"]),
        quality=Quality(row["quality"]),
        category=row["category"],
        tags=tuple(tags),
        lesson=row["lesson"],
        better=row["better"],
        rules=tuple(rules),
    )
    return Case(
        key=row["id"],
        call_id=row["call_id"],
        there=row["call"] is not None,
        business_line=row["business_line"],
        agent_id=row["agent_id"],
        agent_name=row["agent_name"],
        team=row["team"],
        text=text,
        excerpt=load_excerpt(row["excerpt"]),
        annotation=row["annotation"],
        filed_by=row["filed_by"],
        filed_at=row["filed_at"],
        revision=row["revision"],
        retired_at=row["retired_at"],
    )
