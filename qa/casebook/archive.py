"""A selection of cases as one ZIP: clips, an Excel sheet, a page to play them offline."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from qa.accounts.audit import Deed, entry
from qa.accounts.permissions import Action, check, scope_of
from qa.call import Call
from qa.casebook.clips import SUFFIX, Clips
from qa.casebook.filenames import file_name
from qa.casebook.offline_page import page
from qa.casebook.selection import QUALITIES, Exported
from qa.casebook.sheet import sheet
from qa.casebook.tree import path_of
from qa.errors import NotThere, RecordingError, RecordingUnreadable, ReviewError
from qa.people import Person
from qa.review.desk import Desk
from qa.store.case_values import Case, CaseFilter, Category

MOST = 500
SHEET, PAGE, CLIPS = "案例.xlsx", "案例.html", "录音/"
_GONE = "录音已不存在 / the recording is gone"
_DAMAGED = "录音已损坏,或在此之前已结束 / the recording is damaged, or ends before"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP knows: the same selection gives the same bytes."""


def export_cases(
    desk: Desk,
    clips: Clips,
    person: Person,
    now: datetime,
    keys: Sequence[int],
    out: BinaryIO,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Write the cases into a ZIP; how many have their sound with them.

    A recording that is missing or damaged costs its own clip, and the sheet says so.

    Args:
        desk: what to work with.
        clips: cuts them.
        person: who exports.
        now: aware; for the audit log alone.
        keys: numbers of the cases, retired or not.
        out: where to.
        names: of rules, by code.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such case.
        ReviewError: none are selected, or more than 500.
    """
    check(person, Action.EXPORT)
    selected = _selected(desk, person, keys)
    with ZipFile(out, "w") as archive:
        exported = list(_with_clips(desk, clips, selected, archive, names))
        _add(archive, SHEET, sheet(exported))
        _add(archive, PAGE, page(exported))
    details = {"what": "cases", "cases": sorted(set(keys))}
    desk.store.record(entry(Deed.EXPORTED, person, now, details=details))
    return sum(each.clip is not None for each in exported)


def _selected(desk: Desk, person: Person, keys: Sequence[int]) -> list[Case]:
    asked = tuple(sorted(set(keys)))
    if not 0 < len(asked) <= MOST:
        raise ReviewError(f"请选择 1–{MOST} 个案例", f"select 1–{MOST} cases")
    team = scope_of(person).team
    found = [
        each
        for retired in (False, True)
        for each in desk.store.cases(CaseFilter(keys=asked, team=team, retired=retired))
    ]
    if missing := sorted(set(asked) - {each.key for each in found}):
        listed = ", ".join(map(str, missing))
        raise NotThere(f"没有案例 {listed}", f"there are no cases {listed}")
    return found


def _with_clips(
    desk: Desk,
    clips: Clips,
    selected: Sequence[Case],
    archive: ZipFile,
    names: Mapping[str, str],
) -> Iterator[Exported]:
    tree = desk.store.categories()
    calls = desk.store.calls_of([each.call_id for each in selected])
    for case in sorted(selected, key=lambda each: each.key):
        path = path_of(tree, case.text.category)
        clip, silent = _clip(clips, calls.get(case.call_id), case)
        place = _place(case, path) if clip is not None else None
        if clip is not None and place is not None:
            _add(archive, place, clip)
        yield Exported(
            case,
            " / ".join(each.name for each in path),
            case.filed_at.astimezone(desk.timezone),
            tuple(f"{names[code]}({code})" if code in names else code for code in case.text.rules),
            place,
            silent,
        )


def _clip(clips: Clips, call: Call | None, case: Case) -> tuple[bytes | None, str]:
    """The sound, or why there is none: where recordings lie is nothing to tell outside."""
    try:
        found = clips.file(call.recording, case.text.span) if call else None
        return (found.read_bytes(), "") if found else (None, _GONE)
    except RecordingUnreadable:
        return None, _DAMAGED
    except RecordingError:
        return None, _GONE


def _place(case: Case, path: Sequence[Category]) -> str:
    name = (f"{case.key:05}", QUALITIES[case.text.quality], path[-1].name if path else "")
    return CLIPS + file_name(*name, case.agent_name or case.agent_id, suffix=SUFFIX)


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _EPOCH)
    # Sound and sheets are compressed already.
    entry.compress_type = ZIP_DEFLATED if name == PAGE else ZIP_STORED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, content)
