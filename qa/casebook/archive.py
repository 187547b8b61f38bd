"""A selection of cases as one ZIP: clips, an Excel sheet, a page to play them offline."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from qa.accounts.audit import Deed, entry
from qa.accounts.permissions import Action, check, scope_of
from qa.casebook.clips import cut, decoded
from qa.casebook.html_page import page
from qa.casebook.selection import QUALITIES, Exported
from qa.casebook.sheet import sheet
from qa.casebook.tree import path_of
from qa.errors import NotThere, RecordingError, ReviewError
from qa.people import Person
from qa.review.desk import Desk
from qa.store.case_values import Case, CaseFilter
from qa.transcribe.decode import Audio

MOST = 500
SHEET, PAGE = "案例.xlsx", "案例.html"
_GONE = "录音已不存在 / the recording is gone"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP knows: the same selection gives the same bytes."""


def export_cases(
    desk: Desk, person: Person, now: datetime, keys: Sequence[int], out: BinaryIO
) -> int:
    """Write the cases into a ZIP; how many have their sound with them.

    A recording that is missing or damaged costs its own clip, and the sheet says so.

    Args:
        desk: what to work with.
        person: who exports.
        now: aware; for the audit log alone.
        keys: numbers of the cases, retired or not.
        out: where to.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such case.
        ReviewError: none are selected, or more than 500.
    """
    check(person, Action.EXPORT)
    selected = _selected(desk, person, keys)
    with ZipFile(out, "w") as archive:
        exported = sorted(_clips(desk, selected, archive), key=lambda each: each.case.key)
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


def _clips(desk: Desk, selected: Sequence[Case], archive: ZipFile) -> Iterator[Exported]:
    """Writes the clips, each recording being decoded once, however many clips it gives."""
    tree = desk.store.categories()
    in_order = sorted(selected, key=lambda case: (case.call_id, case.key))
    recordings = {
        call_id: call.recording
        for call_id, call in desk.store.calls_of([each.call_id for each in in_order]).items()
    }
    for call_id, cases in groupby(in_order, lambda case: case.call_id):
        audio = _audio(desk, recordings, call_id)
        for case in cases:
            path = " / ".join(each.name for each in path_of(tree, case.text.category))
            filed_at = case.filed_at.astimezone(desk.timezone)
            clip = _clip(audio, case)
            if isinstance(clip, str):
                yield Exported(case, path, filed_at, None, clip)
                continue
            name = f"录音/{case.key:05}-{QUALITIES[case.text.quality]}.wav"
            _add(archive, name, clip)
            yield Exported(case, path, filed_at, name)


def _audio(desk: Desk, recordings: Mapping[str, str], call_id: str) -> Audio | str:
    """The recording, or why there is none."""
    if call_id not in recordings:
        return _GONE
    try:
        return decoded(desk.recordings, recordings[call_id])
    except RecordingError:
        return _GONE  # Where recordings lie is nothing that an export should tell.


def _clip(audio: Audio | str, case: Case) -> bytes | str:
    if isinstance(audio, str):
        return audio
    try:
        return cut(audio, case.text.span)
    except RecordingError as error:
        return str(error)


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_STORED if name.endswith(".xlsx") else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, content)
