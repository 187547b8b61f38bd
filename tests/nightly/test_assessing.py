"""The night's last look: risks, choices, drift, and what is said of them."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from made_up_talks import PLANTED, talk
from rated_calls import fill, judged_talk
from scripted_night import ScriptedNight
from stored_calls import NOW

from qa.call import Satisfaction
from qa.config import Settings
from qa.learning.measuring import unbiased
from qa.learning.teaching import teach
from qa.nightly.advice import advice
from qa.nightly.desk import Desk
from qa.nightly.interrupt import Interrupt
from qa.nightly.observer import RunObserver
from qa.nightly.report_json import as_json
from qa.nightly.report_text import markdown
from qa.nightly.review import plan_reviews
from qa.nightly.risk_report import RiskReport
from qa.nightly.risks import UNTAUGHT, assess
from qa.rules.decision import Decision, Outcome
from qa.scoring.flags import DISSATISFIED_RULE
from qa.scoring.satisfaction import registry
from qa.scoring.satisfaction.target import TargetName, satisfaction
from qa.scoring.values import Flag, JudgedCall
from qa.store import CallFilter, Store, open_store, upgrade

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2018, 5, 7)
ELEVEN = datetime(2018, 5, 7, 3, tzinfo=UTC)
PREDICTED = CallFilter(flags=(Flag.PREDICTED_DISSATISFIED,))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model in force, trained on other calls."""
    folder = tmp_path_factory.mktemp("models")
    url = f"sqlite:///{folder / 'past.db'}"
    upgrade(url)
    store = open_store(url)
    fill(store, 500, customers=500, day=-20)
    lesson = teach(store, satisfaction(), CallFilter(), folder, lambda _: lambda a, b: None)
    store.close()
    assert lesson.activated
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    url = f"sqlite:///{tmp_path / 'night.db'}"
    upgrade(url)
    return open_store(url)


@pytest.fixture
def look(store: Store, models: Path) -> Callable[..., RiskReport]:
    """A last look on the calls of the day."""

    def assessed(models_dir: Path = models, **risk: object) -> RiskReport:
        settings = Settings.model_validate({"models_dir": models_dir, "risk": risk})
        desk = Desk(store, "night", RunObserver(), Interrupt(), lambda: NOW)
        (found,) = assess(desk, [DAY], settings, ZONE)
        return found

    return assessed


def flagged(store: Store) -> set[str]:
    return {judged.call.call_id for judged, _ in store.stream(PREDICTED)}


@pytest.mark.slow
def test_the_riskiest_of_those_who_did_not_rate_are_flagged(store, look) -> None:
    bad = fill(store, 100)
    found = look(budget=10)
    assert (found.scored, found.chosen, found.unknown) == (100, 10, 0)
    assert found.calibrated
    chosen = flagged(store)
    assert len(chosen) == 10
    assert len(chosen & set(bad)) >= 8
    for call_id in chosen:
        loaded = store.load(call_id)
        assert loaded is not None
        assert loaded.call.satisfaction is not Satisfaction.DISSATISFIED
        risk = store.risks_of(call_id)[TargetName.SATISFACTION]
        assert risk.probability == loaded.satisfaction_risk
        assert any(PLANTED in (reason.phrase or "") for reason in risk.reasons)


