"""Annotations and corrections as the store keeps them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qa.call import Role
from qa.timeline import Seconds, Span


class Quality(StrEnum):
    """Whether a stretch of a call is an example to follow or to avoid."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What an annotation says."""

    span: Span
    text: str
    role: Role | None = None
    tags: tuple[str, ...] = ()
    quality: Quality | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A remark that somebody made on a call."""

    key: int
    """Its number in this database."""
    call_id: str
    remark: Remark
    made_by: str
    made_at: datetime
    replaces: int | None = None
    """The one that it is an edit of."""
    retired_at: datetime | None = None
    retired_by: str | None = None
    case: int | None = None
    """Number of the case that was filed from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """What was really said at a place of a turn."""

    turn: int
    """Place of the turn in the transcript, from 0."""
    start: int
    """Characters, half-open, within the turn's text."""
    end: int
    original: str
    text: str
    turn_text: str
    """The whole turn as it reads."""
    turn_start: Seconds
    turn_end: Seconds
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction that somebody made."""

    key: int
    """Its number in this database."""
    call_id: str
    words: Reworded
    made_by: str
    made_at: datetime
