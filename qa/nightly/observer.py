"""Who watches a run: what they are told, and how far it has come."""

from dataclasses import dataclass

from qa.call import Call
from qa.scoring.values import Failure, JudgedCall
from qa.timeline import Seconds

STEADY_AFTER = 0.02
"""Share of the work after which its pace says something about the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come."""

    due: int
    """Calls to work on in this run."""
    due_bytes: int
    done: int = 0
    failed: int = 0
    elsewhere: int = 0
    """Calls that another run took."""
    settled_bytes: int = 0
    audio_s: Seconds = 0.0
    """Length of the recordings judged so far."""
    work_s: Seconds = 0.0
    """Time of all workers together spent on calls so far."""
    elapsed_s: Seconds = 0.0
    workers: int = 0
    """How many work at once."""

    @property
    def settled(self) -> int:
        """Calls that need no more work."""
        return self.done + self.failed + self.elsewhere

    @property
    def audio_hours_per_hour(self) -> float | None:
        """Hours of recordings judged in an hour by the clock; None at the very start."""
        return self.audio_s / self.elapsed_s if self.elapsed_s > 0 else None

    @property
    def left_s(self) -> Seconds | None:
        """Estimated time to the end, by bytes; None while too little is done to tell."""
        share = self.settled_bytes / self.due_bytes if self.due_bytes else 0.0
        if share < STEADY_AFTER:
            return None
        return self.elapsed_s * (1 - share) / share


class RunObserver:
    """Is told what happens in a run, in the order in which it happens; this one ignores it."""

    def planned(self, calls: int, progress: Progress) -> None:
        """The night has `calls`, of which `progress.due` must be worked on."""

    def started(self, call: Call, attempt: int) -> None:
        """Work on a call begins, for the nth time since it was last saved."""

    def finished(self, judged: JudgedCall, took_s: Seconds, progress: Progress) -> None:
        """A call was judged and saved."""

    def failed(self, call: Call, failure: Failure, progress: Progress) -> None:
        """A call could not be judged; that was saved."""

    def retried(self, call: Call, reason: str) -> None:
        """A worker was lost with a call, which gets another chance."""

    def waiting(self, calls: int) -> None:
        """Nothing is left but `calls` that another live run has in hand."""

    def stopping(self, in_hand: int) -> None:
        """Somebody wants the run to end; `in_hand` calls are still finished."""

    def tick(self, progress: Progress) -> None:
        """Time passed, at most a few seconds."""
