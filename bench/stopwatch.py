"""Where the time goes: named stages, each charged only for what no inner stage is charged for."""

import importlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from bench.processes import BenchError


@dataclass(frozen=True, slots=True)
class Stage:
    """A callable to time, as `package.module:attribute.path`, and what its time is called."""

    name: str
    place: str


@dataclass(slots=True)
class Stopwatch:
    """Seconds by stage, by the clock and of this process's processor time.

    Stages nest: an inner stage stops its outer one. So they add up to the outermost one's time.
    """

    wall: Callable[[], float] = time.perf_counter
    cpu: Callable[[], float] = time.process_time
    wall_s: dict[str, float] = field(default_factory=dict)
    cpu_s: dict[str, float] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _since: tuple[float, float] = (0.0, 0.0)

    def enter(self, stage: str) -> None:
        """Begin a stage inside the one that runs."""
        self._charge()
        self._open.append(stage)

    def leave(self) -> None:
        """End the stage that runs."""
        self._charge()
        self._open.pop()

    def _charge(self) -> None:
        now = (self.wall(), self.cpu())
        if self._open:
            stage = self._open[-1]
            self.wall_s[stage] = self.wall_s.get(stage, 0.0) + now[0] - self._since[0]
            self.cpu_s[stage] = self.cpu_s.get(stage, 0.0) + now[1] - self._since[1]
        self._since = now

    def time_calls(self, stages: Iterable[Stage]) -> None:
        """Put a timer around each stage's callable, in this process.

        Raises:
            BenchError: a stage's place is no more; all such places are named.
        """
        gone = [stage.place for stage in stages if not self._time_call(stage)]
        if gone:
            raise BenchError(f"the stages of bench/stages.py name what is not there: {gone}")

    def _time_call(self, stage: Stage) -> bool:
        module, _, path = stage.place.partition(":")
        *outer, name = path.split(".")
        owner: Any = importlib.import_module(module)
        for step in outer:
            owner = getattr(owner, step, None)
        timed = getattr(owner, name, None)
        if timed is None:
            return False

        @wraps(timed)
        def stopped(*args: Any, **kwargs: Any) -> Any:
            self.enter(stage.name)
            try:
                return timed(*args, **kwargs)
            finally:
                self.leave()

        setattr(owner, name, stopped)
        return True
