"""An observer that says on standard output what happens, one JSON object a line."""

import json
import sys

from qa.call import Call
from qa.nightly.observer import Progress, RunObserver
from qa.scoring.values import Failure, JudgedCall


class Spoken(RunObserver):
    def started(self, call: Call, attempt: int) -> None:
        say("started", call_id=call.call_id, attempt=attempt)

    def finished(self, judged: JudgedCall, took_s: float, progress: Progress) -> None:
        say("finished", call_id=judged.call.call_id)

    def failed(self, call: Call, failure: Failure, progress: Progress) -> None:
        say("failed", call_id=call.call_id, kind=failure.kind)

    def waiting(self, calls: int) -> None:
        say("waiting", calls=calls)

    def stopping(self, in_hand: int) -> None:
        say("stopping", in_hand=in_hand)


def say(event: str, **what: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **what}) + "\n")
    sys.stdout.flush()
