"""Which rulebook a night judges by, and that it can be looked up afterwards."""

from datetime import UTC, datetime

import pytest
from hand_made import RULEBOOK
from scripted_night import ScriptedNight

from qa.errors import RulebookError
from qa.rules.rulebook import load_rulebooks, load_version
from qa.rules.verdict import State
from qa.rules.version import RulebookVersion
from qa.scoring.values import JudgedCall

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SHIPPED = {"rulebooks_dir": None}


def a_version(text: str = RULEBOOK.replace("[您好]", "[早上好]")) -> RulebookVersion:
    return RulebookVersion("inbound", {"inbound.yaml": text.encode()})


def publish(night: ScriptedNight, version: RulebookVersion) -> None:
    night.store.publish_rulebook(version, by="王主管", note="", now=NOW)


def judged(night: ScriptedNight) -> JudgedCall:
    call = night.store.load("a")
    assert call is not None
    return call


@pytest.fixture
def call(night: ScriptedNight) -> ScriptedNight:
    night.write({"a": "say 20 您好,请问有什么可以帮您"})
    return night


def test_without_own_rulebooks_the_published_one_judges(call: ScriptedNight) -> None:
    publish(call, a_version())
    assert call.run(**SHIPPED).exit_code == 0
    assert judged(call).provenance.rulebook == a_version().identity
    assert [each.state for each in judged(call).verdicts] == [State.FAIL]


def test_a_line_without_publication_is_judged_by_the_shipped_one(call: ScriptedNight) -> None:
    publish(call, RulebookVersion("callback", {"callback.yaml": b"line: callback"}))
    with pytest.raises(RulebookError, match="callback@"):
        call.run(**SHIPPED)
    right = RULEBOOK.replace("line: inbound", "line: callback").encode()
    publish(call, RulebookVersion("callback", {"callback.yaml": right}))
    call.run(**SHIPPED)
    assert judged(call).provenance.rulebook == load_rulebooks()["inbound"].identity


def test_own_rulebooks_win_over_the_published_one(call: ScriptedNight) -> None:
    publish(call, a_version())
    call.run()
    own = load_rulebooks(call.rulebooks)["inbound"]
    assert judged(call).provenance.rulebook == own.identity
    assert [each.state for each in judged(call).verdicts] == [State.PASS]


def test_a_night_keeps_the_versions_that_it_judges_by(call: ScriptedNight) -> None:
    call.run(**SHIPPED)
    (entry,) = call.store.rulebook_history()
    assert entry.identity == judged(call).provenance.rulebook
    assert entry.first_used_at is not None
    assert entry.judged_calls == 1
    kept = call.store.rulebook_named(entry.identity)
    assert kept is not None
    assert load_version(kept) == load_rulebooks()["inbound"]


def test_a_version_that_judges_nothing_is_not_used(call: ScriptedNight) -> None:
    call.run()
    publish(call, a_version())
    call.run(**SHIPPED)  # Nothing is due: publishing judges nothing again.
    first_used = {each.identity: each.first_used_at for each in call.store.rulebook_history()}
    assert len(first_used) == 2
    assert first_used[a_version().identity] is None
    assert judged(call).provenance.rulebook != a_version().identity


def test_own_scorecards_are_held_against_the_published_rulebook(call: ScriptedNight) -> None:
    publish(call, a_version())
    cards = call.folder / "scorecards"
    cards.mkdir()
    card = (
        "line: inbound\nname: 评分表\nsections:\n  - name: 话术\n    dimension: tangibles\n"
        "    criteria:\n      - {code: G, name: 结束语, points: 10, rules: [CLOSE-FAREWELL]}\n"
    )
    (cards / "inbound.yaml").write_text(card, "utf-8")
    with pytest.raises(RulebookError, match="has no rule 'CLOSE-FAREWELL'"):
        call.run(scorecards_dir=str(cards), **SHIPPED)
