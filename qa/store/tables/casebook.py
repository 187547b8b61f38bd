"""The casebook: clips with a lesson under a tree of categories."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from qa.store.tables.base import Base, BigId, Utc


class CategoryRow(Base, table=True):
    """A place in the tree. Those in use are retired, never deleted."""

    __tablename__ = "case_categories"
    __table_args__ = (Index(None, "parent"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    parent: int | None = Field(default=None, foreign_key="case_categories.id", sa_type=BigId)
    code: str | None = Field(default=None, unique=True)
    """Of those that Earmark ships."""
    name: str
    name_en: str = ""
    position: int = 0
    """Among its siblings."""
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class CaseRow(Base, table=True):
    """A clip with its lesson. It outlives its call, of which it keeps what was said."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "call"),
        Index(None, "category"),
        Index(None, "retired_at", "filed_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    call: int | None = Field(
        default=None, foreign_key="calls.id", ondelete="SET NULL", sa_type=BigId
    )
    call_id: str
    business_line: str
    agent_id: str
    agent_name: str | None = None
    team: str | None = None
    start_s: float
    end_s: float
    quality: str
    category: int = Field(foreign_key="case_categories.id", sa_type=BigId)
    lesson: str = Field(sa_type=Text)
    better: str = Field(sa_type=Text)
    """Wording that would have been better."""
    excerpt: str = Field(sa_type=Text)
    """JSON list of what was said in the span."""
    annotation: int | None = Field(
        default=None, foreign_key="annotations.id", ondelete="SET NULL", sa_type=BigId
    )
    """The remark that it was filed from."""
    filed_by: str
    filed_at: datetime = Field(sa_type=Utc)
    revision: int
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class CaseTagRow(Base, table=True):
    """A tag of a case."""

    __tablename__ = "case_tags"
    __table_args__ = (Index(None, "tag"),)

    case_id: int = Field(
        foreign_key="cases.id", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    tag: str = Field(primary_key=True)


class CaseRuleRow(Base, table=True):
    """A rule that a case is about."""

    __tablename__ = "case_rules"
    __table_args__ = (Index(None, "code"),)

    case_id: int = Field(
        foreign_key="cases.id", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    code: str = Field(primary_key=True)


class CaseVersionRow(Base, table=True):
    """A case as it read after each change. Rows are only added."""

    __tablename__ = "case_versions"

    case_id: int = Field(
        foreign_key="cases.id", ondelete="CASCADE", primary_key=True, sa_type=BigId
    )
    revision: int = Field(primary_key=True)
    made_by: str
    made_at: datetime = Field(sa_type=Utc)
    what: str
    body: str = Field(sa_type=Text)
    """JSON of `CaseText`."""
