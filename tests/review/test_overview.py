from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_calls import (
    ADMIN,
    AGENT,
    INSPECTOR,
    LEAD,
    MANAGER,
    MANDATORY,
    NOW,
    RANDOM,
    all_answers,
    judged,
    put,
)

from qa.call import Satisfaction
from qa.errors import Forbidden, ReviewError
from qa.review import evaluating
from qa.review.desk import Desk
from qa.review.filters import Filter
from qa.review.overview import Charts, Range, Step, last_day, teams
from qa.rules.verdict import State
from qa.scoring.values import JudgedCall, PlanKind, Review
from qa.store.evaluation_values import Answer

FIRST = date(2026, 3, 2)
TWO_DAYS = Range(FIRST, FIRST + timedelta(days=1))
CODE = "OPEN-GREETING"


def on_day(number: int, day: int, failing: tuple[str, ...] = (), **changed: object) -> JudgedCall:
    started = judged(0).call.started_at + timedelta(days=day, minutes=number)
    return judged(number, failing, started_at=started, **changed)


def evaluate(desk: Desk, call_id: str, answers: dict[str, Answer] | None = None) -> float:
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, call_id, 0, answers or all_answers())
    version = evaluating.submit(desk, INSPECTOR, NOW, call_id, saved.revision)
    assert version.body.score.total is not None
    return version.body.score.total


def charts(desk: Desk, **changed: object) -> Charts:
    return replace(Charts(desk, MANAGER, TWO_DAYS), **changed)  # type: ignore[arg-type]


def test_volume_and_coverage_by_bucket(desk: Desk) -> None:
    put(
        desk.store,
        [on_day(0, 0), on_day(1, 0), on_day(2, 0), on_day(3, 1), on_day(4, 5)],
        {"call-0": MANDATORY, "call-1": MANDATORY, "call-3": RANDOM},
    )
    evaluate(desk, "call-0")
    found = [(v.period, v.kind, v.calls, v.done) for v in charts(desk).volume()]
    assert sorted(found) == [
        (0, PlanKind.MANDATORY, 2, 1),
        (0, PlanKind.NONE, 1, 0),
        (1, PlanKind.RANDOM, 1, 0),
    ]


def test_days_are_those_of_the_company(desk: Desk) -> None:
    midnight = judged(0).call.started_at.replace(hour=0, minute=0)
    put(
        desk.store,
        [
            judged(0, started_at=midnight - timedelta(seconds=1)),
            judged(1, started_at=midnight),
            judged(2, started_at=midnight + timedelta(days=2, seconds=-1)),
            judged(3, started_at=midnight + timedelta(days=2)),
        ],
    )
    assert [(v.period, v.calls) for v in charts(desk).volume()] == [(0, 1), (1, 1)]


def test_verdict_rates_by_rule_team_and_period(desk: Desk) -> None:
    put(
        desk.store,
        [
            on_day(0, 0, (CODE,)),
            on_day(1, 0),
            on_day(2, 0, (CODE,), team="二组"),
            on_day(3, 1, (CODE,)),
        ],
    )
    found = {(each.period, each.team): each for each in charts(desk).verdict_rates([CODE])}
    assert {key: each.fail_rate for key, each in found.items()} == {
        (0, "一组"): 0.5,
        (0, "二组"): 1.0,
        (1, "一组"): 1.0,
    }
    assert found[0, "一组"].states == {State.FAIL: 1, State.PASS: 1}
    whole = charts(desk).verdict_rates([CODE], by_team=False)
    assert [(each.period, each.team, each.applicable) for each in whole] == [
        (0, None, 3),
        (1, None, 1),
    ]


def test_invitations_are_the_passes_of_their_rule(desk: Desk) -> None:
    put(desk.store, [on_day(0, 0, ("CLOSE-EVALUATION",)), on_day(1, 0)])
    (found,) = charts(desk).invitations()
    assert found.fail_rate == 0.5


def test_dissatisfaction_is_of_the_rated_calls(desk: Desk) -> None:
    put(
        desk.store,
        [
            on_day(0, 0, satisfaction=Satisfaction.DISSATISFIED),
            on_day(1, 0, satisfaction=Satisfaction.SATISFIED),
            on_day(2, 0),
        ],
    )
    (found,) = charts(desk).dissatisfaction()
    assert (found.line, found.rated, found.dissatisfied_rate) == ("inbound", 2, 0.5)


def test_the_average_score_is_told_from_the_random_sample_alone(desk: Desk) -> None:
    both = Review(PlanKind.MANDATORY, ("fatal", "random"))
    put(
        desk.store,
        [on_day(0, 0, ("TALK-PROMISE", CODE)), on_day(1, 0), on_day(2, 0), on_day(3, 0)],
        {"call-0": MANDATORY, "call-1": RANDOM, "call-2": both},
    )
    one = evaluate(desk, "call-1")
    two = evaluate(desk, "call-2", all_answers(1))
    assert one != two
    first, second = charts(desk).average_scores()
    assert first.human is not None
    assert first.machine is not None
    assert first.human.value == pytest.approx((one + two) / 2)
    assert (first.human.sample, first.human.population) == (2, 4)
    assert first.human.low is not None
    assert first.human.low < first.human.value
    assert first.machine.value == 100
    assert (second.human, second.machine) == (None, None)


