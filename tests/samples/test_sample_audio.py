"""The sample calls are what their manifest and truth say they are."""

import csv
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

FOLDER = Path(__file__).parents[2] / "sample_audio"
TRUTH: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
CALLS: dict[str, dict[str, Any]] = TRUTH["calls"]
HEARD = {call_id: call for call_id, call in CALLS.items() if call["decodable"]}
WHOLE = {call_id: call for call_id, call in HEARD.items() if not call["truncated"]}
CODES = {
    *("OPEN-GREETING", "CLOSE-FAREWELL", "CLOSE-EVALUATION", "CLOSE-OTHER-NEEDS"),
    *("TALK-TABOO", "TALK-PROMISE", "TALK-DEAD-AIR", "TALK-INTERRUPTION", "TALK-RATE"),
    *("CALLBACK-CLEAR-ANSWER", "OFFSITE-RISK-NOTICE", "OFFSITE-WILL"),
    *("CUSTOMER-DISSATISFIED", "CUSTOMER-COMPLAINT"),
}
ONE_LINE_ONLY = {
    "CLOSE-EVALUATION": {"inbound"},
    "CLOSE-OTHER-NEEDS": {"inbound"},
    "CALLBACK-CLEAR-ANSWER": {"callback"},
    "OFFSITE-RISK-NOTICE": {"offsite"},
    "OFFSITE-WILL": {"offsite", "callback"},
}


def _manifest() -> dict[str, dict[str, str]]:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return {row["call_id"]: row for row in csv.DictReader(file)}


MANIFEST = _manifest()
each_heard_call = pytest.mark.parametrize("call_id", HEARD)


def _file(call_id: str) -> Path:
    return FOLDER / MANIFEST[call_id]["recording"]


def _codec(call_id: str) -> tuple[str, int, bool]:
    with av.open(str(_file(call_id))) as container:
        audio = container.streams.audio[0].codec_context
        return audio.name, audio.channels, bool(container.streams.video)


@cache
def _decoded(call_id: str) -> np.ndarray:
    """Shape (samples, channels) at 8 kHz."""
    with av.open(str(_file(call_id))) as container:
        to_float = av.AudioResampler("fltp", container.streams.audio[0].layout.name, 8000)
        frames = [out for f in container.decode(audio=0) for out in to_float.resample(f)]
        frames += to_float.resample(None)
    return np.concatenate([frame.to_ndarray() for frame in frames], axis=1).T


def _level_db(samples: np.ndarray, spans: list[list[float]]) -> float:
    parts = [samples[round(a * 8000) : round(b * 8000)] for a, b in spans]
    return float(10 * np.log10((np.concatenate(parts) ** 2).mean()))


def _alone(call: dict[str, Any], role: str) -> list[list[float]]:
    """Spans in which only `role` speaks."""
    others = [s for turn in call["turns"] if turn["role"] != role for s in turn["speech"]]
    own = [s for turn in call["turns"] if turn["role"] == role for s in turn["speech"]]
    return [[a, b] for a, b in own if all(b <= c or d <= a for c, d in others)]


def test_manifest_and_truth_name_the_same_calls_and_all_files_exist() -> None:
    assert set(MANIFEST) == set(CALLS)
    assert len(CALLS) >= 16
    files = {_file(call_id) for call_id in MANIFEST}
    assert all(file.is_file() for file in files)
    assert set((FOLDER / "calls").iterdir()) == files


def test_recordings_are_small_enough_to_be_committed() -> None:
    assert sum(file.stat().st_size for file in (FOLDER / "calls").iterdir()) <= 12_000_000


def test_calls_are_long_and_short_and_fill_a_benchmark() -> None:
    lengths = sorted(call["duration_s"] for call in WHOLE.values())
    assert 15 <= lengths[0] < 30
    assert 180 <= lengths[-2] <= lengths[-1] <= 240
    assert sum(lengths) >= 20 * 60


