"""Whole nights on a real database, with real processes and scripted recordings."""

import json
import os
from collections.abc import Mapping
from datetime import date

import pytest
from scripted import BROKEN_FACTORY, DYING_FACTORY, FACTORY, count, journal
from scripted_night import ScriptedNight

from qa.call import Call
from qa.errors import ManifestError, ModelError, RulebookError
from qa.nightly.duration import Patience
from qa.nightly.interrupt import Interrupt
from qa.nightly.observer import Progress, RunObserver
from qa.nightly.report import RunReport
from qa.nightly.run import Night, run_night
from qa.rules.verdict import State
from qa.scoring.values import Failure, Flag, PlanKind

pytestmark = pytest.mark.slow


def failures(report: RunReport) -> Mapping[str, str]:
    return {failed.call_id: failed.kind for failed in report.failures}


class Notes(RunObserver):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, ...]] = []

    def planned(self, calls: int, progress: Progress) -> None:
        self.events.append(("planned", str(calls), str(progress.due)))

    def started(self, call: Call, attempt: int) -> None:
        self.events.append(("started", call.call_id, str(attempt)))

    def retried(self, call: Call, reason: str) -> None:
        self.events.append(("retried", call.call_id))

    def failed(self, call: Call, failure: Failure, progress: Progress) -> None:
        self.events.append(("failed", call.call_id, failure.kind))


SCORECARD = """\
line: inbound
name: 呼入评分表
name_en: Inbound scorecard
sections:
  - name: 标准话术
    name_en: Standard phrases
    dimension: tangibles
    criteria:
      - {code: GREETING, name: 开头语, name_en: Opening, points: 100, rules: [OPEN-GRETING]}
"""


def test_a_night_with_all_that_can_go_wrong(night: ScriptedNight) -> None:
    scripts = {f"good{at}": f"say {20 + at} 您好" for at in range(5)}
    scripts |= {
        "impolite": "say 30 喂",
        "poison": "crash",
        "unlucky": "once kill say 40 您好",
        "noise": "unreadable",
        "bug": "bug",
        "gone": "say 20 您好",
    }
    night.write(scripts)
    (night.folder / "gone.txt").unlink()
    with night.manifest.open("a") as manifest:
        manifest.write("late,x.txt,yesterday,inbound,a1,0\n")
    notes = Notes()
    report = night.run(observer=notes, workers=2)

    assert failures(report) == {
        "poison": "worker_crashed",
        "noise": "recording_unreadable",
        "bug": "internal_error",
        "gone": "recording_missing",
    }
    assert (report.totals.listed, report.totals.done, report.totals.failed) == (11, 7, 4)
    assert (report.totals.refused, report.totals.open) == (1, 0)
    assert report.exit_code == 1
    # Each good call was heard once; the poisonous one twice, and then no more.
    assert all(count(night.folder, "began", f"good{at}") == 1 for at in range(5))
    assert count(night.folder, "began", "poison") == 2
    assert count(night.folder, "began", "unlucky") == 2
    assert notes.events.count(("retried", "poison")) == 1
    assert "SIGSEGV" in next(f.message for f in report.failures if f.call_id == "poison")

    judged = night.store.load("impolite")
    assert judged
    assert [verdict.state for verdict in judged.verdicts] == [State.FAIL]
    assert judged.transcript
    assert judged.provenance.pipeline == report.versions.pipeline
    assert judged.provenance.audio_sha256 == judged.transcript.audio_sha256
    lost = night.store.load("poison")
    assert lost
    assert lost.failure
    assert "poison.txt" in lost.failure.message
    assert night.store.review_of("poison").kind is PlanKind.MANDATORY
    assert night.store.lease_owners() == set()