def test_throughput_counts_people_by_when_they_worked(desk: Desk) -> None:
    put(desk.store, [on_day(i, 0) for i in range(3)])
    evaluate(desk, "call-0")
    evaluate(desk, "call-1")
    worked = charts(desk, range=Range(FIRST, FIRST + timedelta(days=3)))
    (found,) = worked.throughput()
    assert (found.period, found.person, found.evaluations, found.calls) == (1, "ins", 2, 2)
    assert found.audio_s == 121.0


def test_the_rules_failed_most_often(desk: Desk) -> None:
    put(
        desk.store,
        [on_day(0, 0, (CODE, "CLOSE-FAREWELL")), on_day(1, 1, (CODE,)), on_day(2, 1)],
    )
    found = charts(desk).failing_rules()
    assert [(each.code, each.fails, each.applicable) for each in found] == [
        (CODE, 2, 3),
        ("CLOSE-FAREWELL", 1, 3),
    ]
    assert [each.code for each in charts(desk).failing_rules(1)] == [CODE]


def test_agents_by_period(desk: Desk) -> None:
    put(
        desk.store,
        [on_day(0, 0, (CODE,)), on_day(1, 1), on_day(2, 1, agent_id="A002", agent_name="王")],
    )
    total = evaluate(desk, "call-1")
    found = charts(desk).agents()
    assert [(each.agent_id, each.period, each.calls, each.fails) for each in found] == [
        ("A001", 0, 1, 1),
        ("A001", 1, 1, 0),
        ("A002", 1, 1, 0),
    ]
    assert [each.human_score for each in found] == [None, total, None]
    assert found[2].agent_name == "王"
    assert found[1].machine_score == 100


def test_charts_are_of_the_filter_and_of_the_own_team(desk: Desk) -> None:
    put(desk.store, [on_day(0, 0), on_day(1, 0, team="二组"), on_day(2, 0, agent_id="A2")])
    assert sum(each.calls for each in charts(desk, filter=Filter(agents=("A2",))).volume()) == 1
    assert sum(each.calls for each in charts(desk, person=LEAD).volume()) == 2
    other = charts(desk, person=LEAD, filter=Filter(teams=("二组",)))
    assert other.volume() == []
    for person in (AGENT, ADMIN):
        with pytest.raises(Forbidden):
            charts(desk, person=person)


def test_a_store_without_calls_has_empty_charts(desk: Desk) -> None:
    empty = charts(desk)
    assert empty.volume() == empty.verdict_rates() == empty.dissatisfaction() == []
    assert empty.throughput() == empty.failing_rules() == empty.agents() == []
    assert [each.human for each in empty.average_scores()] == [None, None]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 300), st.sampled_from(Step))
def test_periods_begin_one_after_the_other_within_the_range(
    first: date, days: int, step: Step
) -> None:
    found = Range(first, first + timedelta(days=days), step).periods()
    assert found[0] == first
    assert list(found) == sorted(set(found))
    assert found[-1] <= first + timedelta(days=days)
    if step is Step.DAY:
        assert len(found) == days + 1
    if step is Step.WEEK:
        assert all(day.weekday() == 0 for day in found[1:])
    if step is Step.MONTH:
        assert all(day.day == 1 for day in found[1:])


@pytest.mark.parametrize("days", [-1, 500])
def test_absurd_ranges_are_refused(days: int) -> None:
    with pytest.raises(ReviewError, match="range of days"):
        Range(FIRST, FIRST + timedelta(days=days)).periods()


def test_the_range_before_is_as_long_and_the_whole_is_one_period(desk: Desk) -> None:
    put(desk.store, [on_day(0, 0), on_day(1, 1), on_day(2, 2), on_day(3, 3)])
    later = charts(desk, range=Range(FIRST + timedelta(days=2), FIRST + timedelta(days=3)))
    assert [each.period for each in later.whole.volume()] == [0]
    assert sum(each.calls for each in later.whole.volume()) == 2
    assert later.before.range == TWO_DAYS
    assert sum(each.calls for each in later.before.volume()) == 2


def test_the_last_day_and_the_teams_are_those_that_the_person_sees(desk: Desk) -> None:
    assert last_day(desk, MANAGER) is None
    put(desk.store, [on_day(0, 0), on_day(1, 4, team="二组"), on_day(2, 2, team=None)])
    assert last_day(desk, MANAGER) == FIRST + timedelta(days=4)
    assert last_day(desk, LEAD) == FIRST
    assert set(teams(desk, MANAGER)) == {"一组", "二组"}
    assert teams(desk, LEAD) == ["一组"]
    for person in (AGENT, ADMIN):
        with pytest.raises(Forbidden):
            last_day(desk, person)
