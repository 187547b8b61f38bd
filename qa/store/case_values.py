"""The casebook as the store keeps it."""

from dataclasses import dataclass
from datetime import datetime

from qa.call import Call, Role
from qa.store.remark_values import Quality
from qa.timeline import Seconds, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A place in the tree."""

    key: int
    """Its number in this database."""
    parent: int | None
    """Number of the category above; None at the top."""
    name: str
    name_en: str = ""
    position: int = 0
    """Among its siblings."""
    code: str | None = None
    """Of those that Earmark ships."""
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A turn, or what of it lies in the clip."""

    start: Seconds
    end: Seconds
    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseText:
    """What people may change of a case."""

    span: Span
    quality: Quality
    category: int
    """Its number."""
    tags: tuple[str, ...] = ()
    lesson: str = ""
    better: str = ""
    """Wording that would have been better."""
    rules: tuple[str, ...] = ()
    """Codes of the rules concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be filed."""

    call: Call
    text: CaseText
    excerpt: tuple[Said, ...]
    filed_by: str
    filed_at: datetime
    annotation: int | None = None
    """The remark that it is filed from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A clip with its lesson."""

    key: int
    """Its number in this database."""
    call_id: str
    there: bool
    """Whether the call is still in the store."""
    business_line: str
    agent_id: str
    agent_name: str | None
    team: str | None
    text: CaseText
    excerpt: tuple[Said, ...]
    """What was said in the span."""
    annotation: int | None
    filed_by: str
    filed_at: datetime
    revision: int
    """Counts the changes, from 1."""
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseSource:
    """Where cases come from: every combination that there is."""

    business_line: str
    team: str | None
    agent_id: str
    agent_name: str | None


@dataclass(frozen=True, slots=True)
class CaseVersion:
    """A case as it read after a change."""

    revision: int
    made_by: str
    made_at: datetime
    what: str
    """`filed`, `edited`, `retired` or `restored`."""
    text: CaseText


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Cases that meet every condition that is set. Empty means all that are not retired."""

    keys: tuple[int, ...] | None = None
    quality: Quality | None = None
    categories: tuple[int, ...] = ()
    """Any of these."""
    tags: tuple[str, ...] = ()
    """All of these."""
    rule: str | None = None
    lines: tuple[str, ...] = ()
    team: str | None = None
    agent: str | None = None
    """By id."""
    text: str | None = None
    """Part of the lesson, the better wording, what was said, or a tag."""
    retired: bool = False
    """Those that are, instead."""
