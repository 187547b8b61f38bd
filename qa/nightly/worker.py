"""A worker process: loads its model once, then judges one call after another."""

import os
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Protocol

from qa.call import Call
from qa.errors import EarmarkError
from qa.nightly.duration import declared_s
from qa.nightly.wire import Done, FromWorker, Opened, Ready, ToWorker, Unable
from qa.scoring.values import JudgedCall


class Judge(Protocol):
    """Turns a call into a judged call; never raises for what is wrong with one recording."""

    def __call__(self, call: Call, opened: Callable[[Path], None]) -> JudgedCall:
        """Judge a call; `opened` is told the recording's place on this machine."""


def serve(connection: "Connection[FromWorker, ToWorker]", make_judge: Callable[[], Judge]) -> None:
    """The life of a worker. Ends with its parent, however that ends."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        judge = make_judge()
    except EarmarkError as error:
        connection.send(Unable(str(error)))
        return
    connection.send(Ready())
    while True:
        try:
            call = connection.recv()
        except EOFError:
            return
        began = time.perf_counter()
        judged = judge(call, lambda path: connection.send(Opened(declared_s(path))))
        connection.send(Done(judged, time.perf_counter() - began))


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
