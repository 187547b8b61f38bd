"""The sample calls and what is true of them, as far as they have been rendered."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qa.timeline import Span, union

FOLDER = Path(__file__).parents[2] / "sample_audio"


@dataclass(frozen=True, slots=True)
class SampleCall:
    call_id: str
    path: Path
    agent_channel: int | None
    """As the manifest says, which for one call is wrong on purpose."""
    truth: dict[str, Any]

    @property
    def true_agent_channel(self) -> int | None:
        if self.agent_channel is None:
            return None
        return self.agent_channel ^ self.truth["channels_swapped"]

    def speech(self, role: str | None = None) -> tuple[Span, ...]:
        """When a role (or anybody) speaks."""
        return union(
            Span(start, end)
            for turn in self.truth["turns"]
            for start, end in turn["speech"]
            if role in (None, turn["role"])
        )


@cache
def sample_calls() -> tuple[SampleCall, ...]:
    """Those that can be decoded, in the manifest's order."""
    truths = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))["calls"]
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    calls = (
        SampleCall(
            row["call_id"],
            FOLDER / row["recording"],
            int(row["agent_channel"]) if row["agent_channel"] else None,
            truths[row["call_id"]],
        )
        for row in rows
        if row["call_id"] in truths
    )
    return tuple(call for call in calls if call.truth["decodable"] and call.path.exists())


def stereo_calls() -> list[SampleCall]:
    """Those whose parties can be told apart by channel."""
    return [call for call in sample_calls() if call.truth["roles_known"]]
