import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from qa.errors import RecordingForbidden, RecordingMissing, RecordingUnreadable
from qa.recordings import Recordings

SOUND = b"RIFF" + bytes(range(256)) * 9_000


@pytest.fixture
def remote() -> Iterator[str]:
    """A recording in a store that is not this machine's disk."""
    system = fsspec.filesystem("memory")
    system.pipe_file("/calls/a.wav", SOUND)
    yield "memory://calls/a.wav"
    system.rm("/calls", recursive=True)


def test_a_local_recording_is_used_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(SOUND)
    with Recordings().local(str(path)) as found:
        assert found == path
    assert path.exists()


def test_a_file_url_is_a_local_path(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(SOUND)
    with Recordings([f"file://{tmp_path}"]).local(f"file://{path}") as found:
        assert found == path


def test_a_remote_recording_is_copied_and_the_copy_removed(remote: str) -> None:
    with Recordings().local(remote) as copy:
        assert copy.read_bytes() == SOUND
        assert copy.suffix == ".wav"
    assert not copy.exists()


def test_the_copy_is_removed_when_the_work_fails(remote: str) -> None:
    with pytest.raises(ZeroDivisionError), Recordings().local(remote) as copy:
        raise ZeroDivisionError
    assert not copy.exists()


def test_the_digest_is_that_of_the_content(tmp_path: Path, remote: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(SOUND)
    expected = hashlib.sha256(SOUND).hexdigest()
    assert Recordings().sha256(str(path)) == expected
    assert Recordings().sha256(remote) == expected


def test_the_fingerprint_changes_with_size_and_with_time(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(SOUND)
    os.utime(path, (1, 1))
    first = Recordings().fingerprint(str(path))
    assert Recordings().fingerprint(str(path)) == first
    os.utime(path, (2, 2))
    touched = Recordings().fingerprint(str(path))
    path.write_bytes(SOUND + b"x")
    os.utime(path, (2, 2))
    assert len({first, touched, Recordings().fingerprint(str(path))}) == 3


def test_a_remote_fingerprint_tells_sizes_apart(remote: str) -> None:
    before = Recordings().find(remote)
    assert before.size_bytes == len(SOUND)
    fsspec.filesystem("memory").pipe_file("/calls/a.wav", SOUND + b"x")
    assert Recordings().fingerprint(remote) != before.fingerprint


@pytest.mark.parametrize("url", ["gone.wav", "memory://calls/gone.wav", "nosuchscheme://a/b.wav"])
def test_a_recording_that_is_not_there_is_missing(tmp_path: Path, url: str) -> None:
    with pytest.raises(RecordingMissing, match=url):
        Recordings().fingerprint(url)


def test_a_folder_is_not_a_recording(tmp_path: Path) -> None:
    with pytest.raises(RecordingUnreadable, match="folder"):
        Recordings().fingerprint(str(tmp_path))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    with pytest.raises(RecordingUnreadable):
        Recordings().sha256(str(tmp_path / "a.wav"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(SOUND)
    path.chmod(0)
    with pytest.raises(RecordingUnreadable, match="权限"):
        Recordings().fingerprint(str(path))


def test_a_full_disk_is_named(tmp_path: Path, remote: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "get_file", full)
    with pytest.raises(RecordingUnreadable, match="已满"), Recordings().local(remote):
        pass


def test_paths_below_an_allowed_root_are_read(tmp_path: Path) -> None:
    path = tmp_path / "calls" / "a.wav"
    path.parent.mkdir()
    path.write_bytes(SOUND)
    assert Recordings([str(tmp_path / "calls")]).find(str(path)).size_bytes == len(SOUND)


def test_nothing_leads_out_of_the_allowed_roots(tmp_path: Path) -> None:
    inside, outside = tmp_path / "calls", tmp_path / "calls-private"
    inside.mkdir()
    outside.mkdir()
    (outside / "a.wav").write_bytes(SOUND)
    (inside / "link.wav").symlink_to(outside / "a.wav")
    recordings = Recordings([str(inside)])
    for path in (
        f"{outside}/a.wav",
        f"{inside}/../calls-private/a.wav",
        f"{inside}/link.wav",
        f"file://{outside}/a.wav",
        f"local://{outside}/a.wav",
        f"{outside}/not-there.wav",
    ):
        with pytest.raises(RecordingForbidden, match="allowed_roots"):
            recordings.fingerprint(path)
        with pytest.raises(RecordingForbidden), recordings.local(path):
            pass


@pytest.mark.parametrize(
    "url",
    [
        "memory://calls-private/a.wav",
        "memory://calls/../calls-private/a.wav",
        "memory://calls/%2e%2e/calls-private/a.wav",
        "simplecache::memory://calls/a.wav",
        "zip://a.wav::file:///etc/archive.zip",
        "http://elsewhere/a.wav",
        "/etc/hostname",
    ],
)
def test_urls_outside_the_allowed_prefixes_are_refused(url: str) -> None:
    with pytest.raises(RecordingForbidden):
        Recordings(["memory://calls"]).fingerprint(url)


def test_an_allowed_prefix_ends_at_a_slash(remote: str) -> None:
    assert Recordings(["memory://calls/"]).find(remote).size_bytes == len(SOUND)
    with pytest.raises(RecordingForbidden):
        Recordings(["memory://cal"]).find(remote)
