"""Cases: filed from a call, edited with their history, retired."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from qa.accounts.permissions import Action, check
from qa.errors import Conflict, NotThere, ReviewError
from qa.people import Person
from qa.review.desk import Desk, changed, check_seen, opened
from qa.review.spans import span_of
from qa.review.texts import tags as checked_tags
from qa.review.texts import written
from qa.rules.verdict import State
from qa.store.case_values import Case, CaseText, CaseVersion, NewCase, Said
from qa.store.opening import Opened
from qa.store.remark_values import Annotation, Quality
from qa.timeline import Seconds, Span

MOST_RULES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What somebody wants to keep of a call."""

    start: Seconds
    end: Seconds
    quality: Quality
    category: int
    tags: Collection[str] = ()
    lesson: str = ""
    better: str = ""
    rules: Collection[str] | None = None
    """Codes; None: those that the call fails within the span."""


def file_case(
    desk: Desk,
    person: Person,
    now: datetime,
    call_id: str,
    filing: Filing,
    *,
    annotation: int | None = None,
) -> Case:
    """File a span of a call as a case.

    Args:
        desk: what to work with.
        person: who files.
        now: aware.
        call_id: of the call.
        filing: what to keep.
        annotation: number of the remark that it is filed from.

    Raises:
        Forbidden: the role does not allow it, or the call is out of scope.
        UnknownCall: the call was deleted.
        ReviewError: the span lies outside the call, a text is too long, there is no such
            category, or the remark is of another call.
    """
    check(person, Action.FILE_CASE)
    found = opened(desk, person, call_id, heard=True)
    check_seen(person, Action.FILE_CASE, found)
    text = _text(desk, filing, found)
    remark = None if annotation is None else _remark(desk, call_id, annotation)
    if remark is not None and remark.case is not None:
        filed = _case(desk, remark.case)
        if filed.text == text and filed.filed_by == person.username:
            return filed  # A browser asks again when no answer has come.
    new = NewCase(
        call=found.call,
        text=text,
        excerpt=excerpt(found, text.span),
        filed_by=person.username,
        filed_at=now,
        annotation=remark.key if remark else None,
    )
    noted = changed(person, now, "case_filed", call_id=call_id)
    return _case(desk, desk.store.file_case(new, noted))


def edit_case(
    desk: Desk, person: Person, now: datetime, key: int, revision: int, filing: Filing
) -> Case:
    """Change what a case says; how it read before stays in its history.

    Args:
        desk: what to work with.
        person: who edits.
        now: aware.
        key: of the case.
        revision: of the case as the person saw it.
        filing: all that it is to say.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such case.
        Conflict: somebody changed it meanwhile.
        ReviewError: as `file_case`.
    """
    check(person, Action.EDIT_CASES)
    before = _case(desk, key)
    found = opened(desk, person, before.call_id, heard=True) if before.there else None
    kept = replace(filing, rules=before.text.rules if filing.rules is None else filing.rules)
    text = _text(desk, kept, found, before)
    said = excerpt(found, text.span) if found and text.span != before.text.span else None
    made = CaseVersion(revision + 1, person.username, now, "edited", text)
    _save(desk, person, before, made, excerpt=said, retired_at=before.retired_at)
    return _case(desk, key)


def retire_case(
    desk: Desk, person: Person, now: datetime, key: int, revision: int, *, back: bool = False
) -> Case:
    """Take a case out of the casebook, or back into it.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such case.
        Conflict: somebody changed it meanwhile.
    """
    check(person, Action.EDIT_CASES)
    before = _case(desk, key)
    what = "restored" if back else "retired"
    made = CaseVersion(revision + 1, person.username, now, what, before.text)
    _save(desk, person, before, made, retired_at=None if back else now.astimezone(UTC))
    return _case(desk, key)


def history(desk: Desk, person: Person, key: int) -> list[CaseVersion]:
    """All versions of a case, the first one first.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such case.
    """
    check(person, Action.SEE_CASEBOOK)
    _case(desk, key)
    return desk.store.case_history(key)


def excerpt(found: Opened, span: Span) -> tuple[Said, ...]:
    """What was said in a span: whole turns, as far as they lie in it at all."""
    heard = found.judged.transcript if found.judged else None
    turns = heard.turns if heard else ()
    return tuple(
        Said(turn.start, turn.end, turn.role, turn.text)
        for turn in turns
        if turn.span.overlaps(span)
    )


def _remark(desk: Desk, call_id: str, annotation: int) -> Annotation:
    found = desk.store.present_annotation(annotation)
    if found is None or found.call_id != call_id:
        raise ReviewError(f"批注 {annotation} 不属于这通通话", "the annotation is not of this call")
    return found


def _text(desk: Desk, filing: Filing, found: Opened | None, before: Case | None = None) -> CaseText:
    if found is None and before is not None:
        span = before.text.span  # Nobody can tell any more what lies around it.
    else:
        span = span_of(filing.start, filing.end, found.judged if found else None)
    named = {each.key: each for each in desk.store.categories()}.get(filing.category)
    unchanged = before is not None and before.text.category == filing.category
    if named is None or (named.retired_at and not unchanged):
        raise ReviewError(f"没有分类 {filing.category}", f"there is no category {filing.category}")
    rules = _failing(found, span) if filing.rules is None else filing.rules
    return CaseText(
        span=span,
        quality=filing.quality,
        category=filing.category,
        tags=tuple(sorted(checked_tags(filing.tags))),
        lesson=written(filing.lesson),
        better=written(filing.better),
        rules=tuple(sorted({written(code) for code in list(rules)[:MOST_RULES] if code.strip()})),
    )


def _failing(found: Opened | None, span: Span) -> Collection[str]:
    verdicts = found.judged.verdicts if found and found.judged else ()
    return {
        verdict.code
        for verdict in verdicts
        if verdict.state is State.FAIL
        and any(item.span and item.span.overlaps(span) for item in verdict.evidence)
    }


def _save(
    desk: Desk,
    person: Person,
    before: Case,
    made: CaseVersion,
    *,
    excerpt: tuple[Said, ...] | None = None,
    retired_at: datetime | None,
) -> None:
    noted = changed(
        person,
        made.made_at,
        f"case_{made.what}",
        call_id=before.call_id,
        subject=f"case {before.key}",
    )
    if not desk.store.edit_case(before.key, made, noted, excerpt=excerpt, retired_at=retired_at):
        raise Conflict(
            f"案例 {before.key} 已被修改",
            f"the case {before.key} was changed meanwhile",
            "重新打开后再改 / open it again",
        )


def _case(desk: Desk, key: int) -> Case:
    found = desk.store.case(key)
    if found is None:
        raise NotThere(f"没有案例 {key}", f"there is no case {key}")
    return found
