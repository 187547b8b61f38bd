"""The workbench knows the rules that the nights judge by, those published while it runs too."""

from datetime import UTC, datetime

from browsing import Clock
from hand_made import RULEBOOK

from qa.api import Workbench
from qa.api.standards import PresentStandards
from qa.rules.version import RulebookVersion
from qa.scoring.standards import load_standards
from qa.store import Store

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def a_version() -> RulebookVersion:
    text = RULEBOOK.replace("code: OPEN-GREETING", "code: OPEN-NEW")
    return RulebookVersion("inbound", {"inbound.yaml": text.encode()})


def test_a_rule_published_meanwhile_is_known_after_a_minute(
    bench: Workbench, store: Store, clock: Clock
) -> None:
    assert "OPEN-NEW" not in bench.rule_names
    store.publish_rulebook(a_version(), by="王主管", note="", now=NOW)
    clock.pass_by(minutes=2)
    assert "OPEN-NEW" in bench.rule_names


def test_rulebooks_are_read_only_when_one_was_published(
    bench: Workbench, store: Store, clock: Clock
) -> None:
    read: list[int] = []

    def reading(*of):  # type: ignore[no-untyped-def]
        read.append(len(of[1]))
        return load_standards(*of)

    standards = PresentStandards(bench.settings, reading)
    for _ in range(3):
        first = standards.now(store, clock())
        clock.pass_by(minutes=2)
    assert read == [0]
    store.publish_rulebook(a_version(), by="王主管", note="", now=NOW)
    assert standards.now(store, clock()) is not first
    assert read == [0, 1]
