import os
import time
from pathlib import Path

import pytest
from judged_calls import AGENT, INSPECTOR, NOW, TRAINER, judged, later, put
from sounds import counting, heard, second_at

from qa.casebook import filing
from qa.casebook.clips import Clips, hear_case
from qa.errors import (
    Forbidden,
    NotThere,
    RecordingForbidden,
    RecordingMissing,
    RecordingUnreadable,
)
from qa.keeping import Keeping
from qa.people import Person, UserRole
from qa.recordings import Recordings
from qa.review.desk import Desk
from qa.store.account_values import AuditFilter
from qa.store.remark_values import Quality
from qa.timeline import Span

SAMPLES = Path(__file__).parents[2] / "sample_audio" / "calls"
SPAN = Span(5.0, 8.0)


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    return Clips(Recordings(), Keeping(tmp_path / "clips", 1))


@pytest.mark.parametrize("channels", [1, 2])
def test_a_clip_is_what_is_heard_then_with_a_little_around(
    clips: Clips, tmp_path: Path, channels: int
) -> None:
    recording = counting(tmp_path / "r.wav", 20, channels)
    sound, rate_hz = heard(clips.file(str(recording), SPAN))
    assert sound.shape[1] == channels
    # Half a second before and after, and the encoder's own padding of some 70 ms.
    assert 4.0 <= len(sound) / rate_hz <= 4.15
    for channel in range(channels):
        found = [second_at(sound, rate_hz, at, channel) for at in (1.05, 2.05, 3.05)]
        assert found == pytest.approx([5, 6, 7], abs=0.1)


def test_a_clip_begins_and_ends_with_its_recording(clips: Clips, tmp_path: Path) -> None:
    recording = counting(tmp_path / "r.wav", 6)
    sound, rate_hz = heard(clips.file(str(recording), Span(0.2, 50)))
    assert 6 <= len(sound) / rate_hz <= 6.15


@pytest.mark.parametrize(
    "name", ["in05-promise.ogg", "in03-commission.mp3", "in01-allotment.wav", "off01-witness.mp4"]
)
def test_clips_are_cut_from_every_kind_of_recording(clips: Clips, name: str) -> None:
    sound, rate_hz = heard(clips.file(str(SAMPLES / name), SPAN))
    assert 4.0 <= len(sound) / rate_hz <= 4.15
    assert abs(sound).max() > 0.01


def test_half_a_minute_can_be_mailed(clips: Clips, tmp_path: Path) -> None:
    recording = counting(tmp_path / "r.wav", 40)
    assert clips.file(str(recording), Span(2, 32)).stat().st_size < 250_000


def test_a_clip_is_cut_once(clips: Clips, tmp_path: Path) -> None:
    recording = str(counting(tmp_path / "r.wav", 20))
    first = clips.file(recording, SPAN)
    written = first.stat().st_ino
    assert clips.file(recording, SPAN).stat().st_ino == written


def test_another_span_or_recording_is_another_clip(clips: Clips, tmp_path: Path) -> None:
    recording = counting(tmp_path / "r.wav", 20)
    first = clips.file(str(recording), SPAN)
    assert clips.file(str(recording), Span(1, 3)) != first
    counting(recording, 30)
    assert clips.file(str(recording), SPAN) != first


def test_clips_not_heard_for_longest_go_when_there_is_no_room(clips: Clips, tmp_path: Path) -> None:
    recording = str(counting(tmp_path / "r.wav", 20))
    first = clips.file(recording, SPAN)
    long_ago = time.time() - 3600
    for number in range(2):
        old = first.parent / f"old-{number}.mp3"
        old.write_bytes(bytes(600_000))
        os.utime(old, (long_ago + number, long_ago + number))
    clips.file(recording, Span(5.0, 9.0))
    kept = {path.name for path in first.parent.iterdir()}
    assert "old-0.mp3" not in kept
    assert {"old-1.mp3", first.name} <= kept


def test_a_recording_that_is_gone_damaged_or_forbidden_is_told(
    clips: Clips, tmp_path: Path
) -> None:
    recording = counting(tmp_path / "r.wav", 20)
    strict = Clips(Recordings([str(tmp_path / "else")]), Keeping(tmp_path / "clips", 1))
    with pytest.raises(RecordingForbidden):
        strict.file(str(recording), SPAN)
    recording.write_bytes(b"not a recording")
    with pytest.raises(RecordingUnreadable, match=r"r\.wav"):
        clips.file(str(recording), SPAN)
    counting(recording, 2)
    with pytest.raises(RecordingUnreadable, match="ends before"):
        clips.file(str(recording), SPAN)
    recording.unlink()
    with pytest.raises(RecordingMissing):
        clips.file(str(recording), SPAN)
    assert not list((tmp_path / "clips").glob("*"))


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    recording = counting(tmp_path / "r.wav", 20)
    (tmp_path / "file").write_text("")
    clips = Clips(Recordings(), Keeping(tmp_path / "file" / "clips", 1))
    with pytest.raises(RecordingUnreadable, match="cannot keep a copy"):
        clips.file(str(recording), SPAN)


def test_who_hears_a_case_is_noted_once_and_must_be_allowed(
    desk: Desk, clips: Clips, recording: str
) -> None:
    put(desk.store, [judged(0, recording=recording)])
    category = desk.store.categories()[0].key
    wanted = filing.Filing(start=2, end=4, quality=Quality.BAD, category=category)
    key = filing.file_case(desk, INSPECTOR, NOW, "call-0", wanted).key
    for minutes in (1, 5, 15):
        assert hear_case(desk, clips, TRAINER, later(minutes), key).exists()
    log = desk.store.audit(AuditFilter(action="heard"), limit=9)
    assert [(each.who, each.subject) for _, each in log] == [("trainer", f"case {key}")] * 2
    with pytest.raises(Forbidden):
        hear_case(desk, clips, AGENT, NOW, key)


def test_a_lead_hears_the_cases_of_the_own_team_alone(
    desk: Desk, clips: Clips, recording: str
) -> None:
    put(desk.store, [judged(0, recording=recording)])
    category = desk.store.categories()[0].key
    wanted = filing.Filing(start=2, end=4, quality=Quality.BAD, category=category)
    key = filing.file_case(desk, INSPECTOR, NOW, "call-0", wanted).key
    own, other = (Person("lead", "班长", UserRole.LEAD, team=team) for team in ("一组", "二组"))
    assert hear_case(desk, clips, own, NOW, key).exists()
    with pytest.raises(NotThere):
        hear_case(desk, clips, other, NOW, key)