def test_manifest_holds_what_the_contract_allows() -> None:
    assert {row["business_line"] for row in MANIFEST.values()} == {"inbound", "callback", "offsite"}
    for row in MANIFEST.values():
        started_at = datetime.fromisoformat(row["started_at"])
        assert started_at.utcoffset() is not None
        assert started_at.date() == date(2026, 3, 12)
        assert date.fromisoformat(row["agent_hired_on"]) < started_at.date()
        assert row["customer_tier"] in {"普通", "潜力", "核心", "VIP"}
        assert row["satisfaction"] in {"满意", "一般", "不满意", "未评价"}
        assert row["ended_by"] in {"agent", "customer", "system"}
        assert row["agent_channel"] in {"0", "1", ""}


@each_heard_call
def test_turns_are_ordered_and_lie_inside_the_recording(call_id: str) -> None:
    call = HEARD[call_id]
    starts = [turn["start"] for turn in call["turns"]]
    assert starts == sorted(starts)
    for turn in call["turns"]:
        edges = [edge for span in turn["speech"] for edge in span]
        assert turn["text"].strip()
        assert edges == sorted(edges)
        assert (turn["start"], turn["end"]) == (edges[0], edges[-1])
        assert 0 <= turn["start"] < turn["end"] <= call["duration_s"]


@each_heard_call
def test_silences_hold_no_speech_and_overtalk_holds_both_parties(call_id: str) -> None:
    call = HEARD[call_id]
    spoken = [(turn["role"], *span) for turn in call["turns"] for span in turn["speech"]]
    for silence in call["silences"]:
        assert silence["end"] - silence["start"] >= 3
        assert all(b <= silence["start"] or silence["end"] <= a for _, a, b in spoken)
    for over in call["overtalk"]:
        middle = (over["start"] + over["end"]) / 2
        assert {role for role, a, b in spoken if a <= middle <= b} == {"agent", "customer"}


@each_heard_call
def test_the_recording_lasts_as_long_as_the_truth_says(call_id: str) -> None:
    assert len(_decoded(call_id)) / 8000 == pytest.approx(HEARD[call_id]["duration_s"], abs=0.1)


@each_heard_call
def test_each_party_is_louder_on_its_own_channel(call_id: str) -> None:
    call, samples = HEARD[call_id], _decoded(call_id)
    if samples.shape[1] == 1:
        assert not call["roles_known"]
        return
    if not call["roles_known"]:
        assert np.array_equal(samples[:, 0], samples[:, 1])
        return
    claimed = int(MANIFEST[call_id]["agent_channel"])
    agent = 1 - claimed if call["channels_swapped"] else claimed
    for role, own in (("agent", agent), ("customer", 1 - agent)):
        spans = _alone(call, role)
        assert _level_db(samples[:, own], spans) > _level_db(samples[:, 1 - own], spans) + 15


@each_heard_call
def test_the_sound_lies_where_the_turns_are(call_id: str) -> None:
    """The longest pause is quiet, and sound begins when it ends."""
    call, samples = HEARD[call_id], _decoded(call_id).mean(axis=1)
    quiet, loud = _longest_pause(call)
    assert quiet[1] - quiet[0] >= 0.3
    inside = [quiet[0] + 0.1, quiet[1] - 0.05]
    assert _level_db(samples, [loud]) > _level_db(samples, [inside]) + 12


def _longest_pause(call: dict[str, Any]) -> tuple[list[float], list[float]]:
    """The pause, and the second of speech after it."""
    spans = sorted(span for turn in call["turns"] for span in turn["speech"])
    pauses, until = [], spans[0][1]
    for start, end in spans[1:]:
        pauses.append((start - until, until, start))
        until = max(until, end)
    _, begin, end = max(pauses)
    return [begin, end], [end, end + 1.0]


def test_every_code_has_a_verdict_in_every_heard_call() -> None:
    for call_id, call in HEARD.items():
        assert set(call["verdicts"]) == CODES
        line = MANIFEST[call_id]["business_line"]
        for code, lines in ONE_LINE_ONLY.items():
            if line not in lines:
                assert call["verdicts"][code]["verdict"] == "not_applicable"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_passes_and_fails_at_least_once_where_roles_are_known(code: str) -> None:
    known = [call for call in HEARD.values() if call["roles_known"]]
    assert {"pass", "fail"} <= {call["verdicts"][code]["verdict"] for call in known}