@pytest.mark.slow
def test_a_second_look_scores_nothing_again_and_chooses_the_same(store, look) -> None:
    fill(store, 60)
    first = look(budget=5)
    chosen = flagged(store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.nightly.risks.LearnedScorer.risks", None)  # nobody may ask it
        second = look(budget=5)
    assert replace(second, drift=first.drift) == first
    assert flagged(store) == chosen
    look(budget=2)
    assert len(flagged(store)) == 2


def test_before_anything_is_learned_rules_and_words_choose(store, look, tmp_path) -> None:
    fill(store, 40)
    found = look(models_dir=tmp_path, budget=3, retrain_labels=20)
    assert (found.model, found.calibrated, found.problem) == ("cold-start 1", False, "")
    assert found.chosen <= 3
    assert (found.new_labels, found.retrain) == (20, True)


def test_a_model_that_was_tampered_with_is_replaced_by_the_cold_start_and_said(
    store, look, models, tmp_path
) -> None:
    copy = tmp_path / "models"
    shutil.copytree(models, copy)
    name = registry.Registry.read(copy).active[TargetName.SATISFACTION]
    (copy / name / "weights.skops").write_bytes(b"evil")
    fill(store, 10)
    found = look(models_dir=copy)
    assert found.model == "cold-start 1"
    assert "was changed" in found.problem
    assert found.scored == 10


def test_a_call_of_which_nobody_can_read_a_word_is_unknown_and_not_low(store, look) -> None:
    fill(store, 5)
    mute = judged_talk(
        talk("", " ", talk_id="MUTE", agent_id="A-1", started_at=ELEVEN), Satisfaction.NONE
    )
    store.ingest([mute.call])
    store.save(mute, "night", "f", NOW)
    found = look()
    assert (found.scored, found.unknown) == (5, 1)
    assert store.risks_of("MUTE") == {}
    loaded = store.load("MUTE")
    assert loaded is not None
    assert loaded.satisfaction_risk is None


def _furious(call_id: str) -> JudgedCall:
    said = ["你们太过分了我要投诉" * 8] * 9
    made = talk(*said, talk_id=call_id, agent_id="A-1", started_at=ELEVEN)
    return judged_talk(made, Satisfaction.NONE)


@pytest.mark.slow
def test_calls_unlike_those_of_the_training_window_are_a_warning(store, look) -> None:
    fill(store, 60)
    assert look(drift_min_calls=50, drift_psi=0.5).drift == ()
    strange = [_furious(f"S-{at}") for at in range(60)]
    store.ingest([each.call for each in strange])
    for each in strange:
        store.save(each, "night", "f", NOW)
    found = look(drift_min_calls=50, drift_psi=0.5)
    assert found.drift[0].name == "score"
    assert found.drift[0].now > found.drift[0].then
    assert look(drift_min_calls=50).drift == ()  # nothing was scored anew


def test_complaints_are_predicted_when_asked_for_and_learned(store, models, tmp_path) -> None:
    fill(store, 30)
    asked = Settings.model_validate({"models_dir": models, "risk": {"complaint": True}})
    desk = Desk(store, "night", RunObserver(), Interrupt(), lambda: NOW)
    _, untaught = assess(desk, [DAY], asked, ZONE)
    assert (untaught.target, untaught.scored, untaught.chosen) == ("complaint", 0, 0)
    assert (untaught.model, untaught.problem) == ("", UNTAUGHT)
    copy = tmp_path / "models"
    shutil.copytree(models, copy)
    name = registry.Registry.read(copy).active[TargetName.SATISFACTION]
    registry.Registry(active={TargetName.COMPLAINT: name}).write(copy)
    taught = asked.model_copy(update={"models_dir": copy})
    _, found = assess(desk, [DAY], taught, ZONE)
    assert (found.model, found.scored) == (name, 30)
    flagged = CallFilter(flags=(Flag.PREDICTED_COMPLAINT,))
    assert 0 < found.chosen == len(list(store.stream(flagged)))


@pytest.mark.slow
def test_nights_are_measured_by_what_was_drawn_by_lot(store, look) -> None:
    bad = set(fill(store, 300, rated=300))
    look(budget=30)
    plan_reviews(store, [DAY], Settings.model_validate({"risk": {"exploration_rate": 0.3}}), ZONE)
    chosen = flagged(store)
    heard = [judged.call.call_id for judged, plan in store.stream(CallFilter()) if plan.reasons]
    decisions = [
        Decision(
            call_id=each,
            code=DISSATISFIED_RULE,
            outcome=Outcome.OVERTURNED if each in bad else Outcome.CONFIRMED,
            reviewer="王质检",
        )
        for each in heard
    ]
    store.decide(decisions, NOW)
    found = unbiased(store, satisfaction(), CallFilter())
    assert (found.chosen, found.decided) == (30, 30)
    assert found.precision == len(chosen & bad) / 30
    assert found.recall.low is not None
    assert found.recall.low <= len(chosen & bad) / len(bad) <= found.recall.high


@pytest.mark.slow
def test_a_night_reports_what_was_predicted(night: ScriptedNight, tmp_path: Path) -> None:
    night.write({"a": "say 30 您好,请问有什么可以帮您", "b": "say 30 您好"})
    report = night.run(models_dir=tmp_path / "none", risk={"retrain_labels": 1})
    (risk,) = report.risks
    assert (risk.scored, risk.model) == (2, "cold-start 1")
    told = as_json(report)["risks"]
    assert told[0]["model"] == "cold-start 1"
    assert "不满预测" in markdown(report)
    warned = replace(report, risks=(replace(risk, problem="weights.skops: was changed"),))
    assert any("qa train satisfaction" in line for line in advice(warned))
    assert "was changed" in markdown(warned)


@pytest.mark.slow
def test_while_calls_still_wait_nothing_is_predicted(night: ScriptedNight, tmp_path: Path) -> None:
    night.write({"a": "say 30 您好", "b": "say 30 您好"})
    stopped = Interrupt()
    stopped.ask()
    report = night.run(interrupt=stopped)
    assert report.totals.open == 2
    assert report.risks == ()


def test_a_quiet_day_before_anything_is_learned_sends_nobody_to_listen(
    store, look, tmp_path
) -> None:
    made = [
        judged_talk(
            talk(
                "我想问一下还有没有",
                "您好",
                "好的谢谢",
                talk_id=f"Q-{at}",
                agent_id="A-1",
                started_at=ELEVEN,
            ),
            Satisfaction.NONE,
        )
        for at in range(8)
    ]
    store.ingest([each.call for each in made])
    for each in made:
        store.save(each, "night", "f", NOW)
    found = look(models_dir=tmp_path)
    assert (found.scored, found.chosen) == (8, 0)
    assert store.risks_of("Q-0")[TargetName.SATISFACTION].reasons == ()
