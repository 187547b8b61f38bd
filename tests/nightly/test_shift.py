"""Handing out and saving, with an executor that does what the test says."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hand_made import failed
from scripted_night import ScriptedNight

from qa.call import Call
from qa.errors import LeaseLost, StoreError
from qa.ingest import read_manifest
from qa.nightly import shift
from qa.nightly.claims import LEASE_AGE, Claims
from qa.nightly.desk import Desk
from qa.nightly.executor import Finished, Loss, Lost, Outcome, Task
from qa.nightly.interrupt import Interrupt
from qa.nightly.observer import Progress, RunObserver
from qa.nightly.plan import Item
from qa.nightly.shift import Shift
from qa.nightly.work import Brief
from qa.scoring.values import JudgedCall

Answer = Callable[[Task], Outcome]


def judged(task: Task) -> Outcome:
    return Finished(task, as_judged(task.call), 0.5)


def as_judged(call: Call) -> JudgedCall:
    return replace(failed(), call=call)


def crashed(task: Task) -> Outcome:
    return Lost(task, Loss.CRASHED, "signal SIGKILL")


class Obliging:
    """Has two workers and answers at once; the answers of a call are used up one by one."""

    workers = 2

    def __init__(self, **answers: list[Answer]) -> None:
        self._answers = {name: deque(given) for name, given in answers.items()}
        self._tasks: list[Task] = []
        self.submitted: list[str] = []

    @property
    def free(self) -> int:
        return self.workers - len(self._tasks)

    @property
    def busy(self) -> int:
        return len(self._tasks)

    def submit(self, task: Task) -> None:
        assert self.free, "no more calls in hand than workers"
        self.submitted.append(task.call.call_id)
        self._tasks.append(task)

    def wait(self, timeout_s: float) -> list[Outcome]:
        outcomes = []
        for task in self._tasks:
            given = self._answers.get(task.call.call_id)
            outcomes.append((given.popleft() if given else judged)(task))
        self._tasks.clear()
        return outcomes

    def close(self) -> None:
        pass


class World:
    """A night of calls c0, c1, … in the store, and a clock that the test turns."""

    def __init__(self, night: ScriptedNight, calls: int) -> None:
        night.write({f"c{at}": "say 20 您好" for at in range(calls)})
        self.store = night.store
        self.calls = read_manifest(str(night.manifest)).calls
        self.store.ingest(self.calls)
        self.now = datetime(2026, 3, 3, tzinfo=UTC)
        self.interrupt = Interrupt()
        self.brief = Brief(
            settings=night.settings(),
            pipeline="p",
            rulebooks={},
            scorecards={},
            limits={},
            transcriber="",
        )

    def desk(self, owner: str = "me") -> Desk:
        return Desk(self.store, owner, RunObserver(), self.interrupt, lambda: self.now)

    def claims(self, owner: str = "me") -> Claims:
        items = [Item(call, 100, "f", 0) for call in self.calls]
        return Claims(self.desk(owner), items, "p")

    def work(self, executor: Obliging, claims: Claims | None = None) -> Progress:
        progress = Progress(due=len(self.calls), due_bytes=100 * len(self.calls))
        done = Shift(self.desk(), executor, claims or self.claims(), self.brief, progress)
        done.work()
        return done.progress

    def failure_kinds(self) -> list[str | None]:
        loaded = [self.store.load(call.call_id) for call in self.calls]
        return [found.failure.kind if found and found.failure else None for found in loaded]


def test_every_call_is_handed_out_once_and_saved(night: ScriptedNight) -> None:
    world, executor = World(night, 5), Obliging()
    progress = world.work(executor)
    assert executor.submitted == ["c0", "c1", "c2", "c3", "c4"]
    assert progress.settled == 5
    assert progress.settled_bytes == progress.due_bytes
    assert progress.work_s == 2.5
    assert (
        world.store.due([call.call_id for call in world.calls], failed().provenance.pipeline) == []
    )


def test_a_crash_costs_one_retry_after_all_others(night: ScriptedNight) -> None:
    world, executor = World(night, 4), Obliging(c0=[crashed], c1=[crashed, crashed])
    progress = world.work(executor)
    assert executor.submitted == ["c0", "c1", "c2", "c3", "c0", "c1"]
    assert world.failure_kinds()[1] == "worker_crashed"
    assert progress.settled == 4


def test_an_attempt_of_a_run_that_died_counts(night: ScriptedNight) -> None:
    world = World(night, 1)
    world.store.record_attempt("c0")
    executor = Obliging(c0=[crashed])
    world.work(executor)
    assert executor.submitted == ["c0"]
    assert world.failure_kinds() == ["worker_crashed"]


def test_a_call_that_ended_five_runs_is_not_begun_again(night: ScriptedNight) -> None:
    world = World(night, 1)
    for _ in range(shift.ATTEMPTS):
        world.store.record_attempt("c0")
    executor = Obliging()
    world.work(executor)
    assert executor.submitted == []
    assert world.failure_kinds() == ["worker_crashed"]


def test_a_database_that_is_locked_for_a_moment_costs_nothing(
    night: ScriptedNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, refusals = World(night, 2), [StoreError("locked"), StoreError("locked")]
    save = world.store.save

    def moody(*given: object) -> None:
        if refusals:
            raise refusals.pop()
        save(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(world.store, "save", moody)
    monkeypatch.setattr(shift, "PAUSES_S", (0.0, 0.0))
    assert world.work(Obliging()).settled == 2


def test_a_call_that_another_run_took_over_is_left_to_it(
    night: ScriptedNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(night, 2)
    save = world.store.save

    def overtaken(judged: JudgedCall, owner: str, *given: object) -> None:
        if judged.call.call_id == "c0":
            made = replace(judged.provenance, pipeline="p")
            save(replace(judged, provenance=made), owner, *given)  # type: ignore[arg-type]
            raise LeaseLost("c0 is worked on by another run now")
        save(judged, owner, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(world.store, "save", overtaken)
    progress = world.work(Obliging())
    assert (progress.settled, progress.elsewhere) == (2, 1)
    assert world.store.load("c1")


def test_a_database_that_stays_broken_ends_the_run_and_loses_nothing(
    night: ScriptedNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(night, 3)
    save = world.store.save

    def full(judged: JudgedCall, *given: object) -> None:
        if judged.call.call_id != "c0":
            raise StoreError("the disk is full")
        save(judged, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(world.store, "save", full)
    monkeypatch.setattr(shift, "PAUSES_S", (0.0,))
    with pytest.raises(StoreError, match="disk is full"):
        world.work(Obliging())
    assert world.store.load("c0")
    due = world.store.due(["c0", "c1", "c2"], failed().provenance.pipeline)
    assert [each.call.call_id for each in due] == ["c1", "c2"]


def test_after_an_interrupt_nothing_new_is_begun(night: ScriptedNight) -> None:
    world = World(night, 5)

    def interrupting(task: Task) -> Outcome:
        world.interrupt.ask()
        return judged(task)

    executor = Obliging(c1=[interrupting])
    progress = world.work(executor)
    # What was in hand is saved; the workers had their next calls already or not at all.
    assert executor.submitted == ["c0", "c1"]
    assert progress.settled == 2


def test_calls_of_another_run_are_left_to_it_until_it_is_silent(night: ScriptedNight) -> None:
    world = World(night, 3)
    other = world.claims("elsewhere:1:1")
    assert other.take()
    claims = world.claims()
    claims_taken = [item.call.call_id for item in iter(claims.take, None) if item]
    assert claims_taken == ["c1", "c2"]
    assert claims.with_others == 1
    claims.look_again()
    assert claims.take() is None
    world.now += LEASE_AGE + timedelta(seconds=1)
    claims.look_again()
    taken = claims.take()
    assert taken
    assert taken.call.call_id == "c0"


def test_a_lease_that_is_kept_is_not_taken(night: ScriptedNight) -> None:
    world = World(night, 1)
    other, claims = world.claims("elsewhere:1:1"), world.claims()
    assert other.take()
    assert claims.take() is None
    for _ in range(4):
        world.now += LEASE_AGE / 2
        other.keep()
        claims.look_again()
        assert claims.take() is None


def test_what_another_run_finished_is_counted_as_its_own(night: ScriptedNight) -> None:
    world = World(night, 2)
    other = world.claims("elsewhere:1:1")
    taken = other.take()
    assert taken
    claims = world.claims()

    def finish_elsewhere(task: Task) -> Outcome:
        done = replace(as_judged(taken.call), provenance=replace(failed().provenance, pipeline="p"))
        world.store.save(done, "elsewhere:1:1", "f", world.now)
        return judged(task)

    executor = Obliging(c1=[finish_elsewhere])
    progress = world.work(executor, claims)
    assert executor.submitted == ["c1"]
    assert (progress.elsewhere, progress.settled) == (1, 2)
