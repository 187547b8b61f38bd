"""Workers as processes of this machine.

Each worker has a pipe of its own, of which the run holds the only other end. So it is always
known which call a lost worker had in hand, and nothing that one worker does can hold up another.
"""

import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from qa.errors import ModelError
from qa.nightly.duration import GENEROUS, Patience
from qa.nightly.executor import Finished, Loss, Lost, Outcome, Task
from qa.nightly.wire import Done, FromWorker, Opened, Ready, ToWorker, Unable
from qa.nightly.worker import Judge, serve
from qa.timeline import Seconds

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)
FALSE_STARTS = 3
"""So many workers in a row that die before they are ready mean that none will ever start."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: "Connection[ToWorker, FromWorker]"
    deadline: float
    """By the monotonic clock; infinity while it waits for a call."""
    ready: bool = False
    task: Task | None = None

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class LocalExecutor:
    """Worker processes, started fresh (spawn) with one thread each unless told otherwise."""

    def __init__(
        self,
        make_judge: Callable[[], Judge],
        workers: int,
        *,
        threads: int = 1,
        patience: Patience = GENEROUS,
    ) -> None:
        """`make_judge` is called once in each worker and must be picklable; `threads` 0 leaves
        the numeric libraries alone."""
        self._make_judge, self._threads, self._patience = make_judge, threads, patience
        self._false_starts = 0
        self._workers: list[_Worker] = []
        for _ in range(workers):
            self._workers.append(self._hire())

    @property
    def workers(self) -> int:
        """How many calls can be in hand at once."""
        return len(self._workers)

    @property
    def free(self) -> int:
        """How many workers are ready and have no call."""
        return sum(worker.ready and worker.task is None for worker in self._workers)

    @property
    def busy(self) -> int:
        """How many calls are in hand."""
        return sum(worker.task is not None for worker in self._workers)

    def submit(self, task: Task) -> None:
        """Give a call to a free worker."""
        worker = next(w for w in self._workers if w.ready and w.task is None)
        worker.task = task
        worker.deadline = time.monotonic() + self._patience.to_open(task.size_bytes)
        with suppress(BrokenPipeError):  # a worker that has just died is found by `wait`
            worker.connection.send(task.call)

    def wait(self, timeout_s: Seconds) -> list[Outcome]:
        """What came back, at the latest after `timeout_s`."""
        now = time.monotonic()
        until = min([now + timeout_s, *(worker.deadline for worker in self._workers)])
        handles = [(worker.connection, worker.process.sentinel) for worker in self._workers]
        wait([handle for pair in handles for handle in pair], max(0.0, until - now))
        outcomes: list[Outcome] = []
        for at, worker in enumerate(self._workers):
            outcomes += self._listen(worker)
            fate = _fate(worker)
            if fate:
                outcomes += self._bury(worker, *fate)
                self._workers[at] = self._hire()
        return outcomes

    def close(self) -> None:
        """End all workers, whatever they have in hand."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _hire(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._make_judge), daemon=True)
        with _threads_limited(self._threads), _signals_held_back():
            process.start()
        theirs.close()
        return _Worker(process, ours, time.monotonic() + self._patience.start_s)

    def _listen(self, worker: _Worker) -> Iterator[Outcome]:
        # A worker that dies closes its pipe: what it sent before is still there to be read.
        with suppress(EOFError, ConnectionResetError):
            while worker.connection.poll():
                yield from self._heed(worker, worker.connection.recv())

    def _heed(self, worker: _Worker, message: FromWorker) -> Iterator[Outcome]:
        match message:
            case Ready():
                worker.ready, worker.deadline = True, math.inf
                self._false_starts = 0
            case Unable(reason):
                raise ModelError(reason)
            case Opened(duration_s) if worker.task:
                patience = self._patience.to_judge(duration_s, worker.task.size_bytes)
                worker.deadline = time.monotonic() + patience
            case Done(judged, took_s) if worker.task:
                yield Finished(worker.task, judged, took_s)
                worker.task, worker.deadline = None, math.inf

    def _bury(self, worker: _Worker, loss: Loss, detail: str) -> Iterator[Outcome]:
        worker.end()
        if worker.task:
            yield Lost(worker.task, loss, detail)
        elif not worker.ready:
            self._false_starts += 1
            if self._false_starts >= FALSE_STARTS:
                raise ModelError(
                    f"工作进程无法启动({detail}),请检查内存和模型"
                    " / workers die while starting; check memory and model"
                )


def _fate(worker: _Worker) -> tuple[Loss, str] | None:
    """How a worker was lost, if it was."""
    if not worker.process.is_alive():
        return Loss.CRASHED, _manner(worker.process.exitcode or 0)
    if time.monotonic() > worker.deadline:
        return Loss.TIMED_OUT, "没有在限时内完成 / no result within the time allowed"
    return None


def _manner(exitcode: int) -> str:
    if exitcode < 0:
        return f"信号 / signal {signal.Signals(-exitcode).name}"
    return f"退出码 / exit code {exitcode}"


@contextmanager
def _threads_limited(threads: int) -> Iterator[None]:
    """Numeric libraries read their thread count when loaded, so it must be in the environment
    that a worker is born with; otherwise each would fill the machine on its own."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    if threads:
        os.environ.update(dict.fromkeys(THREAD_VARIABLES, str(threads)))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Workers inherit the mask: Ctrl-C in a terminal reaches them all, but the run decides."""
    resource_tracker.ensure_running()  # else its first start would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
