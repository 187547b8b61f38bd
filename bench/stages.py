"""The stages of a night, and the timed night that a worker or the run itself reports from.

    python -m bench.stages nightly MANIFEST …

is `qa nightly MANIFEST …` with timers in its workers, which write one line of JSON per call into
the folder that `BENCH_TIMES` names, and in the run, which writes `run.json` there at its end.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.stopwatch import Stage, Stopwatch

if TYPE_CHECKING:  # a worker imports what it needs when it is asked to, as it does untimed
    from qa.call import Call
    from qa.config import Settings
    from qa.nightly.work import CallJudge
    from qa.scoring.values import JudgedCall
    from qa.transcribe.transcriber import Transcriber

FOLDER_VARIABLE = "BENCH_TIMES"
RECOGNITION = ("features", "encode", "generate", "align", "recogniser, the rest")
"""The stages inside `Recogniser.words`, which together are recognition."""
IN_A_CALL = "call, the rest"

WORKER_STAGES = (
    Stage(IN_A_CALL, "qa.nightly.work:CallJudge.__call__"),
    Stage("transcriber, the rest", "qa.transcribe.transcriber:Transcriber.transcribe"),
    Stage("decode", "qa.transcribe.transcriber:decode"),
    Stage("channel checks", "qa.transcribe.channels:identical"),
    Stage("channel checks", "qa.transcribe.channels:clipped_share"),
    Stage("speech activity", "qa.transcribe.transcriber:speech_activity"),
    Stage("windows", "qa.transcribe.transcriber:hear"),
    Stage("recogniser, the rest", "qa.transcribe.recogniser:Recogniser.words"),
    Stage("features", "faster_whisper.feature_extractor:FeatureExtractor.__call__"),
    Stage("encode", "faster_whisper:WhisperModel.encode"),
    Stage("generate", "ctranslate2.models:Whisper.generate"),
    Stage("align", "faster_whisper:WhisperModel.find_alignment"),
    Stage("turns", "qa.transcribe.transcriber:build_turns"),
    Stage("lexicon and spelling", "qa.transcribe.transcriber:spell"),
    Stage("acoustics", "qa.transcribe.transcriber:measure_turn"),
    Stage("measures", "qa.nightly.work:measure"),
    Stage("rules", "qa.nightly.work:judge"),
    Stage("flags and score", "qa.nightly.work:flags_of"),
    Stage("flags and score", "qa.nightly.work:fill"),
)
RUN_STAGES = (
    Stage("the run, the rest", "qa.cli.nightly:run_night"),
    Stage("manifest", "qa.nightly.run:read_manifest"),
    Stage("rulebooks and scorecards", "qa.nightly.run:load_standards"),
    Stage("store: ingest", "qa.store:Store.ingest"),
    Stage("store: save", "qa.store:Store.save"),
    Stage("review plan", "qa.nightly.run:plan_reviews"),
    Stage("report", "qa.nightly.run:tally"),
    Stage("waiting for workers", "qa.nightly.processes:wait"),
)


def transcriber(settings: Settings) -> Transcriber:
    """Makes a worker's transcriber, with timers on all that the worker does from then on."""
    from qa.nightly.work import CallJudge
    from qa.transcribe.transcriber import Transcriber

    stopwatch = Stopwatch()
    imported = time.time()
    made = Transcriber(settings)
    told = {"imported": imported, "ready": time.time()}
    stopwatch.time_calls(WORKER_STAGES)
    _report_each_call(CallJudge, stopwatch, told)
    return made


def _report_each_call(judge: type[CallJudge], stopwatch: Stopwatch, told: dict[str, float]) -> None:
    file = Path(os.environ[FOLDER_VARIABLE]) / f"{os.getpid()}.jsonl"
    timed = judge.__call__

    def reported(self: CallJudge, call: Call, opened: Callable[[Path], None]) -> JudgedCall:
        stopwatch.wall_s, stopwatch.cpu_s = {}, {}
        judged = timed(self, call, opened)
        line = {
            **told,
            "call_id": call.call_id,
            "ended": time.time(),
            "wall_s": stopwatch.wall_s,
            "cpu_s": stopwatch.cpu_s,
        }
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        return judged

    setattr(judge, "__call__", reported)  # noqa: B010 -- mypy guards methods


def main() -> None:
    """The run's process."""
    from qa import cli
    from qa.cli import nightly
    from qa.nightly.run import Night

    stopwatch = Stopwatch()
    stopwatch.time_calls(RUN_STAGES)
    timed = partial(Night, transcriber="bench.stages:transcriber")
    setattr(nightly, "Night", timed)  # noqa: B010 -- mypy guards classes
    try:
        cli.main()
    finally:
        told = {"ended": time.time(), "wall_s": stopwatch.wall_s}
        (Path(os.environ[FOLDER_VARIABLE]) / "run.json").write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
