"""What is due, in which order; the versions and names that decide it."""

import os
import subprocess
import sys
import wave
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import call

from qa.config import MeasureOptions, RecognitionOptions, Settings
from qa.nightly.duration import Patience, declared_s
from qa.nightly.owner import dead, this_run
from qa.nightly.pipeline import pipeline_version
from qa.nightly.plan import Item, in_order


def test_long_calls_come_first_and_suspects_last() -> None:
    items = [
        Item(call("small"), 10, "f", 0),
        Item(call("suspect"), 999, "f", 1),
        Item(call("large"), 100, "f", 0),
        Item(call("worse"), 5, "f", 2),
    ]
    assert [item.call.call_id for item in in_order(items)] == ["large", "small", "suspect", "worse"]


def test_a_compressed_recording_is_longer_than_its_size_tells() -> None:
    def item(recording: str, size_bytes: int) -> Item:
        return Item(replace(call(recording), recording=recording), size_bytes, "f", 0)

    items = [item("a.wav", 1_000_000), item("b.MP3", 400_000), item("s3://x/c.ogg", 400_000)]
    assert [each.call.recording for each in in_order(items)] == ["s3://x/c.ogg", "b.MP3", "a.wav"]


def test_the_pipeline_version_follows_what_changes_results() -> None:
    version = pipeline_version(Settings())
    assert version == pipeline_version(Settings())
    for changed in (
        Settings(recognition=RecognitionOptions(model="large-v3")),
        Settings(recognition=RecognitionOptions(beam_size=1)),
        Settings(measures=MeasureOptions(silence_min_s=4)),
    ):
        assert pipeline_version(changed) != version


def test_the_pipeline_version_ignores_how_the_work_is_done() -> None:
    same = Settings(
        workers=7,
        db_url="sqlite:///other.db",
        rulebooks_dir=Path("rules"),
        recognition=RecognitionOptions(cpu_threads=4, batch_size=16, device="cuda"),
    )
    assert pipeline_version(same) == pipeline_version(Settings())


def test_the_pipeline_version_follows_the_companys_lexicon(tmp_path: Path) -> None:
    settings = Settings(lexicons_dir=tmp_path)
    (tmp_path / "own.txt").write_text("融资融券 2\n", "utf-8")
    first = pipeline_version(settings)
    (tmp_path / "own.txt").write_text("融资融券 3\n", "utf-8")
    assert len({pipeline_version(Settings()), first, pipeline_version(settings)}) == 3


def test_this_run_is_alive_and_others_on_this_host_are_found_dead() -> None:
    me = this_run()
    host, pid, started = me.rsplit(":", 2)
    assert dead([me]) == set()
    assert pid == str(os.getpid())
    reused = f"{host}:{pid}:{int(started) - 1}"
    assert dead([reused]) == {reused}, "the process number belongs to somebody else now"
    elsewhere = f"other-{host}:{pid}:{started}"
    assert dead([elsewhere, "nonsense", ""]) == set()


def test_a_process_is_dead_as_soon_as_it_has_ended() -> None:
    command = [sys.executable, "-c", "from qa.nightly.owner import this_run; print(this_run())"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        owner = process.stdout.readline().strip()
        process.stdout.read()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # ended, not yet buried
        assert dead([owner]) == {owner}
    assert dead([owner]) == {owner}


def test_patience_grows_with_the_call() -> None:
    patience = Patience(base_s=10, per_audio_s=2, fetch_bytes_per_s=1000)
    assert patience.to_open(5000) == 15
    assert patience.to_judge(60, 0) == 130
    assert patience.to_judge(None, 600_000) == 2010, "judged by the lowest telephone bit rate"
    assert patience.to_judge(None, 10**12) == 10 + 2 * 4 * 3600, "no recording is longer"


@pytest.mark.parametrize("content", [b"", b"not audio at all", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_not_audio_declares_no_duration(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert declared_s(path) is None
    assert declared_s(tmp_path / "gone.wav") is None


def test_a_recording_declares_its_duration(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as recording:
        recording.setparams((2, 2, 8_000, 0, "NONE", ""))
        recording.writeframes(bytes(4 * 16_000))
    assert declared_s(tmp_path / "a.wav") == pytest.approx(2.0)
