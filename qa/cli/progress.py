"""Progress of a run, on standard error: a bar for people, JSON lines for machines."""

import json
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from qa.call import Call
from qa.nightly.observer import Progress, RunObserver
from qa.scoring.values import Failure, JudgedCall
from qa.timeline import Seconds

LOG_EVERY_S = 30.0
"""Between two `progress` lines of the JSON log."""


class Watch(RunObserver, AbstractContextManager["Watch"]):
    """An observer that shows something as long as its context lives."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to put away."""


class PeopleWatch(Watch):
    """A bar with pace, time left and failures; what goes wrong is printed above it."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[told]}"),
            console=Console(stderr=True, highlight=False),
        )
        self._task = self._bar.add_task("转写质检", total=None, told="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the bar as it stands."""
        self._bar.stop()

    def planned(self, calls: int, progress: Progress) -> None:
        """Set the length of the bar."""
        self._bar.update(self._task, total=progress.due)
        if done := calls - progress.due:
            self._say(f"{calls} 通通话,{done} 通已完成 / {done} of {calls} calls are done already")

    def finished(self, judged: JudgedCall, took_s: Seconds, progress: Progress) -> None:  # noqa: ARG002
        """Move the bar on."""
        self.tick(progress)

    def failed(self, call: Call, failure: Failure, progress: Progress) -> None:
        """Say which call failed and why."""
        self._say(f"✗ {call.call_id} {failure.kind}: {failure.message}", "red")
        self.tick(progress)

    def retried(self, call: Call, reason: str) -> None:
        """Say that a call gets another chance."""
        self._say(f"! {call.call_id}: 重试 / trying again: {reason}", "yellow")

    def waiting(self, calls: int) -> None:
        """Say what the run waits for."""
        self._say(f"等待另一批处理中的 {calls} 通 / waiting for another run's {calls} calls", "dim")

    def stopping(self, in_hand: int) -> None:
        """Say that the run ends soon, and how to end it at once."""
        self._say(
            f"正在收尾:完成手头 {in_hand} 通后结束,再按 Ctrl-C 立即停止"
            f" / finishing {in_hand} calls in hand, Ctrl-C again stops at once",
            "yellow",
        )

    def tick(self, progress: Progress) -> None:
        """Show how far the run has come."""
        self._bar.update(self._task, completed=progress.settled, told=told(progress))

    def _say(self, text: str, style: str = "") -> None:
        self._bar.console.print(Text(text, style))


class MachineWatch(Watch):
    """One JSON object a line: `time`, `event` and what belongs to it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._logged_at = clock, clock()

    def planned(self, calls: int, progress: Progress) -> None:
        """Log what the night holds."""
        self._log("planned", calls=calls, due=progress.due)

    def started(self, call: Call, attempt: int) -> None:
        """Log the beginning of work on a call."""
        self._log("started", call_id=call.call_id, attempt=attempt)

    def finished(self, judged: JudgedCall, took_s: Seconds, progress: Progress) -> None:
        """Log a judged call."""
        length_s = judged.transcript.duration_s if judged.transcript else None
        self._log(
            "finished",
            call_id=judged.call.call_id,
            duration_s=length_s,
            took_s=round(took_s, 3),
            flags=judged.flags,
            **numbers(progress),
        )

    def failed(self, call: Call, failure: Failure, progress: Progress) -> None:
        """Log a call that could not be judged."""
        error = {"kind": failure.kind, "message": failure.message}
        self._log("failed", call_id=call.call_id, error=error, **numbers(progress))

    def retried(self, call: Call, reason: str) -> None:
        """Log a lost worker."""
        self._log("retried", call_id=call.call_id, reason=reason)

    def waiting(self, calls: int) -> None:
        """Log that another run has the rest in hand."""
        self._log("waiting", calls=calls)

    def stopping(self, in_hand: int) -> None:
        """Log that the run was asked to end."""
        self._log("stopping", in_hand=in_hand)

    def tick(self, progress: Progress) -> None:
        """Log how far the run has come, now and then."""
        if self._clock() - self._logged_at >= LOG_EVERY_S:
            self._logged_at = self._clock()
            self._log("progress", **numbers(progress))

    def _log(self, event: str, **what: object) -> None:
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": stamp, "event": event, **what}, ensure_ascii=False)
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def numbers(progress: Progress) -> dict[str, object]:
    """How far a run has come, for a log."""
    pace, left_s = progress.audio_hours_per_hour, progress.left_s
    return {
        "settled": progress.settled,
        "due": progress.due,
        "failures": progress.failed,
        "elapsed_s": round(progress.elapsed_s, 1),
        "audio_hours_per_hour": None if pace is None else round(pace, 2),
        "left_s": None if left_s is None else round(left_s),
    }


def told(progress: Progress) -> str:
    """How far a run has come, for people."""
    parts = []
    if progress.audio_hours_per_hour:
        parts.append(f"{progress.audio_hours_per_hour:.1f} 小时录音/小时")
    if progress.left_s is not None:
        minutes, seconds = divmod(round(progress.left_s), 60)
        parts.append(f"剩余 {minutes // 60}:{minutes % 60:02}:{seconds:02}")
    if progress.failed:
        parts.append(f"失败 {progress.failed}")
    return " · ".join(parts)
