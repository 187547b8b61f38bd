"""The sound of cases, each clip cut once and kept."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from qa.accounts.audit import Deed, entry
from qa.accounts.permissions import Action, check
from qa.casebook.browsing import case as case_seen
from qa.casebook.cutting import cut
from qa.errors import RecordingMissing
from qa.keeping import Keeping
from qa.people import Person
from qa.recordings import Recordings
from qa.review.desk import Desk
from qa.store.case_values import Case
from qa.timeline import Span

MEDIA_TYPE, SUFFIX = "audio/mpeg", ".mp3"
AROUND_S = 0.5
"""Heard before and after a span, so that no word is cut."""
_SAME_HEARING = timedelta(minutes=10)
"""A player asks for many ranges of a clip: they are one entry of the audit log."""


class Clips:
    """Cuts clips out of recordings."""

    def __init__(self, recordings: Recordings, kept: Keeping) -> None:
        self._recordings, self._kept = recordings, kept

    def file(self, recording: str, span: Span) -> Path:
        """What is heard in a span, and a little around it, as an MP3 file.

        Raises:
            RecordingError: the recording is missing, forbidden, damaged, or shorter; or the
                clip cannot be kept.
        """
        found = self._recordings.fingerprint(recording)
        name = sha256(f"clip\0{recording}\0{found}\0{span}".encode()).hexdigest()
        with self._kept.lock(name):
            made = self._kept.found(name)
            return made or self._kept.keep(name + SUFFIX, partial(self._cut, recording, span))

    def _cut(self, recording: str, span: Span, target: BinaryIO) -> None:
        with self._recordings.local(recording) as path:
            cut(path, Span(max(0.0, span.start - AROUND_S), span.end + AROUND_S), target)


def clip_of(desk: Desk, clips: Clips, case: Case) -> Path:
    """The clip of a case, an MP3 file.

    Raises:
        RecordingError: the recording is missing, forbidden, damaged, or shorter.
    """
    call = desk.store.call(case.call_id)
    if call is None:
        raise RecordingMissing(f"{case.call_id}: 通话已删除 / the call was deleted")
    return clips.file(call.recording, case.text.span)


def hear_case(
    desk: Desk, clips: Clips, person: Person, now: datetime, key: int, *, address: str | None = None
) -> Path:
    """The clip of a case for somebody who plays it, which the audit log notes.

    Raises:
        Forbidden: the role does not allow it.
        NotThere: there is no such case, or it is another team's.
        RecordingError: the recording is missing, forbidden, damaged, or shorter.
    """
    check(person, Action.HEAR)
    found = case_seen(desk, person, key)
    file, subject = clip_of(desk, clips, found), f"case {key}"
    since = now - _SAME_HEARING
    if not desk.store.did_since(person.username, Deed.HEARD, found.call_id, since, subject=subject):
        desk.store.record(
            entry(Deed.HEARD, person, now, call_id=found.call_id, subject=subject, address=address)
        )
    return file
