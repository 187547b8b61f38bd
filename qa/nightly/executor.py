"""Where calls are worked on: the interface between the run and whatever does the work.

Processes of this machine implement it in `qa.nightly.processes`; a cluster can do the same.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from qa.call import Call
from qa.scoring.values import JudgedCall
from qa.timeline import Seconds


@dataclass(frozen=True, slots=True)
class Task:
    """One call to work on."""

    call: Call
    size_bytes: int
    """Of the recording; 0 when unknown. What is known of its length before it is opened."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that was worked on to the end, well or badly."""

    task: Task
    judged: JudgedCall
    took_s: Seconds


class Loss(StrEnum):
    """How a worker was lost; the word goes into the call record."""

    CRASHED = "worker_crashed"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Lost:
    """A call whose worker did not come back."""

    task: Task
    loss: Loss
    detail: str
    """For a person: the signal or exit code, or the time waited."""


Outcome = Finished | Lost


class Executor(Protocol):
    """A fixed number of workers, each with at most one call in hand."""

    @property
    def workers(self) -> int:
        """How many calls can be in hand at once."""

    @property
    def free(self) -> int:
        """How many more calls can be submitted now."""

    @property
    def busy(self) -> int:
        """How many calls are in hand."""

    def submit(self, task: Task) -> None:
        """Give a call to a free worker."""

    def wait(self, timeout_s: Seconds) -> list[Outcome]:
        """What came back, at the latest after `timeout_s`; workers may have become free.

        Raises:
            ModelError: workers cannot start at all.
        """

    def close(self) -> None:
        """End all workers, whatever they have in hand."""
