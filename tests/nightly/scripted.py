"""A transcriber for recordings that are scripts: text files that say what happens to them.

    say 30 您好,请问有什么可以帮您      a call of 30 s in which the agent says so
    torn 30 …                           the same, in a file that ends too early
    slow 0.5 …                          takes so many seconds, then goes on with the rest
    crash | kill | hang | unreadable | bug | quit
    once crash …                        only the first time, then goes on with the rest

Every beginning and end of a transcription is noted in the file `journal` beside the recording.
"""

import hashlib
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from qa.call import AudioCondition, Role, Transcript, Turn
from qa.config import Settings
from qa.errors import ModelError, RecordingUnreadable
from qa.timeline import Span

FACTORY = "scripted:Scripted"
BROKEN_FACTORY = "scripted:broken"
DYING_FACTORY = "scripted:dying"


class Scripted:
    identity = "scripted 1"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def transcribe(self, path: Path, agent_channel: int | None) -> Transcript:
        _note(path, "began")
        transcript = _act(path, path.read_text("utf-8"))
        _note(path, "ended")
        return transcript


def broken(settings: Settings) -> Scripted:
    raise ModelError(f"模型 {settings.recognition.model} 损坏 / is damaged → qa models verify")


def dying(settings: Settings) -> Scripted:
    os._exit(7)


def journal(folder: Path) -> list[tuple[str, str, int]]:
    """What was noted: event, recording and process, in order."""
    file = folder / "journal"
    if not file.exists():
        return []
    events = (line.split() for line in file.read_text().splitlines())
    return [(event, name, int(pid)) for event, name, pid in events]


def count(folder: Path, event: str, name: str) -> int:
    return sum(1 for seen, recording, _ in journal(folder) if (seen, recording) == (event, name))


def _note(path: Path, event: str) -> None:
    # One small write to a file open for appending is not torn by others.
    line = f"{event} {path.stem} {os.getpid()}\n".encode()
    handle = os.open(path.parent / "journal", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, line)
    os.close(handle)


def _act(path: Path, script: str) -> Transcript:
    verb, _, rest = script.partition(" ")
    match verb:
        case "say":
            return _said(path, *rest.partition(" ")[::2])
        case "torn":
            torn = _said(path, *rest.partition(" ")[::2])
            return replace(torn, condition=replace(torn.condition, truncated=True))
        case "slow":
            seconds, _, then = rest.partition(" ")
            time.sleep(float(seconds))
            return _act(path, then)
        case "once":
            what, _, then = rest.partition(" ")
            marker = path.with_suffix(".once")
            if marker.exists():
                return _act(path, then)
            marker.touch()
            return _act(path, what)
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "quit":
            os._exit(0)
        case "hang":
            time.sleep(3600)
        case "bug":
            raise ZeroDivisionError("a bug")
        case "unreadable":
            raise RecordingUnreadable(f"{path}: not speech")
    raise AssertionError(f"not a script: {script!r}")


def _said(path: Path, duration: str, text: str) -> Transcript:
    duration_s = float(duration)
    turn = Turn(1.0, duration_s - 1, Role.AGENT, text, text, 0.9)
    return Transcript(
        duration_s=duration_s,
        turns=(turn,),
        speech={Role.AGENT: (Span(1.0, duration_s - 1),), Role.CUSTOMER: ()},
        condition=AudioCondition(channels=2, sample_rate_hz=8000),
        recogniser=Scripted.identity,
        audio_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
