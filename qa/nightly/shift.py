"""Working through what is due: hand out calls, take results, save each at once."""

import time
from collections import deque
from dataclasses import replace

from qa.errors import LeaseLost, StoreError
from qa.nightly.claims import Claims
from qa.nightly.desk import Desk
from qa.nightly.executor import Executor, Finished, Loss, Lost, Outcome, Task
from qa.nightly.observer import Progress
from qa.nightly.plan import Item
from qa.nightly.work import Brief, failed_call, sha256_if_readable
from qa.recordings import Recordings
from qa.scoring.values import Failure, JudgedCall
from qa.timeline import Seconds

TICK_S: Seconds = 1.0
CRASHES = 2
"""A worker lost with a call costs it one retry; lost twice, the call itself is the cause."""
ATTEMPTS = 5
"""So often may work on a call begin and the whole run die with it. More than crashes, since
whoever kills a run kills innocent calls with it."""
PAUSES_S: tuple[Seconds, ...] = (1.0, 5.0)
"""Between attempts to save, when the database refuses: locks pass."""


class Shift:
    """One run's work, from the first call handed out to the last one saved."""

    def __init__(
        self, desk: Desk, executor: Executor, claims: Claims, brief: Brief, progress: Progress
    ) -> None:
        self._store, self._owner, self._clock = desk.store, desk.owner, desk.clock
        self._observer, self._interrupt = desk.observer, desk.interrupt
        self._executor, self._claims, self._brief = executor, claims, brief
        self._recordings = Recordings(brief.settings.allowed_roots)
        self._in_hand: dict[str, tuple[Item, int]] = {}
        self._again: deque[Item] = deque()
        self._began_at, self._told_to_stop = desk.clock(), False
        self._waiting_for = 0
        self.progress = progress

    def work(self) -> None:
        """Ends when nothing is due any more, or when the interrupt asks for it.

        Raises:
            ModelError: workers cannot start.
            StoreError: the database refuses; what was saved before is safe.
        """
        outcomes: list[Outcome] = []
        while not self._interrupt.now:
            # Workers get their next call before the last one's result is saved.
            self._hand_out()
            for outcome in outcomes:
                self._settle(outcome)
            if not outcomes and self._over():
                return
            outcomes = self._executor.wait(TICK_S)
            self._claims.keep()
            self._advance()
            self._observer.tick(self.progress)

    def _over(self) -> bool:
        if self._interrupt.soon and not self._told_to_stop:
            self._observer.stopping(len(self._in_hand))
            self._told_to_stop = True
        if self._in_hand:
            return False
        if self._interrupt.soon:
            return True
        if self._again or not self._claims.exhausted:
            return False
        if self._claims.with_others:
            self._wait_for_others(self._claims.with_others)
            return False
        return True

    def _wait_for_others(self, calls: int) -> None:
        if calls != self._waiting_for:
            self._waiting_for = calls
            self._observer.waiting(calls)
        self._claims.look_again()

    def _hand_out(self) -> None:
        while self._executor.free and not self._interrupt.soon:
            item = self._claims.take() or (self._again.popleft() if self._again else None)
            if item is None:
                return
            attempt = self._store.record_attempt(item.call.call_id)
            if attempt > ATTEMPTS:
                self._give_up(item, attempt - 1)
                continue
            self._in_hand[item.call.call_id] = item, attempt
            self._observer.started(item.call, attempt)
            self._executor.submit(Task(item.call, item.size_bytes))

    def _settle(self, outcome: Outcome) -> None:
        item, attempt = self._in_hand.pop(outcome.task.call.call_id)
        match outcome:
            case Finished(_, judged, took_s):
                self._save(item, judged, took_s)
            case Lost(_, Loss.CRASHED, detail) if attempt < CRASHES:
                self._again.append(item)
                self._observer.retried(item.call, detail)
            case Lost(_, loss, detail):
                what = f"{item.call.recording}: 工作进程未能完成 / its worker was lost: {detail}"
                self._fail(item, Failure(loss, what))

    def _give_up(self, item: Item, attempts: int) -> None:
        what = (
            f"{item.call.recording}: 开始了 {attempts} 次,每次整个批处理都中断了"
            f" / {attempts} runs ended while working on it"
        )
        self._fail(item, Failure(Loss.CRASHED, what))

    def _fail(self, item: Item, failure: Failure) -> None:
        sha256 = sha256_if_readable(self._recordings, item.call.recording)
        model = self._brief.settings.recognition.model
        self._save(item, failed_call(item.call, failure, self._brief, model, sha256), 0.0)

    def _save(self, item: Item, judged: JudgedCall, took_s: Seconds) -> None:
        for pause_s in (*PAUSES_S, None):
            try:
                self._store.save(judged, self._owner, item.fingerprint, self._clock())
                break
            except LeaseLost:  # after a night's sleep of the machine, for one
                self._claims.leave(item)
                return
            except StoreError:
                if pause_s is None:
                    raise
                time.sleep(pause_s)
        self._count(item, judged, took_s)
        if judged.failure:
            self._observer.failed(judged.call, judged.failure, self.progress)
        else:
            self._observer.finished(judged, took_s, self.progress)

    def _count(self, item: Item, judged: JudgedCall, took_s: Seconds) -> None:
        before = self.progress
        heard_s = judged.transcript.duration_s if judged.transcript else 0.0
        self.progress = replace(
            before,
            done=before.done + (judged.failure is None),
            failed=before.failed + (judged.failure is not None),
            settled_bytes=before.settled_bytes + item.size_bytes,
            audio_s=before.audio_s + heard_s,
            work_s=before.work_s + took_s,
        )
        self._advance()

    def _advance(self) -> None:
        self.progress = replace(
            self.progress,
            elsewhere=len(self._claims.taken_elsewhere),
            elapsed_s=(self._clock() - self._began_at).total_seconds(),
        )
