"""Progress for machines: one JSON object a line."""

import json
from typing import TextIO

from qa.call import Call
from qa.nightly.desk import Clock
from qa.nightly.observer import Progress, RunObserver
from qa.scoring.values import Failure, JudgedCall
from qa.timeline import Seconds

TICKS_EVERY_S: Seconds = 30


class ProgressLog(RunObserver):
    """Writes every event as it happens; keys and event names are stable."""

    def __init__(self, out: TextIO, clock: Clock) -> None:
        self._out, self._clock = out, clock
        self._ticked_at = clock()

    def planned(self, calls: int, progress: Progress) -> None:
        """`planned`: how much there is to do."""
        self._write("planned", calls=calls, due=progress.due, due_bytes=progress.due_bytes)

    def started(self, call: Call, attempt: int) -> None:
        """`started`: work on a call begins."""
        self._write("started", call_id=call.call_id, attempt=attempt)

    def finished(self, judged: JudgedCall, took_s: Seconds, progress: Progress) -> None:
        """`finished`: a call is judged and saved."""
        self._write(
            "finished",
            call_id=judged.call.call_id,
            audio_s=judged.transcript and judged.transcript.duration_s,
            took_s=round(took_s, 3),
            flags=[flag.value for flag in judged.flags],
            **_numbers(progress),
        )

    def failed(self, call: Call, failure: Failure, progress: Progress) -> None:
        """`failed`: a call cannot be judged."""
        self._write(
            "failed",
            call_id=call.call_id,
            kind=failure.kind,
            message=failure.message,
            **_numbers(progress),
        )

    def retried(self, call: Call, reason: str) -> None:
        """`retried`: a worker was lost with a call."""
        self._write("retried", call_id=call.call_id, reason=reason)

    def waiting(self, calls: int) -> None:
        """`waiting`: another run has the rest in hand."""
        self._write("waiting", calls=calls)

    def stopping(self, in_hand: int) -> None:
        """`stopping`: somebody wants the run to end."""
        self._write("stopping", in_hand=in_hand)

    def tick(self, progress: Progress) -> None:
        """`progress`: every half minute."""
        now = self._clock()
        if (now - self._ticked_at).total_seconds() >= TICKS_EVERY_S:
            self._ticked_at = now
            self._write("progress", **_numbers(progress))

    def _write(self, event: str, **facts: object) -> None:
        line = {"time": self._clock().isoformat(), "event": event, **facts}
        self._out.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._out.flush()


def _numbers(progress: Progress) -> dict[str, object]:
    rate, left_s = progress.audio_hours_per_hour, progress.left_s
    return {
        "done": progress.done,
        "failures": progress.failed,
        "elsewhere": progress.elsewhere,
        "due": progress.due,
        "audio_hours_per_hour": None if rate is None else round(rate, 2),
        "left_s": None if left_s is None else round(left_s),
    }
