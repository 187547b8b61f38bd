"""The tree of the casebook's categories."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from qa.store.account_values import AuditEntry
from qa.store.audit_log import add_entry
from qa.store.case_values import Category
from qa.store.engine import Purpose
from qa.store.repository import Repository
from qa.store.tables import case_categories


class Categories(Repository):
    """Keeps the tree; whoever changes it queues."""

    def categories(self) -> list[Category]:
        """All, retired ones included, siblings in their order."""
        with self._database.reading() as connection:
            return categories_of(connection)

    def add_category(self, category: Category, entry: AuditEntry) -> int:
        """Number of a new category; its `key` is not looked at."""
        row = _row(category)
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.CASEBOOK)
            added = insert(case_categories).values(row).returning(case_categories.c.id)
            key: int = connection.execute(added).scalar_one()
            add_entry(connection, entry)
        return key

    def change_category(self, category: Category, entry: AuditEntry) -> bool:
        """Write over a category; False when there is none of this number."""
        with self._database.writing() as connection:
            self._database.queue(connection, Purpose.CASEBOOK)
            same = update(case_categories).where(case_categories.c.id == category.key)
            if not connection.execute(same.values(_row(category))).rowcount:
                return False
            add_entry(connection, entry)
        return True


def categories_of(connection: Connection) -> list[Category]:
    """All, retired ones included, siblings in their order."""
    order = (case_categories.c.position, case_categories.c.id)
    rows = connection.execute(select(case_categories).order_by(*order)).mappings()
    return [
        Category(
            key=row["id"],
            parent=row["parent"],
            name=row["name"],
            name_en=row["name_en"],
            position=row["position"],
            code=row["code"],
            retired_at=row["retired_at"],
        )
        for row in rows
    ]


def _row(category: Category) -> dict[str, str | int | datetime | None]:
    return {
        "parent": category.parent,
        "name": category.name,
        "name_en": category.name_en,
        "position": category.position,
        "code": category.code,
        "retired_at": category.retired_at,
    }
