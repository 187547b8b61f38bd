"""Which calls of a night must be worked on, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from qa.call import Call
from qa.errors import RecordingError
from qa.nightly.duration import likely_s
from qa.recordings import Found, Recordings
from qa.store import DueCall, Store
from qa.timeline import Seconds

LOOKERS = 16
"""Recordings looked at together: a distant store answers slowly, but many at once."""
ABSENT = "absent"
"""Fingerprint of a recording that is not to be had: whatever appears later differs from it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A call that is due."""

    call: Call
    size_bytes: int
    fingerprint: str
    attempts: int
    """How often work on it was begun and never ended."""

    @property
    def likely_s(self) -> Seconds:
        """A guess at its length."""
        return likely_s(self.call.recording, self.size_bytes)


def plan_work(
    store: Store,
    recordings: Recordings,
    calls: Sequence[Call],
    pipeline: str,
    *,
    retry_failed: bool,
) -> list[Item]:
    """The calls that are due, in the order in which to work on them.

    A call whose recording changed since it was judged becomes due. The SHA-256 decides, and it
    is computed only where the fingerprint differs from the known one.
    """
    with ThreadPoolExecutor(LOOKERS) as lookers:
        looks = lookers.map(lambda call: _look(recordings, call), calls)
        found = {call.call_id: seen for call, seen in zip(calls, looks, strict=True)}
    _note_changes(store, recordings, calls, found)
    due = store.due(list(found), pipeline, retry_failed=retry_failed)
    return in_order(_item(each, found[each.call.call_id]) for each in due)


def in_order(items: Iterable[Item]) -> list[Item]:
    """Long calls first, as far as their files tell, so that all workers finish together.

    Calls that a worker was lost with before come last of all: if one of them brings down the
    whole machine, the others are done by then.
    """
    return sorted(items, key=lambda item: (item.attempts, -item.likely_s, item.call.call_id))


def _look(recordings: Recordings, call: Call) -> Found | None:
    try:
        return recordings.find(call.recording)
    except RecordingError:
        return None  # the worker will say why


def _note_changes(
    store: Store,
    recordings: Recordings,
    calls: Sequence[Call],
    found: Mapping[str, Found | None],
) -> None:
    known = store.known_recordings(list(found))
    for call in calls:
        before, now = known.get(call.call_id), found[call.call_id]
        if before is None or now is None or before.fingerprint == now.fingerprint:
            continue
        try:
            sha256 = recordings.sha256(call.recording)
        except RecordingError:
            continue  # what was judged before still stands
        store.mark_recording(call.call_id, now.fingerprint, sha256)


def _item(due: DueCall, found: Found | None) -> Item:
    if found is None:
        return Item(due.call, 0, ABSENT, due.attempts)
    return Item(due.call, found.size_bytes, found.fingerprint, due.attempts)
