"""The measures on the sample calls, as written down: exact times and texts, no recogniser."""

import json
from pathlib import Path

import pytest

from qa.call import AudioCondition, Role, Transcript, Turn
from qa.config.sections import MeasureOptions
from qa.measures import measure
from qa.timeline import Span, union

TRUTH = json.loads((Path(__file__).parents[2] / "sample_audio" / "truth.json").read_text("utf-8"))[
    "calls"
]
HEARD = [name for name, call in TRUTH.items() if call["decodable"]]
TWO_SIDED = [name for name in HEARD if TRUTH[name]["roles_known"]]


def transcript_of(truth):
    turns = [
        Turn(each["start"], each["end"], Role(each["role"]), each["text"], each["text"], 1.0)
        for each in truth["turns"]
    ]
    return Transcript(
        duration_s=truth["duration_s"],
        turns=tuple(turns),
        speech={
            role: union(
                Span(*span)
                for each in truth["turns"]
                if each["role"] == role
                for span in each["speech"]
            )
            for role in (Role.AGENT, Role.CUSTOMER)
        },
        condition=AudioCondition(channels=2, sample_rate_hz=8000),
        recogniser="truth",
        audio_sha256="0" * 64,
    )


@pytest.mark.parametrize("name", HEARD)
def test_silences_between_words_and_whether_they_were_announced(name):
    truth = TRUTH[name]
    inner = [
        {"start": each.span.start, "end": each.span.end, "announced": each.announced}
        for each in measure(transcript_of(truth), MeasureOptions()).silences
        if each.span.start > 0 and each.span.end < truth["duration_s"]
    ]
    assert inner == truth["silences"]


@pytest.mark.parametrize("name", TWO_SIDED)
def test_overtalk_its_initiator_and_interruptions(name):
    truth = TRUTH[name]
    found = [
        {
            "start": round(each.span.start, 2),
            "end": round(each.span.end, 2),
            "initiator": each.initiator.value,
            "interruption": each.interruption,
        }
        for each in measure(transcript_of(truth), MeasureOptions()).overtalk
    ]
    assert found == truth["overtalk"]


@pytest.mark.parametrize("name", TWO_SIDED)
def test_the_numbers_of_both_parties(name):
    truth = TRUTH[name]
    metrics = measure(transcript_of(truth), MeasureOptions()).metrics
    for key, value in truth["metrics"].items():
        if key == "silence_s":
            continue  # the truth leaves out the lead and the tail
        assert getattr(metrics, key) == pytest.approx(value, abs=0.06), key
