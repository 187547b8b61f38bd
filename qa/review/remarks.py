"""Annotations, and words that were heard wrongly."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from qa.accounts.permissions import Action, check
from qa.call import Role
from qa.errors import Conflict, NotThere, ReviewError
from qa.people import Person
from qa.review.desk import Desk, changed, check_seen, opened
from qa.review.spans import span_of
from qa.review.texts import tags as checked_tags
from qa.review.texts import written
from qa.store.opening import Opened
from qa.store.remark_values import Annotation, Correction, Quality, Remark, Reworded
from qa.timeline import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wants to remark."""

    start: Seconds
    end: Seconds
    text: str = ""
    role: Role | None = None
    tags: Collection[str] = ()
    quality: Quality | None = None


def annotate(desk: Desk, person: Person, now: datetime, call_id: str, note: Note) -> Annotation:
    """Remark on a span; to say the very same once more changes nothing.

    Raises:
        Forbidden: the role does not allow it.
        UnknownCall: the call was deleted.
        ReviewError: the span lies outside the call, the note says nothing, or too much.
    """
    check(person, Action.ANNOTATE)
    return _annotate(desk, person, now, opened(desk, person, call_id, heard=True), note)


def edit_annotation(
    desk: Desk,
    person: Person,
    now: datetime,
    key: int,
    *,
    text: str,
    tags: Collection[str] = (),
    quality: Quality | None = None,
) -> Annotation:
    """Put another remark on the same span in its place; the old one stays in the history.

    Whoever knows the number of an earlier reading means the present one.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such annotation, or somebody took it away.
        ReviewError: as `annotate`.
    """
    check(person, Action.ANNOTATE)
    before = _annotation(desk, key)
    span, role = before.remark.span, before.remark.role
    note = Note(start=span.start, end=span.end, role=role, text=text, tags=tags, quality=quality)
    found = opened(desk, person, before.call_id, heard=True)
    return _annotate(desk, person, now, found, note, replaces=before.key)


def retire_annotation(desk: Desk, person: Person, now: datetime, key: int) -> None:
    """Take a remark away; it stays in the history.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such annotation, or somebody took it away.
    """
    check(person, Action.ANNOTATE)
    before = _annotation(desk, key)
    noted = changed(
        person, now, "annotation_retired", call_id=before.call_id, subject=str(before.key)
    )
    if not desk.store.retire_annotation(before.key, person.username, now, noted):
        raise _gone(key)


def annotation_history(desk: Desk, person: Person, call_id: str) -> list[Annotation]:
    """All remarks on a call, those that were edited or taken away included.

    Raises:
        Forbidden: the role does not allow it, or the call is out of scope.
        UnknownCall: the call was deleted.
    """
    check(person, Action.ANNOTATE)
    check_seen(person, Action.SEE_CALL, opened(desk, person, call_id))
    return desk.store.annotation_history(call_id)


def correct(
    desk: Desk,
    person: Person,
    now: datetime,
    call_id: str,
    turn: int,
    start: int,
    end: int,
    text: str,
) -> Correction:
    """Say what was really said at a place of a turn; the transcript stays as it is.

    To say the very same once more changes nothing.

    Args:
        desk: what to work with.
        person: who corrects.
        now: aware.
        call_id: of the call.
        turn: place of the turn in the transcript, from 0.
        start: first character within the turn's text.
        end: the one after the last; `start` for words that are missing.
        text: what was said; empty for words that nobody said.

    Raises:
        Forbidden: the role does not allow it.
        UnknownCall: the call was deleted.
        ReviewError: there is no such place, or nothing would change.
        Conflict: another correction covers a part of the place.
    """
    check(person, Action.CORRECT)
    found = opened(desk, person, call_id, heard=True)
    words = _reworded(found, turn, start, end, written(text))
    for each in found.corrections:
        if each.words == words and each.made_by == person.username:
            return each
    noted = changed(person, now, "word_corrected", call_id=call_id, turn=turn)
    key = desk.store.correct(call_id, words, person.username, now, noted)
    if key is None:
        raise Conflict(
            "所选文字与已有更正部分重叠",
            "another correction covers a part of this",
            "先撤销那处更正 / take that one back first",
        )
    return Correction(key=key, call_id=call_id, words=words, made_by=person.username, made_at=now)


def retire_correction(desk: Desk, person: Person, now: datetime, call_id: str, key: int) -> None:
    """Take a correction back.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: the call has it no longer.
    """
    check(person, Action.CORRECT)
    noted = changed(person, now, "correction_retired", call_id=call_id, subject=str(key))
    if not desk.store.retire_correction(call_id, key, person.username, now, noted):
        raise NotThere("这处更正已不存在", "this correction is gone")


def _annotate(
    desk: Desk,
    person: Person,
    now: datetime,
    found: Opened,
    note: Note,
    *,
    replaces: int | None = None,
) -> Annotation:
    remark = Remark(
        span=span_of(note.start, note.end, found.judged),
        text=written(note.text),
        role=note.role,
        tags=checked_tags(note.tags),
        quality=note.quality,
    )
    if not (remark.text or remark.tags or remark.quality):
        raise ReviewError("批注没有内容", "the annotation says nothing")
    for each in found.annotations:
        if each.remark == remark and each.made_by == person.username:
            return each  # A browser asks again when no answer has come.
    call_id = found.call.call_id
    what = "annotation_made" if replaces is None else "annotation_edited"
    noted = changed(person, now, what, call_id=call_id)
    key = desk.store.annotate(call_id, remark, person.username, now, noted, replaces=replaces)
    if key is None:
        raise _gone(replaces)
    return Annotation(
        key=key,
        call_id=call_id,
        remark=remark,
        made_by=person.username,
        made_at=now,
        replaces=replaces,
    )


def _annotation(desk: Desk, key: int) -> Annotation:
    found = desk.store.present_annotation(key)
    if found is None:
        raise _gone(key)
    return found


def _gone(key: int | None) -> NotThere:
    return NotThere(f"批注 {key} 已不存在", f"the annotation {key} is gone")


def _reworded(found: Opened, turn: int, start: int, end: int, text: str) -> Reworded:
    heard = found.judged.transcript if found.judged else None
    turns = heard.turns if heard else ()
    if not 0 <= turn < len(turns):
        raise ReviewError(f"没有第 {turn} 个话轮", f"there is no turn {turn}")
    said = turns[turn]
    if not 0 <= start <= end <= len(said.text):
        raise ReviewError(
            f"第 {turn} 个话轮没有第 {start}–{end} 个字符",
            f"the turn has no characters {start}–{end}",
        )
    original = said.text[start:end]
    if original == text:
        raise ReviewError("与原文相同", "this is what the transcript says already")
    return Reworded(
        turn=turn,
        start=start,
        end=end,
        original=original,
        text=text,
        turn_text=said.text,
        turn_start=said.start,
        turn_end=said.end,
        role=said.role,
    )
