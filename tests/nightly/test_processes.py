"""Real worker processes with judges that crash, hang and die on demand."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from hand_made import call
from judges import Obedient, dying, unable

from qa.errors import ModelError
from qa.nightly.duration import GENEROUS, Patience
from qa.nightly.executor import Finished, Loss, Lost, Outcome, Task
from qa.nightly.processes import LocalExecutor


@contextmanager
def pool(
    workers: int = 1, make: Callable[[], Obedient] = Obedient, patience: Patience = GENEROUS
) -> Iterator[LocalExecutor]:
    with closing(LocalExecutor(make, workers, patience=patience)) as executor:
        yield executor


def task(recording: str, name: str = "c") -> Task:
    return Task(replace(call(name), recording=recording), 0)


def outcomes(executor: LocalExecutor, *tasks: Task) -> list[Outcome]:
    """Submit as workers become free, until all are back."""
    waiting, back = list(tasks), []
    until = time.monotonic() + 120
    while waiting or executor.busy:
        assert time.monotonic() < until
        while waiting and executor.free:
            executor.submit(waiting.pop(0))
        back += executor.wait(1.0)
    return back


def said(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Finished)
    assert outcome.judged.failure
    return outcome.judged.failure.message.split()


def test_a_worker_loads_once_and_serves_many_calls() -> None:
    with pool() as executor:
        back = outcomes(executor, *(task("", f"c{at}") for at in range(3)))
    assert [said(each)[1] for each in back] == ["1", "2", "3"]
    assert len({said(each)[0] for each in back}) == 1
    assert said(back[0])[0] != str(os.getpid())


def test_numeric_libraries_get_one_thread_and_our_environment_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with pool() as executor:
        assert os.environ["OMP_NUM_THREADS"] == "7"
        assert said(*outcomes(executor, task("threads")))[1] == "1"


def test_a_crash_costs_its_own_call_and_names_its_cause() -> None:
    with pool() as executor:
        back = outcomes(executor, task("segfault"), task("exit"), task("", "good"))
    assert [type(each) for each in back] == [Lost, Lost, Finished]
    first, second, _ = back
    assert isinstance(first, Lost)
    assert isinstance(second, Lost)
    assert (first.loss, first.task.call.recording) == (Loss.CRASHED, "segfault")
    assert "SIGSEGV" in first.detail
    assert "3" in second.detail


def test_a_crash_does_not_disturb_the_other_worker() -> None:
    with pool(2) as executor:
        back = outcomes(executor, task("segfault"), *(task("", f"c{at}") for at in range(6)))
    lost = [each for each in back if isinstance(each, Lost)]
    assert [each.task.call.recording for each in lost] == ["segfault"]
    assert len(back) == 7


def test_hung_work_is_ended() -> None:
    with pool(patience=Patience(base_s=2, per_audio_s=0)) as executor:
        back = outcomes(executor, task("hang"), task("", "good"))
    lost, finished = back
    assert isinstance(lost, Lost)
    assert lost.loss is Loss.TIMED_OUT
    assert isinstance(finished, Finished)


def test_ctrl_c_in_the_terminal_is_not_for_the_workers() -> None:
    with pool() as executor:
        assert isinstance(*outcomes(executor, task("interrupted")), Finished)


def test_a_model_that_cannot_be_loaded_ends_the_run_with_its_reason() -> None:
    with pool(make=unable) as executor, pytest.raises(ModelError, match="no such model"):
        outcomes(executor, task(""))


def test_workers_that_die_while_starting_end_the_run() -> None:
    with pool(make=dying) as executor, pytest.raises(ModelError, match=r"exit code 9"):
        outcomes(executor, task(""))


def test_closing_leaves_no_process_behind() -> None:
    before = set(psutil.Process().children(recursive=True))
    with pool(2) as executor:
        outcomes(executor, task(""))
        assert len(set(psutil.Process().children(recursive=True)) - before) >= 2
    left = set(psutil.Process().children(recursive=True)) - before
    assert not [child for child in left if "spawn_main" in " ".join(child.cmdline())]


def test_workers_end_when_the_run_is_killed() -> None:
    """Even in the middle of a call, and however the run dies."""
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from test_processes import *\n"
        "if __name__ == '__main__':\n"
        "    executor = LocalExecutor(Obedient, 2)\n"
        "    while executor.free < 2: executor.wait(0.1)\n"
        "    executor.submit(task('hang'))\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    here = Path(__file__).parent
    paths = [str(here), str(here.parent)]
    with subprocess.Popen(
        [sys.executable, "-c", program, *paths], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
        workers = psutil.Process(run.pid).children(recursive=True)
        assert len(workers) >= 2
        run.kill()
        run.wait()
        _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
