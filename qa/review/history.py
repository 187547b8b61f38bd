"""What became of an evaluation from one version to the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.rules.verdict import State
from qa.store.appeal_values import Subject
from qa.store.evaluation_values import EvaluationBody, Version


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict or the points of a criterion that another version has otherwise."""

    subject: Subject
    code: str
    before: State | float | None
    """A verdict's state, or points; None: there was nothing, or no points."""
    after: State | float | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A version, and what it changed."""

    version: Version
    total_before: float | None
    changes: tuple[Change, ...]


def history(versions: tuple[Version, ...]) -> tuple[Chapter, ...]:
    """The versions of one call with what each changed in the one before it, the first one first.

    The first version changes nothing.
    """
    pairs = zip((None, *versions), versions, strict=False)
    return tuple(_chapter(before, after) for before, after in pairs)


def _chapter(before: Version | None, after: Version) -> Chapter:
    if before is None:
        return Chapter(after, None, ())
    return Chapter(after, before.body.score.total, tuple(_changes(before.body, after.body)))


def _changes(before: EvaluationBody, after: EvaluationBody) -> Iterator[Change]:
    states = {each.code: each.state for each in before.verdicts}
    for verdict in after.verdicts:
        was = states.get(verdict.code)
        if verdict.state is not was:
            yield Change(Subject.VERDICT, verdict.code, was, verdict.state)
    points = {item.code: item.points for item in before.score.items}
    for item in after.score.items:
        earned = points.get(item.code)
        if item.points != earned:
            yield Change(Subject.CRITERION, item.code, earned, item.points)
