"""What people and machines are told while a run goes on."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from hand_made import call, done
from rich.console import Console

from qa.nightly.observer import Progress, RunObserver
from qa.nightly.progress_bar import ProgressBar
from qa.nightly.progress_log import ProgressLog
from qa.scoring.values import Failure

HALFWAY = Progress(
    due=10,
    due_bytes=1000,
    done=3,
    failed=1,
    elsewhere=1,
    settled_bytes=500,
    audio_s=7200,
    work_s=900,
    elapsed_s=600,
)


def tell_all(observer: RunObserver) -> None:
    observer.planned(12, Progress(due=10, due_bytes=1000))
    observer.started(call("C-1"), 1)
    observer.finished(done("C-1"), 12.3456, HALFWAY)
    observer.failed(call("[red]C-2"), Failure("timed_out", "太久 [/x]"), HALFWAY)
    observer.retried(call("C-3"), "signal SIGSEGV")
    observer.waiting(2)
    observer.waiting(2)
    observer.stopping(1)
    observer.tick(HALFWAY)


def test_speed_and_time_left_follow_from_what_is_done() -> None:
    assert HALFWAY.settled == 5
    assert HALFWAY.audio_hours_per_hour == 12
    assert HALFWAY.left_s == 600
    fresh = Progress(due=10, due_bytes=1000)
    assert (fresh.audio_hours_per_hour, fresh.left_s) == (None, None)


def test_the_log_is_one_json_object_a_line() -> None:
    out = io.StringIO()
    tell_all(ProgressLog(out, lambda: datetime(2026, 3, 2, tzinfo=UTC)))
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["event"] for line in lines] == [
        "planned",
        "started",
        "finished",
        "failed",
        "retried",
        "waiting",
        "waiting",
        "stopping",
    ]
    assert all(line["time"] == "2026-03-02T00:00:00+00:00" for line in lines)
    assert lines[2] == {
        "time": "2026-03-02T00:00:00+00:00",
        "event": "finished",
        "call_id": "C-1",
        "audio_s": 22.00049,
        "took_s": 12.346,
        "flags": ["dissatisfied", "fatal"],
        "done": 3,
        "failures": 1,
        "elsewhere": 1,
        "due": 10,
        "audio_hours_per_hour": 12.0,
        "left_s": 600,
    }


def test_the_log_tells_the_pace_every_half_minute() -> None:
    out = io.StringIO()
    began = datetime(2026, 3, 2, tzinfo=UTC)
    now = [began]
    log = ProgressLog(out, lambda: now[0])
    for second in range(0, 70, 10):
        now[0] = began + timedelta(seconds=second)
        log.tick(HALFWAY)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["event"], line["time"][17:19]) for line in lines] == [
        ("progress", "30"),
        ("progress", "00"),
    ]


@pytest.mark.parametrize("terminal", [True, False])
def test_people_see_numbers_failures_and_how_to_stop(terminal: bool) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=120, color_system=None)
    with ProgressBar(console) as bar:
        tell_all(bar)
    shown = out.getvalue()
    assert "10 of 12 calls" in shown
    assert "[red]C-2" in shown
    assert "太久 [/x]" in shown
    assert shown.count("waiting for another run") == 1
    assert "Ctrl-C again" in shown
    if terminal:
        assert "5/10" in shown
        assert "12.0" in shown
        assert "0:10:00" in shown
