"""Recordings and their waveforms.

Under `/api`: Streamlit keeps `/media` for itself.
"""

from base64 import b64encode
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from qa.accounts.audit import Deed, entry
from qa.accounts.permissions import Action
from qa.api.calls import call_id_of
from qa.api.errors import NO_STORE
from qa.api.guarded import Guarded
from qa.api.workbench import Workbench, address_of
from qa.call import Call, Peaks
from qa.people import Person
from qa.review.hearing import to_hear
from qa.transcribe.decode import decode
from qa.transcribe.peaks import peaks_of

AUDIO, PEAKS = "/api/calls/{call_id}/audio", "/api/calls/{call_id}/peaks"
_SAME_HEARING = timedelta(minutes=10)
"""A player asks for many ranges of a recording: they are one entry of the audit log."""


def routes(guarded: Guarded) -> list[Route]:
    """The routes of this module."""
    return [
        guarded(AUDIO, _audio, Action.HEAR),
        guarded(PEAKS, _peaks, Action.HEAR),
    ]


def _audio(request: Request, bench: Workbench, person: Person) -> Response:
    call = _call(request, bench, person)
    path, kind = bench.playback.file(call.recording)
    _note(request, bench, person, call)
    headers = {**NO_STORE, "Content-Disposition": "inline"}
    # Answers ranges, 206 and 416, and If-Range by date or tag.
    return FileResponse(path, media_type=kind, headers=headers)


def _peaks(request: Request, bench: Workbench, person: Person) -> Response:
    call = _call(request, bench, person)
    peaks = bench.store.peaks(call.call_id)
    if peaks is None:
        peaks = _computed(bench, call)
        bench.store.keep_peaks(call.call_id, peaks)
    body = {
        "channels": len(peaks.channels),
        "per_second": peaks.per_second,
        "peaks": [b64encode(channel).decode() for channel in peaks.channels],
    }
    return JSONResponse(body, headers=NO_STORE)


def _computed(bench: Workbench, call: Call) -> Peaks:
    with bench.recordings.local(call.recording) as path:
        return peaks_of(decode(path))


def _call(request: Request, bench: Workbench, person: Person) -> Call:
    return to_hear(bench.desk, person, call_id_of(request))


def _note(request: Request, bench: Workbench, person: Person, call: Call) -> None:
    now, store = bench.now(), bench.store
    if not store.did_since(person.username, Deed.HEARD, call.call_id, now - _SAME_HEARING):
        where = address_of(request)
        store.record(entry(Deed.HEARD, person, now, call_id=call.call_id, address=where))
