"""Progress on standard error."""

import json

import hand_made
import pytest

from qa.cli.progress import LOG_EVERY_S, MachineWatch, PeopleWatch, told
from qa.nightly.observer import Progress
from qa.scoring.values import Failure

AT_START = Progress(due=4, due_bytes=4000)
HALFWAY = Progress(
    due=4, due_bytes=4000, done=1, failed=1, settled_bytes=2000, audio_s=7200, elapsed_s=120
)
FAILURE = Failure("recording_unreadable", "C-2.wav: not audio")


def test_what_people_are_told() -> None:
    assert told(AT_START) == ""
    assert told(HALFWAY) == "60.0 小时录音/小时 · 剩余 0:02:00 · 失败 1"


def test_people_see_failures_and_the_count(capsys: pytest.CaptureFixture[str]) -> None:
    with PeopleWatch() as watch:
        watch.planned(6, AT_START)
        watch.failed(hand_made.call("C-2"), FAILURE, HALFWAY)
        watch.retried(hand_made.call("C-3"), "signal 9")
        watch.waiting(2)
        watch.stopping(1)
        watch.finished(hand_made.done(), 1.0, HALFWAY)
    out, err = capsys.readouterr()
    assert out == ""
    for text in (
        "6 通通话,2 通已完成",
        "✗ C-2 recording_unreadable: C-2.wav: not audio",
        "! C-3: 重试",
        "等待另一批处理中的 2 通",
        "再按 Ctrl-C",
        "2/4",
        "失败 1",
    ):
        assert text in err


def events(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_machines_get_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with MachineWatch() as watch:
        watch.planned(6, AT_START)
        watch.started(hand_made.call(), 1)
        watch.finished(hand_made.done(), 1.23456, HALFWAY)
        watch.failed(hand_made.call("C-2"), FAILURE, HALFWAY)
        watch.retried(hand_made.call("C-3"), "signal 9")
        watch.waiting(2)
        watch.stopping(1)
    out, err = capsys.readouterr()
    assert out == ""
    logged = events(err)
    assert [each["event"] for each in logged] == [
        *("planned", "started", "finished", "failed", "retried", "waiting", "stopping")
    ]
    assert all(each["time"].endswith("+00:00") for each in logged)
    finished, failed = logged[2:4]
    assert (finished["call_id"], finished["took_s"]) == ("C-1", 1.235)
    assert finished["flags"] == ["dissatisfied", "fatal"]
    assert (finished["settled"], finished["due"], finished["left_s"]) == (2, 4, 120)
    assert failed["error"] == {"kind": "recording_unreadable", "message": "C-2.wav: not audio"}


def test_machines_are_not_told_of_every_tick(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    watch = MachineWatch(lambda: now)
    for now in (1.0, LOG_EVERY_S, LOG_EVERY_S + 1, 2 * LOG_EVERY_S):  # noqa: B007
        watch.tick(HALFWAY)
    assert [each["event"] for each in events(capsys.readouterr().err)] == ["progress"] * 2
