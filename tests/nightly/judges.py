"""Judges for worker processes: they do what the call's recording says."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from qa.call import Call
from qa.errors import ModelError
from qa.scoring.values import Failure, JudgedCall, Provenance


class Obedient:
    """Answers with a failure whose message tells about the process."""

    def __init__(self) -> None:
        self.judged = 0

    def __call__(self, call: Call, opened: Callable[[Path], None]) -> JudgedCall:
        self.judged += 1
        opened(Path(call.recording))
        if call.recording == "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        if call.recording == "exit":
            os._exit(3)
        if call.recording == "hang":
            time.sleep(3600)
        if call.recording == "interrupted":
            os.kill(os.getpid(), signal.SIGINT)
        said = os.environ["OMP_NUM_THREADS"] if call.recording == "threads" else str(self.judged)
        message = f"{os.getpid()} {said}"
        return JudgedCall(
            call=call,
            provenance=Provenance("p", "r", "b", None),
            failure=Failure("told", message),
        )


def unable() -> Obedient:
    raise ModelError("no such model")


def dying() -> Obedient:
    os._exit(9)
