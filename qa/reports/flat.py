"""A call as one row: for spreadsheets and data frames.

Lists become counts and codes. The nested parts themselves follow as JSON text in columns of
their own, for Parquet only: a spreadsheet holds no more than 32,767 characters in a cell.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from enum import Enum

from qa.measures.values import Metrics
from qa.reports.jsonable import Json, Record
from qa.reports.record import call_record
from qa.rules.verdict import State, Verdict
from qa.scoring.values import JudgedCall, Review

Cell = str | int | float | bool | None
Row = dict[str, Cell]


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "whole number"
    YES_NO = "true or false"


_LOOKED_UP: Mapping[str, Kind] = {
    **dict.fromkeys(("call_id", "status", "error.kind", "error.message"), Kind.TEXT),
    **dict.fromkeys(("business_line", "direction", "started_at"), Kind.TEXT),
    **dict.fromkeys(("agent_id", "agent_name", "agent_hired_on"), Kind.TEXT),
    **dict.fromkeys(("team", "skill_group"), Kind.TEXT),
    **dict.fromkeys(("customer_id", "customer_name", "customer_tier"), Kind.TEXT),
    **dict.fromkeys(("satisfaction", "ended_by"), Kind.TEXT),
    **dict.fromkeys(("hold_s", "queue_s", "duration_s"), Kind.NUMBER),
    **dict.fromkeys((f"metrics.{field.name}" for field in fields(Metrics)), Kind.NUMBER),
    "last_speaker": Kind.TEXT,
    "score.total": Kind.NUMBER,
    "score.fatal": Kind.YES_NO,
    "score.scorecard": Kind.TEXT,
    "satisfaction_risk": Kind.NUMBER,
    "review.kind": Kind.TEXT,
    "recording": Kind.TEXT,
    "channels": Kind.COUNT,
    "language": Kind.TEXT,
    "provenance.pipeline": Kind.TEXT,
    "provenance.recogniser": Kind.TEXT,
    "provenance.rulebook": Kind.TEXT,
    "provenance.audio_sha256": Kind.TEXT,
}
"""Scalars of the call record, by their path in it."""

_DERIVED: Mapping[str, Kind] = {
    **dict.fromkeys(("turn_count", "silence_count", "dead_air_count"), Kind.COUNT),
    **dict.fromkeys(("overtalk_count", "interruption_count"), Kind.COUNT),
    **dict.fromkeys((f"verdicts_{state}" for state in State), Kind.TEXT),
    **dict.fromkeys(("fatal", "why", "flags", "review_reasons"), Kind.TEXT),
}

_NESTED = (
    *("condition", "speech", "turns"),
    *("silences", "overtalk", "verdicts", "score"),
)


COLUMNS: Mapping[str, Kind] = {
    **{path.replace(".", "_"): kind for path, kind in _LOOKED_UP.items()},
    **_DERIVED,
    "attributes_json": Kind.TEXT,
}
"""Columns of a spreadsheet, in order."""

ALL_COLUMNS: Mapping[str, Kind] = {
    **COLUMNS,
    **{f"{part}_json": Kind.TEXT for part in _NESTED},
}
"""Columns of a data frame, in order."""


def summary(judged: JudgedCall, review: Review) -> Row:
    """One value for each of `COLUMNS`."""
    heard = judged.transcript
    # A record of the turns costs most of the time, and nothing in the summary needs them.
    without_turns = replace(judged, transcript=replace(heard, turns=()) if heard else None)
    record = call_record(without_turns, review)
    return {
        **{path.replace(".", "_"): _at(record, path) for path in _LOOKED_UP},
        **_derived(judged, review),
        "attributes_json": _json(record["attributes"]),
    }


def row(judged: JudgedCall, review: Review) -> Row:
    """One value for each of `ALL_COLUMNS`."""
    record = call_record(judged, review)
    nested = {f"{part}_json": _json(record[part]) for part in _NESTED}
    return {**summary(judged, review), **nested}


def _json(part: Json) -> str:
    return json.dumps(part, ensure_ascii=False)


def _at(record: Record, path: str) -> Cell:
    at: Json = record
    for name in path.split("."):
        at = at[name] if isinstance(at, Mapping) else None
    return at if isinstance(at, Cell) else None


def _derived(judged: JudgedCall, review: Review) -> Row:
    silences = judged.measures.silences if judged.measures else ()
    overtalk = judged.measures.overtalk if judged.measures else ()
    failed = [verdict for verdict in judged.verdicts if verdict.state is State.FAIL]
    return {
        "turn_count": len(judged.transcript.turns) if judged.transcript else 0,
        "silence_count": len(silences),
        "dead_air_count": sum(not silence.announced for silence in silences),
        "overtalk_count": len(overtalk),
        "interruption_count": sum(stretch.interruption for stretch in overtalk),
        **{f"verdicts_{state}": _codes(judged.verdicts, state) for state in State},
        "fatal": " ".join(verdict.code for verdict in failed if verdict.fatal),
        "why": "\n".join(f"{v.code}: {e.why}" for v in failed for e in v.evidence),
        "flags": " ".join(judged.flags),
        "review_reasons": " ".join(review.reasons),
    }


def _codes(verdicts: tuple[Verdict, ...], state: State) -> str:
    return " ".join(verdict.code for verdict in verdicts if verdict.state is state)
