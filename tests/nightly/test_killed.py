"""Runs that are killed, interrupted, or beside each other: no call lost, none doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from scripted import count, journal
from scripted_night import ScriptedNight

from qa.store import CallFilter, Status, upgrade

PROGRAM = Path(__file__).with_name("scripted_run.py")
CALLS = 24


def start(night: ScriptedNight) -> subprocess.Popen[str]:
    """A run in a process group of its own, as in a terminal of its own."""
    arguments = [night.manifest, night.url, night.rulebooks]
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def events(run: subprocess.Popen[str], name: str) -> list[dict[str, object]]:
    """Wait for the end; what the run logged under this name."""
    out, err = run.communicate(timeout=120)
    assert "Traceback" not in err, err
    return [event for event in map(json.loads, out.splitlines()) if event["event"] == name]


def wait_for(run: subprocess.Popen[str], name: str, times: int = 1) -> None:
    assert run.stdout
    for line in run.stdout:
        if json.loads(line)["event"] == name:
            times -= 1
            if not times:
                return
    raise AssertionError(f"the run ended without {name}: {run.stderr and run.stderr.read()}")


def kill_all(run: subprocess.Popen[str]) -> None:
    """kill -9 for the run, its workers and whatever else it started."""
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def done(night: ScriptedNight) -> list[str]:
    return [judged.call.call_id for judged, _ in night.store.stream(CallFilter(status=Status.DONE))]


def expected(number: int = CALLS) -> list[str]:
    return [f"c{at:02}" for at in range(number)]


def write(night: ScriptedNight, seconds: float, number: int = CALLS) -> None:
    night.write(dict.fromkeys(expected(number), f"slow {seconds} say 20 您好"))


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScriptedNight]:
    """A night on each kind of database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'earmark.db'}"
    else:
        server: str = request.getfixturevalue("postgres_server")
        name = f"nightly_{time.time_ns()}"
        with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        url = f"{server.rsplit('/', 1)[0]}/{name}"
    upgrade(url)
    night = ScriptedNight(tmp_path, url)
    yield night
    night.store.close()


@pytest.mark.slow
def test_killed_again_and_again_no_call_is_lost_and_none_done_twice(
    shared: ScriptedNight,
) -> None:
    calls = 30
    write(shared, 0.15, calls)
    saved: dict[str, object] = {}
    dice = random.Random(20260302)
    for round_ in range(5):
        run = start(shared)
        if round_:  # the first is killed before it is even up, the others in the middle of work
            wait_for(run, "finished", dice.randint(1, 3))
            time.sleep(dice.random() * 0.2)
        kill_all(run)
        for judged, _ in shared.store.stream(CallFilter()):
            assert saved.setdefault(judged.call.call_id, judged) == judged
        for name in saved:
            assert count(shared.folder, "ended", name) >= 1
    assert 0 < len(saved) < calls, "the kills came too late to tell"

    began_before = {name: count(shared.folder, "began", name) for name in saved}
    last = start(shared)
    assert len(events(last, "finished")) == calls - len(saved)
    assert last.returncode == 0
    assert done(shared) == expected(calls)
    assert shared.store.lease_owners() == set()
    for name, began in began_before.items():
        assert count(shared.folder, "began", name) == began, "a finished call was redone"


@pytest.mark.slow
def test_two_runs_share_the_work_and_do_no_call_twice(shared: ScriptedNight) -> None:
    write(shared, 0.2)
    runs = [start(shared), start(shared)]
    finished = [{event["call_id"] for event in events(run, "finished")} for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert finished[0] | finished[1] == set(expected())
    assert not finished[0] & finished[1]
    assert sorted(name for event, name, _ in journal(shared.folder) if event == "ended") == (
        expected()
    )
    assert done(shared) == expected()


@pytest.mark.slow
def test_what_a_killed_run_had_in_hand_is_taken_over_at_once(night: ScriptedNight) -> None:
    night.write({"long": "once hang say 60 您好", "other": "once hang say 20 您好"})
    first = start(night)
    wait_for(first, "started", 2)
    second = start(night)
    wait_for(second, "waiting")
    kill_all(first)
    assert len(events(second, "finished")) == 2
    assert second.returncode == 0
    assert done(night) == ["long", "other"]


@pytest.mark.slow
def test_ctrl_c_finishes_what_is_in_hand_and_the_next_run_does_the_rest(
    night: ScriptedNight,
) -> None:
    write(night, 0.5)
    run = start(night)
    wait_for(run, "started", 4)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to the workers as well
    (stopping,) = events(run, "stopping")
    assert run.returncode == 130
    assert stopping["in_hand"] == 2
    began = [name for event, name, _ in journal(night.folder) if event == "began"]
    assert sorted(began) == done(night)
    assert night.store.lease_owners() == set()

    again = start(night)
    assert len(events(again, "finished")) == CALLS - len(began)
    assert again.returncode == 0
    assert done(night) == expected()


@pytest.mark.slow
@pytest.mark.parametrize("signals", [[signal.SIGINT, signal.SIGINT], [signal.SIGTERM]])
def test_a_second_ctrl_c_or_a_service_stop_ends_the_run_at_once(
    night: ScriptedNight, signals: list[signal.Signals]
) -> None:
    night.write({"a": "slow 600 say 20 您好"})
    run = start(night)
    wait_for(run, "started")
    for number in signals:
        os.killpg(run.pid, number)
        time.sleep(0.1)
    began = time.monotonic()
    events(run, "stopping")
    assert time.monotonic() - began < 20
    assert run.returncode == 130
    assert night.store.lease_owners() == set()
    (due,) = night.store.due(["a"], "any")
    assert due.call.call_id == "a"


@pytest.mark.slow
def test_a_call_that_brings_down_the_whole_run_is_given_up_in_the_end(
    night: ScriptedNight,
) -> None:
    night.write({"killer": "slow 600 say 20 您好", "good": "say 20 您好"})
    for _ in range(5):
        run = start(night)
        wait_for(run, "started", 1 if done(night) else 2)
        if "good" not in done(night):
            wait_for(run, "finished")
        kill_all(run)
    last = start(night)
    (failed,) = events(last, "failed")
    assert (failed["call_id"], failed["kind"]) == ("killer", "worker_crashed")
    assert last.returncode == 1
    assert done(night) == ["good"]