def test_the_same_night_again_changes_nothing(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好", "b": "unreadable"})
    first = night.run()
    before = journal(night.folder)
    again = night.run()
    assert journal(night.folder) == before
    assert (again.totals, again.rules, again.flags) == (first.totals, first.rules, first.flags)
    assert again.coverage == first.coverage
    assert (again.run.worked.due, again.run.worked.workers) == (0, 0)


def test_only_what_changed_is_worked_on_again(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好", "b": "say 20 您好", "c": "say 20 您好"})
    night.run()
    os.utime(night.folder / "a.txt", (1, 1))
    (night.folder / "b.txt").write_text("say 50 喂", "utf-8")
    report = night.run()
    assert report.run.worked.due == 1
    assert [count(night.folder, "ended", name) for name in "abc"] == [1, 2, 1]
    judged = night.store.load("b")
    assert judged
    assert judged.transcript
    assert judged.transcript.duration_s == 50
    assert night.run().run.worked.due == 0


def test_a_rating_that_comes_late_brings_the_call_before_a_person(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    assert night.run().flags == {}
    night.write({"a": "say 20 您好"}, satisfaction="不满意")
    report = night.run()
    assert report.run.worked.due == 0
    assert report.flags == {Flag.DISSATISFIED: {"inbound": 1}}
    assert night.store.review_of("a").kind is PlanKind.MANDATORY
    judged = night.store.load("a")
    assert judged
    assert judged.flags == (Flag.DISSATISFIED,)
    night.write({"a": "say 20 您好"}, satisfaction="满意")
    assert night.run().flags == {}


def test_a_recording_that_comes_late_is_worked_on_then(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    (night.folder / "a.txt").rename(night.folder / "elsewhere.txt")
    assert failures(night.run()) == {"a": "recording_missing"}
    assert night.run().run.worked.due == 0
    (night.folder / "elsewhere.txt").rename(night.folder / "a.txt")
    report = night.run()
    assert (report.exit_code, failures(report)) == (0, {})


def test_failed_calls_are_tried_again_only_when_asked(night: ScriptedNight) -> None:
    night.write({"a": "once bug say 20 您好"})
    assert night.run().exit_code == 1
    assert night.run().exit_code == 1
    assert count(night.folder, "began", "a") == 1
    assert night.run(retry_failed=True).exit_code == 0


def test_other_settings_of_recognition_make_a_new_pipeline(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    night.run()
    report = night.run(recognition={"model": "scripted", "beam_size": 1})
    assert report.run.worked.done == 1
    assert night.run(recognition={"model": "scripted", "beam_size": 1}).run.worked.due == 0


def test_results_of_an_older_pipeline_do_not_pass_for_this_nights(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    night.run()
    stopped = Interrupt()
    stopped.ask()
    report = night.run(interrupt=stopped, recognition={"model": "scripted", "beam_size": 1})
    assert (report.totals.done, report.totals.open) == (0, 1)
    assert (report.exit_code, report.coverage) == (130, {})


def test_a_new_rulebook_alone_keeps_verdicts_and_says_so(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    first = night.run()
    rulebook = night.rulebooks / "inbound.yaml"
    rulebook.write_text(rulebook.read_text("utf-8").replace("[您好]", "[早上好]"), "utf-8")
    again = night.run()
    assert again.run.worked.due == 0
    assert again.versions.superseded == first.versions.rulebooks
    assert again.rules == first.rules


def test_hung_work_is_ended_and_the_night_goes_on(night: ScriptedNight) -> None:
    night.write({"a": "hang", "b": "say 20 您好", "c": "say 20 您好"})
    report = night.run(patience=Patience(base_s=8, per_audio_s=0))
    assert failures(report) == {"a": "timed_out"}
    assert report.totals.done == 2


def test_long_recordings_come_first(night: ScriptedNight) -> None:
    night.write({"short": "say 20 您好", "long": "say 20 您好" * 9, "middle": "say 20 您好" * 4})
    notes = Notes()
    night.run(observer=notes, workers=1)
    started = [event[1] for event in notes.events if event[0] == "started"]
    assert started == ["long", "middle", "short"]


def test_recordings_outside_the_allowed_roots_are_not_opened(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    report = night.run(allowed_roots=[str(night.folder / "calls")])
    assert failures(report) == {"a": "recording_forbidden"}
    assert journal(night.folder) == []


@pytest.mark.parametrize(
    ("factory", "reason"), [(BROKEN_FACTORY, "qa models verify"), (DYING_FACTORY, "exit code 7")]
)
def test_a_run_that_cannot_start_leaves_nothing_behind(
    night: ScriptedNight, factory: str, reason: str
) -> None:
    night.write({"a": "say 20 您好"})
    with pytest.raises(ModelError, match=reason):
        night.run(transcriber=factory)
    assert night.store.lease_owners() == set()
    assert night.run().exit_code == 0


def test_what_is_wrong_beforehand_stops_the_run_before_any_work(night: ScriptedNight) -> None:
    with pytest.raises(ManifestError):
        night.run()
    night.write({"a": "say 20 您好"})
    (night.rulebooks / "inbound.yaml").write_text("line: inbound\nruels: []\n")
    with pytest.raises(RulebookError, match=r"inbound\.yaml"):
        night.run()
    assert journal(night.folder) == []


def test_scorecards_must_fit_the_rulebooks(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    cards = night.folder / "scorecards"
    cards.mkdir()
    (cards / "inbound.yaml").write_text(SCORECARD, "utf-8")
    with pytest.raises(RulebookError, match="did you mean 'OPEN-GREETING'"):
        night.run(scorecards_dir=str(cards))
    assert journal(night.folder) == []


def test_recordings_that_are_not_as_they_should_be_are_named(night: ScriptedNight) -> None:
    night.write({"a": "torn 20 您好", "b": "say 20 您好"})
    report = night.run()
    assert report.conditions == {"truncated": ["a"]}


def test_a_line_without_rulebook_is_transcribed_and_reported(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好"})
    text = night.manifest.read_text("utf-8").replace("inbound", "chat")
    night.manifest.write_text(text, "utf-8")
    report = night.run(extra_lines=["chat"])
    assert (report.totals.done, report.rules) == (1, ())
    assert any(warning.place == "chat" for warning in report.warnings)


def test_only_the_day_asked_for_is_worked_on(night: ScriptedNight) -> None:
    night.write({"a": "say 20 您好", "b": "say 20 您好"})
    text = night.manifest.read_text("utf-8").replace("02T09:00:01", "03T00:10:00")
    night.manifest.write_text(text, "utf-8")
    told = Night(
        manifest=str(night.manifest),
        settings=night.settings(),
        day=date(2026, 3, 3),
        transcriber=FACTORY,
    )
    report = run_night(told, night.store, RunObserver(), Interrupt())
    assert (report.totals.listed, report.totals.other_days, report.totals.done) == (1, 1, 1)
    assert list(report.coverage) == [date(2026, 3, 3)]


def test_the_run_is_kept_in_the_store_without_the_databases_password(
    night: ScriptedNight, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Mapping[str, object]] = []
    start = night.store.start_run
    monkeypatch.setattr(
        night.store, "start_run", lambda now, told: kept.append(told) or start(now, told)
    )
    night.write({"a": "say 20 您好"})
    night.run(db_url="postgresql://user:geheim@host/db")
    assert "geheim" not in json.dumps(kept)
