"""The database of `make demo`, as far as inbound calls go and if every word had been heard."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from filled import fill

from qa.call import AudioCondition, Call, Role, Transcript, Turn
from qa.config import Settings
from qa.ingest import read_manifest
from qa.language.normalise import normalise
from qa.measures import measure
from qa.rules.engine import judge
from qa.rules.rulebook import Rulebook, load_rulebook, shipped_rulebooks
from qa.scoring.flags import flags_of, length_limits
from qa.scoring.values import JudgedCall, Provenance
from qa.timeline import Span, union

SAMPLES = Path(__file__).parents[2] / "sample_audio"
LINE = "inbound"
ZONE = ZoneInfo("Asia/Shanghai")
Truth = Mapping[str, Any]


def sample_store(url: str) -> None:
    """A new database of the inbound sample calls, judged by the shipped rules."""
    truths = json.loads((SAMPLES / "truth.json").read_text("utf-8"))["calls"]
    rulebook = load_rulebook(shipped_rulebooks() / f"{LINE}.yaml")
    calls = [
        call
        for call in read_manifest(str(SAMPLES / "manifest.csv")).calls
        if call.business_line == LINE and truths[call.call_id]["decodable"]
    ]
    fill(url, *(_judged(call, truths[call.call_id], rulebook) for call in calls))


def _judged(call: Call, truth: Truth, rulebook: Rulebook) -> JudgedCall:
    transcript, settings = _transcript(truth), Settings()
    measures = measure(transcript, settings.measures)
    verdicts = judge(rulebook, call, transcript, measures)
    flags = flags_of(
        call,
        transcript,
        measures,
        verdicts,
        options=settings.flags,
        limits=length_limits(settings.flags.lines[LINE], [], 1),
        timezone=ZONE,
    )
    return JudgedCall(
        call=call,
        provenance=Provenance("earmark", "by hand", rulebook.identity, None),
        transcript=transcript,
        measures=measures,
        verdicts=verdicts,
        flags=flags,
    )


def _transcript(truth: Truth) -> Transcript:
    turns = tuple(_turn(each, truth["roles_known"]) for each in truth["turns"])
    spans: dict[Role, list[Span]] = {}
    for turn, each in zip(turns, truth["turns"], strict=True):
        spans.setdefault(turn.role, []).extend(Span(*span) for span in each["speech"])
    return Transcript(
        duration_s=truth["duration_s"],
        turns=turns,
        speech={role: union(own) for role, own in spans.items()},
        condition=AudioCondition(channels=2 if truth["roles_known"] else 1, sample_rate_hz=8000),
        recogniser="by hand",
        audio_sha256="",
    )


def _turn(each: Truth, roles_known: bool) -> Turn:
    return Turn(
        start=each["start"],
        end=each["end"],
        role=Role(each["role"]) if roles_known else Role.UNKNOWN,
        text=normalise(each["text"]),
        raw_text=each["text"],
        confidence=0.95,
    )
