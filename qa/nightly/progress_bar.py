"""Progress for people at a terminal."""

from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar

from qa.call import Call
from qa.nightly.observer import Progress, RunObserver
from qa.nightly.report_words import KIND_WORDS, both, hours
from qa.scoring.values import Failure


class ProgressBar(RunObserver):
    """A bar over bytes, for short and long calls weigh differently; failures scroll by above."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Bar(
            SpinnerColumn(),
            BarColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("正在准备 / getting ready", total=None)
        self._waiting = 0

    def __enter__(self) -> "ProgressBar":
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def planned(self, calls: int, progress: Progress) -> None:
        """Say how much of the night is left."""
        self._say(f"共 {calls} 通,待处理 {progress.due} 通 / {progress.due} of {calls} calls to do")
        self._bar.update(
            self._task,
            total=max(1, progress.due_bytes),
            description="正在加载模型 / loading the model",
        )

    def failed(self, call: Call, failure: Failure, progress: Progress) -> None:
        """Name the call and the reason."""
        kind = both(KIND_WORDS, failure.kind)
        self._say(f"[red]✗ {escape(call.call_id)}[/red] {kind}: {escape(failure.message)}")
        self.tick(progress)

    def retried(self, call: Call, reason: str) -> None:
        """Name the call."""
        self._say(f"[yellow]↻ {escape(call.call_id)}[/yellow] {escape(reason)},将重试 / will retry")

    def waiting(self, calls: int) -> None:
        """Say so, once for each number."""
        if calls != self._waiting:
            self._waiting = calls
            self._say(f"等待另一个批处理完成 {calls} 通 / waiting for another run's {calls} calls")

    def stopping(self, in_hand: int) -> None:
        """Say what happens now, and how to stop at once."""
        self._say(
            f"[yellow]收尾中:还有 {in_hand} 通在处理,再按一次 Ctrl-C 立即停止"
            f" / finishing {in_hand} calls; Ctrl-C again stops at once[/yellow]"
        )

    def tick(self, progress: Progress) -> None:
        """Move the bar and the numbers."""
        if progress.settled or progress.due == 0:
            self._bar.update(
                self._task, completed=progress.settled_bytes, description=_numbers(progress)
            )

    def _say(self, text: str) -> None:
        self._bar.console.print(text)


def _numbers(progress: Progress) -> str:
    parts = [f"{progress.settled}/{progress.due} 通"]
    if progress.audio_s and progress.audio_hours_per_hour:
        parts.append(f"{progress.audio_hours_per_hour:.1f} 小时录音/小时 audio h/h")
    if progress.left_s is not None:
        parts.append(f"剩余 left {hours(progress.left_s)}")
    if progress.failed:
        parts.append(f"[red]失败 failed {progress.failed}[/red]")
    return " · ".join(parts)
