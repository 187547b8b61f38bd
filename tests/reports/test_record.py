"""The call record: conforms to the contract and leaves nothing out."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path

import hand_made
import jsonschema
import pytest

import qa.reports
from qa.call import Transcript
from qa.rules.verdict import Verdict
from qa.scoring.values import JudgedCall, PlanKind, Review

OWN_SCHEMA = Path(qa.reports.__file__).with_name("call_record.schema.json")
SHARED_SCHEMA = Path(__file__).parents[3] / "shared/contract/call_record.schema.json"
CALLS = {"done": hand_made.done(), "failed": hand_made.failed(), "mono": hand_made.mono()}

formats = jsonschema.FormatChecker()


@formats.checks("date-time", raises=ValueError)
def _has_offset(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def exported(judged: JudgedCall, review: Review = hand_made.MANDATORY) -> dict:
    from qa.reports.record import call_record

    return json.loads(json.dumps(call_record(judged, review), allow_nan=False))


def validate(record: Mapping[str, object]) -> None:
    schema = json.loads(OWN_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validators.Draft202012Validator(schema, format_checker=formats).validate(record)


@pytest.mark.parametrize("judged", CALLS.values(), ids=CALLS)
def test_every_record_conforms_to_the_contract(judged: JudgedCall) -> None:
    validate(exported(judged))
    validate(exported(judged, Review(PlanKind.NONE)))


def test_the_validation_notices_a_broken_record() -> None:
    record = exported(hand_made.done())
    for change in (
        {"started_at": "2018-05-07T09:30:15"},
        {"metrics": {**record["metrics"], "x": "y"}},
        {"flags": ["fatal", "fatal"]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            validate(record | change)


@pytest.mark.skipif(not SHARED_SCHEMA.exists(), reason="the shared contract is not beside us")
def test_the_schema_is_the_contract() -> None:
    assert json.loads(OWN_SCHEMA.read_text("utf-8")) == json.loads(SHARED_SCHEMA.read_text("utf-8"))


def leaves(value: object) -> list[object]:
    """All scalars inside a value type."""
    if is_dataclass(value):
        return [leaf for field in fields(value) for leaf in leaves(getattr(value, field.name))]
    if isinstance(value, Mapping):
        return [leaf for pair in value.items() for part in pair for leaf in leaves(part)]
    if isinstance(value, tuple | list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def plain(leaf: object) -> object:
    if isinstance(leaf, float):
        return round(leaf, 3)
    return leaf.isoformat() if isinstance(leaf, date) else leaf


def test_everything_known_about_a_call_is_in_its_record() -> None:
    judged = hand_made.done()
    assert judged.measures is not None
    metrics = replace(judged.measures.metrics, customer_level_dbfs=-35.25)
    judged = replace(judged, measures=replace(judged.measures, metrics=metrics))
    present = [plain(leaf) for leaf in leaves(exported(judged))]
    missing = [leaf for leaf in leaves(judged) if plain(leaf) not in present]
    assert missing == []


def test_no_field_of_the_value_types_is_forgotten() -> None:
    """A field added later fails here until the record carries it."""
    record = exported(hand_made.done())
    # Peaks are for drawing.
    left_out = {"words", "speech", "condition", "recogniser", "audio_sha256", "turns", "peaks"}
    assert {f.name for f in fields(hand_made.call())} <= set(record)
    assert {f.name for f in fields(Transcript)} - left_out <= set(record)
    assert set(record["metrics"]) == {f.name for f in fields(hand_made.METRICS)}
    assert set(record["turns"][0]) == {f.name for f in fields(hand_made.TURNS[0])}
    condition = {f.name for f in fields(hand_made.done().transcript.condition)}  # type: ignore[union-attr]
    assert condition - {"channels"} <= set(record["condition"])
    assert set(record["verdicts"][0]) == {f.name for f in fields(Verdict)} - {"state"} | {"verdict"}


def test_times_are_rounded_to_the_millisecond() -> None:
    record = exported(hand_made.done())
    assert record["duration_s"] == 22.0
    assert record["turns"][0]["start"] == 0.4
    assert record["hold_s"] == 12.346


def test_a_level_of_minus_infinity_is_null() -> None:
    assert exported(hand_made.done())["metrics"]["customer_level_dbfs"] is None


def test_a_failed_call_says_why_and_claims_nothing() -> None:
    record = exported(hand_made.failed())
    assert record["status"] == "failed"
    assert record["error"] == {"kind": "recording_unreadable", "message": "C-2.wav: not audio"}
    assert (record["turns"], record["duration_s"], record["score"]) == ([], None, None)
    assert set(record["metrics"].values()) == {None}


def test_evidence_points_at_time_words_and_phrase() -> None:
    promise = exported(hand_made.done())["verdicts"][1]
    assert promise["fatal"] is True
    assert promise["evidence"] == [
        {
            "start": 5.4,
            "end": 8.0,
            "role": "agent",
            "quote": "我帮您保证收益",
            "matched": "保证收益",
            "why": "坐席承诺收益",
        }
    ]
    assert exported(hand_made.done())["verdicts"][3]["evidence"][0]["start"] is None
