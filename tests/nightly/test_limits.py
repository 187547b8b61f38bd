"""Limits and review plans from what the store has."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from scripted_night import ScriptedNight

from qa.config import FlagOptions, LineLimits, PlanOptions, Settings
from qa.ingest import read_manifest
from qa.nightly.limits import limits_of_night
from qa.nightly.review import plan_reviews
from qa.scoring.flags import LengthLimits
from qa.scoring.values import PlanKind
from qa.timeline import Seconds

ZONE = ZoneInfo("Asia/Shanghai")
BY_PERCENTILE = FlagOptions(
    lines={"inbound": LineLimits(short_s=15, long_percentile=90)}, percentile_min_calls=5
)


def test_percentiles_come_from_the_days_before_the_night(night: ScriptedNight) -> None:
    night.write({f"c{at}": f"say {100 + at} 您好" for at in range(11)})
    night.run()
    calls = read_manifest(str(night.manifest)).calls
    same_night = limits_of_night(night.store, calls, BY_PERCENTILE, ZONE)
    assert same_night == {"inbound": LengthLimits(short_s=15, long_s=None)}

    def later(days: int) -> Seconds | None:
        moved = [replace(call, started_at=call.started_at + timedelta(days=days)) for call in calls]
        return limits_of_night(night.store, moved, BY_PERCENTILE, ZONE)["inbound"].long_s

    assert later(1) == 109
    assert later(30) == 109
    assert later(31) is None, "out of the trailing window"


def test_a_call_is_flagged_by_the_limits_of_its_line(night: ScriptedNight) -> None:
    night.write({"brief": "say 10 您好", "long": "say 700 您好", "usual": "say 60 您好"})
    report = night.run(
        flags=FlagOptions(lines={"inbound": LineLimits(short_s=15, long_s=600)}),
    )
    assert {flag.value: dict(lines) for flag, lines in report.flags.items()} == {
        "long": {"inbound": 1},
        "short": {"inbound": 1},
    }
    assert night.store.review_of("brief").kind is PlanKind.MANDATORY
    assert night.store.review_of("long").reasons[0] == "long"


def test_a_day_is_planned_with_the_calls_of_all_its_manifests(night: ScriptedNight) -> None:
    night.write({f"a{at}": "say 60 您好" for at in range(4)})
    night.run()
    night.write({f"b{at}": "say 60 您好" for at in range(4)})
    night.run()
    day = date(2026, 3, 2)
    coverage = plan_reviews(night.store, {day}, Settings(plan=PlanOptions(random_rate=1)), ZONE)
    assert list(coverage) == [day]
    kinds = [night.store.review_of(name).kind for name in ("a0", "a3", "b0", "b3")]
    assert kinds == [PlanKind.RANDOM] * 4