def test_what_fails_or_cannot_be_judged_says_why() -> None:
    for call in HEARD.values():
        for found in call["verdicts"].values():
            assert found["verdict"] in {"pass", "fail", "undetermined", "not_applicable"}
            assert found["verdict"] in {"pass", "not_applicable"} or found["reason"]


def test_all_formats_of_call_centres_are_there() -> None:
    kinds = [_codec(call_id) for call_id in HEARD]
    stereo = {name for name, channels, _ in kinds if channels == 2}
    assert {"pcm_alaw", "pcm_mulaw", "pcm_s16le", "opus"} <= stereo
    assert {"mp3", "mp3float"} & stereo
    assert sum(channels == 1 for _, channels, _ in kinds) == 2
    assert [name for name, _, video in kinds if video] == ["aac"]


def test_there_are_identical_swapped_truncated_and_unreadable_recordings() -> None:
    assert sum("identical_channels" in call["flags"] for call in HEARD.values()) == 1
    assert sum(call["channels_swapped"] for call in HEARD.values()) == 1
    assert len(set(CALLS) - set(HEARD)) == 1
    with pytest.raises(av.error.InvalidDataError):
        av.open(str(_file(next(iter(set(CALLS) - set(HEARD))))))


def test_the_truncated_file_promises_more_than_it_holds() -> None:
    (call_id,) = set(HEARD) - set(WHOLE)
    raw = _file(call_id).read_bytes()
    at = raw.index(b"data") + 4
    promised = int.from_bytes(raw[at : at + 4], "little")
    assert promised > len(raw) - at - 4
    assert HEARD[call_id]["turns"][-1]["end"] == pytest.approx(HEARD[call_id]["duration_s"])


def _lengths(announced: bool) -> list[float]:
    silences = [s for call in HEARD.values() for s in call["silences"]]
    return [s["end"] - s["start"] for s in silences if s["announced"] is announced]


def test_some_calls_sit_near_a_threshold_on_either_side() -> None:
    unannounced, announced = _lengths(False), _lengths(True)
    assert any(7 < length <= 8 for length in unannounced)
    assert any(8 < length < 9 for length in unannounced)
    assert any(8 < length <= 60 for length in announced)
    assert any(60 < length < 65 for length in announced)
    metrics = [call["metrics"] for call in WHOLE.values()]
    assert {2, 3} <= {m["interruptions_by_agent"] for m in metrics}
    rates = [m["agent_speech_rate_cpm"] for m in metrics]
    assert any(378 <= rate < 392 for rate in rates)
    assert any(rate > 420 for rate in rates)


def test_verdicts_that_follow_from_the_clock_follow_from_it() -> None:
    for call in HEARD.values():
        dead = any(s["end"] - s["start"] > (60 if s["announced"] else 8) for s in call["silences"])
        said = {code: found["verdict"] == "fail" for code, found in call["verdicts"].items()}
        assert said["TALK-DEAD-AIR"] == dead
        assert said["TALK-INTERRUPTION"] == (call["metrics"]["interruptions_by_agent"] > 2)
        assert said["TALK-RATE"] != (120 <= call["metrics"]["agent_speech_rate_cpm"] <= 400)


def test_overtalk_within_the_grace_and_backchannels_are_no_interruptions() -> None:
    overtalk = [over for call in HEARD.values() for over in call["overtalk"]]
    harmless = [o["end"] - o["start"] for o in overtalk if not o["interruption"]]
    assert len(harmless) >= 5
    assert all(o["end"] - o["start"] > 0.5 for o in overtalk if o["interruption"])
    assert {o["initiator"] for o in overtalk} == {"agent", "customer"}


def test_flags_that_do_not_need_a_recogniser_all_occur() -> None:
    raised = {flag for call in CALLS.values() for flag in call["flags"]}
    assert raised >= {
        *("short", "dissatisfied", "complaint", "fatal", "night_shift", "new_agent"),
        *("mono", "identical_channels"),
    }
