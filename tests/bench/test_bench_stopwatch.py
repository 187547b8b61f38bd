"""Stages: each second is charged once, to the innermost stage."""

import types

import pytest

from bench.processes import BenchError
from bench.stopwatch import Stage, Stopwatch


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stopwatch(clock: Clock) -> Stopwatch:
    return Stopwatch(wall=clock, cpu=lambda: clock.now / 2)


def test_an_inner_stage_stops_its_outer_one(stopwatch, clock):
    stopwatch.enter("call")
    clock.now = 1
    stopwatch.enter("encode")
    clock.now = 4
    stopwatch.leave()
    clock.now = 6
    stopwatch.leave()
    clock.now = 100
    assert stopwatch.wall_s == {"call": 3, "encode": 3}
    assert stopwatch.cpu_s == {"call": 1.5, "encode": 1.5}


def test_time_outside_of_stages_is_nobodys(stopwatch, clock):
    clock.now = 5
    stopwatch.enter("call")
    clock.now = 7
    stopwatch.leave()
    assert stopwatch.wall_s == {"call": 2}


def test_timed_callables_work_as_before_even_when_they_raise(stopwatch, clock, monkeypatch):
    module = types.ModuleType("timed_module")

    class Engine:
        def work(self, seconds: float) -> str:
            clock.now += seconds
            if seconds > 5:
                raise ValueError("too long")
            return "done"

    module.Engine = Engine
    monkeypatch.setitem(__import__("sys").modules, "timed_module", module)
    stopwatch.time_calls([Stage("engine", "timed_module:Engine.work")])
    assert Engine().work(2) == "done"
    with pytest.raises(ValueError, match="too long"):
        Engine().work(6)
    assert stopwatch.wall_s == {"engine": 8}


def test_stages_that_are_no_more_are_all_named(stopwatch):
    places = ("qa.timeline:no_such_function", "qa.timeline:Span.no_such_method")
    with pytest.raises(BenchError) as error:
        stopwatch.time_calls([Stage("gone", place) for place in places])
    assert all(place in str(error.value) for place in places)
