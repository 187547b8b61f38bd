"""The sample calls and what is true of them."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.call import Call, Role
from qa.ingest import read_manifest
from qa.timeline import Seconds, Span

Json = dict[str, Any]
ANYBODY = "anybody"
"""Whose text it is where the parties cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as written in the script."""

    start: Seconds
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """An inspector's verdict."""

    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of a call."""

    duration_s: Seconds
    roles_known: bool
    """False for mono and for identical channels."""
    channels_swapped: bool
    turns: tuple[Said, ...]
    silences: tuple[Span, ...]
    overtalk: tuple[Span, ...]
    verdicts: Mapping[str, Expected]

    def texts(self, by_role: bool) -> dict[str, list[str]]:
        """Turn texts in order of time, of each role or of anybody."""
        texts: dict[str, list[str]] = {}
        for said in self.turns:
            texts.setdefault(said.role if by_role else ANYBODY, []).append(said.text)
        return texts


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample call that can be decoded."""

    call: Call
    truth: Truth

    @property
    def path(self) -> Path:
        """Of its recording."""
        return Path(self.call.recording)

    def role_of(self, channel: int) -> str:
        """Who really speaks on a channel of a recording whose roles are known."""
        agent = self.call.agent_channel or 0
        if self.truth.channels_swapped:
            agent = 1 - agent
        return Role.AGENT if channel == agent else Role.CUSTOMER


def load_samples(folder: Path) -> tuple[Sample, ...]:
    """The decodable calls of a folder with `manifest.csv` and `truth.json`, in its order."""
    truths = json.loads((folder / "truth.json").read_text("utf-8"))["calls"]
    calls = read_manifest(str(folder / "manifest.csv")).calls
    return tuple(
        Sample(call, _truth(truths[call.call_id]))
        for call in calls
        if truths.get(call.call_id, {}).get("decodable") and Path(call.recording).is_file()
    )


def shortest(samples: Sequence[Sample], count: int) -> tuple[Sample, ...]:
    """The shortest calls, shortest first."""
    ranked = sorted(samples, key=lambda sample: (sample.truth.duration_s, sample.call.call_id))
    return tuple(ranked[:count])


def write_manifest(source: Path, samples: Sequence[Sample], target: Path) -> None:
    """The rows of these calls, all columns kept, recordings by absolute path."""
    recordings = {sample.call.call_id: sample.call.recording for sample in samples}
    with (
        source.open(encoding="utf-8-sig", newline="") as given,
        target.open("w", encoding="utf-8", newline="") as written,
    ):
        rows = csv.DictReader(given)
        writer = csv.DictWriter(written, rows.fieldnames or ())
        writer.writeheader()
        for row in rows:
            if row["call_id"] in recordings:
                writer.writerow({**row, "recording": recordings[row["call_id"]]})


def _truth(given: Json) -> Truth:
    return Truth(
        duration_s=given["duration_s"],
        roles_known=given["roles_known"],
        channels_swapped=given["channels_swapped"],
        turns=tuple(Said(t["start"], t["role"], t["text"]) for t in given["turns"]),
        silences=_spans(given["silences"]),
        overtalk=_spans(given["overtalk"]),
        verdicts={
            code: Expected(verdict["verdict"], verdict.get("reason", ""))
            for code, verdict in given["verdicts"].items()
        },
    )


def _spans(given: Sequence[Json]) -> tuple[Span, ...]:
    return tuple(Span(each["start"], each["end"]) for each in given)
