"""The unit of work: what becomes of one call."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import fsspec
import pytest
from hand_made import RULEBOOK, call
from scripted import FACTORY

from qa.call import Call, Satisfaction
from qa.config import FlagOptions, Settings
from qa.nightly.work import Brief
from qa.rules.rulebook import load_rulebooks
from qa.rules.verdict import State
from qa.scoring.flags import LengthLimits
from qa.scoring.scorecard import load_scorecards
from qa.scoring.values import Flag, JudgedCall


@pytest.fixture
def brief(tmp_path: Path) -> Brief:
    folder = tmp_path / "rulebooks"
    folder.mkdir()
    (folder / "inbound.yaml").write_text(RULEBOOK, "utf-8")
    return Brief(
        settings=Settings(flags=FlagOptions(night_from_hour=22, night_until_hour=6)),
        pipeline="0.1.0+test",
        rulebooks=load_rulebooks(folder),
        scorecards=load_scorecards(),
        limits={"inbound": LengthLimits(short_s=15, long_s=50)},
        transcriber=FACTORY,
    )


def judge(brief: Brief, script: str, folder: Path, **changes: object) -> JudgedCall:
    path = folder / "a.txt"
    path.write_text(script, "utf-8")
    return judge_at(brief, str(path), **changes)


def judge_at(brief: Brief, recording: str, **changes: object) -> JudgedCall:
    given: dict[str, object] = {"recording": recording, "satisfaction": Satisfaction.NONE}
    asked: Call = replace(call(), **(given | changes))  # type: ignore[arg-type]
    return brief()(asked, lambda _: None)


def test_a_recording_becomes_a_transcript_verdicts_flags_and_a_score(
    brief: Brief, tmp_path: Path
) -> None:
    judged = judge(brief, "say 60 喂", tmp_path, agent_hired_on=None)
    assert judged.failure is None
    assert judged.measures
    assert [verdict.state for verdict in judged.verdicts] == [State.FAIL]
    assert judged.flags == (Flag.LONG,)
    assert judged.score
    assert judged.provenance.pipeline == "0.1.0+test"
    assert judged.provenance.recogniser == "scripted 1"
    assert judged.provenance.rulebook == brief.rulebooks["inbound"].identity


def test_the_night_is_counted_in_company_time(brief: Brief, tmp_path: Path) -> None:
    late = datetime(2026, 3, 2, 15, 30, tzinfo=ZoneInfo("UTC"))  # 23:30 in Shanghai
    judged = judge(brief, "say 30 您好", tmp_path, started_at=late, agent_hired_on=None)
    assert judged.flags == (Flag.NIGHT_SHIFT,)


def test_a_failed_call_keeps_what_the_manifest_alone_tells(brief: Brief, tmp_path: Path) -> None:
    judged = judge(brief, "unreadable", tmp_path, satisfaction=Satisfaction.DISSATISFIED)
    assert judged.failure
    assert judged.failure.kind == "recording_unreadable"
    assert judged.flags == (Flag.DISSATISFIED, Flag.NEW_AGENT)
    assert judged.transcript is None
    assert judged.provenance.audio_sha256 is not None, "so that a changed file is noticed"


def test_a_missing_recording_is_a_failure_with_its_place(brief: Brief) -> None:
    judged = judge_at(brief, "/nowhere/a.wav")
    assert judged.failure
    assert judged.failure.kind == "recording_missing"
    assert "/nowhere/a.wav" in judged.failure.message
    assert judged.provenance.audio_sha256 is None


def test_a_bug_costs_one_call_and_is_named(brief: Brief, tmp_path: Path) -> None:
    judged = judge(brief, "bug", tmp_path)
    assert judged.failure
    assert judged.failure.kind == "internal_error"
    assert "ZeroDivisionError" in judged.failure.message


@pytest.fixture
def remote() -> Iterator[str]:
    store = fsspec.filesystem("memory")
    yield "memory://calls/a.txt"
    store.rm("/calls", recursive=True)


def test_remote_recordings_are_judged_and_named_by_their_url(brief: Brief, remote: str) -> None:
    store = fsspec.filesystem("memory")
    store.pipe_file("/calls/a.txt", "say 30 您好".encode())
    assert judge_at(brief, remote).failure is None
    store.pipe_file("/calls/a.txt", b"unreadable")
    failure = judge_at(brief, remote).failure
    assert failure
    assert failure.message == f"{remote}: not speech"


def test_a_brief_travels_to_a_worker(brief: Brief) -> None:
    arrived = pickle.loads(pickle.dumps(brief))
    assert arrived.rulebooks["inbound"].identity == brief.rulebooks["inbound"].identity
    assert arrived == brief
