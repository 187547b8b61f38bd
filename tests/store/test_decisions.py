from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored_calls import NOW, a_call, calls, failed, judged

from qa.errors import DecisionError
from qa.rules.decision import Decision, Judgement, Outcome
from qa.rules.verdict import State, Verdict
from qa.store import Decided, Store

MADE_BY = "inbound@0123456789ab"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def store_with_calls(store: Store) -> Store:
    """Four calls, each with a pass of OPEN-GREETING and a fail of TALK-PROMISE."""
    store.ingest(calls(4))
    for number in range(4):
        store.save(judged(a_call(number)), "me", "f", NOW)
    return store


def decision(outcome: Outcome = Outcome.CONFIRMED, number: int = 0, **given: object) -> Decision:
    values: dict[str, object] = {
        "call_id": f"call-{number}",
        "code": "TALK-PROMISE",
        "outcome": outcome,
        "reviewer": "王质检",
    }
    return Decision(**values | given)  # type: ignore[arg-type]


def overturned(number: int = 0, **given: object) -> Decision:
    return decision(Outcome.OVERTURNED, number, **given)


def outcomes(store: Store, number: int = 0) -> list[Outcome]:
    return [each.outcome for each in store.decisions_of(f"call-{number}")]


def test_a_decision_is_kept_with_the_verdict_that_it_is_about(store_with_calls: Store) -> None:
    made = overturned(true_state=State.PASS, reason="客户说的", decided_at=LATER)
    assert store_with_calls.decide([made], NOW) == Decided(1, 0)
    (kept,) = store_with_calls.decisions_of("call-0")
    assert kept == replace(made, about=Judgement(State.FAIL, MADE_BY))
    assert store_with_calls.decisions_of("call-1") == []


def test_a_decision_without_a_time_is_made_now(store_with_calls: Store) -> None:
    store_with_calls.decide([decision()], LATER)
    (kept,) = store_with_calls.decisions_of("call-0")
    assert kept.decided_at == LATER


def test_a_decision_outlives_a_new_verdict_and_names_the_old_one(store_with_calls: Store) -> None:
    store_with_calls.decide([decision(), overturned(code="OPEN-GREETING")], NOW)
    before = store_with_calls.decisions_of("call-0")
    again = judged(a_call(0))
    passed = (Verdict("TALK-PROMISE", "承诺收益", State.PASS),)
    newer = replace(again.provenance, rulebook="inbound@ffffffffffff")
    store_with_calls.save(replace(again, verdicts=passed, provenance=newer), "me", "f", LATER)
    assert store_with_calls.decisions_of("call-0") == before
    store_with_calls.decide([overturned(decided_at=LATER)], LATER)
    latest = store_with_calls.decisions_of("call-0")[-1]
    assert latest.about == Judgement(State.PASS, "inbound@ffffffffffff")


def test_a_decision_may_say_itself_which_verdict_it_is_about(store_with_calls: Store) -> None:
    old = Judgement(State.UNDETERMINED, "inbound@000000000000")
    made = decision(code="OLD-RULE", about=old)
    store_with_calls.decide([made], NOW)
    (kept,) = store_with_calls.decisions_of("call-0")
    assert kept.about == old


def test_nothing_is_recorded_when_one_decision_is_refused(store_with_calls: Store) -> None:
    store_with_calls.ingest([a_call(9)])
    given = [
        decision(),
        decision(number=5),
        decision(code="TALK-PROMIS"),
        decision(number=9),
        decision(Outcome.CANNOT_JUDGE, true_state=State.FAIL),
        decision(true_state=State.PASS),
        overturned(true_state=State.FAIL),
    ]
    with pytest.raises(DecisionError) as refused:
        store_with_calls.decide(given, NOW)
    places = [problem.place for problem in refused.value.problems]
    assert places == [
        "call-5 TALK-PROMISE call_id",
        "call-0 TALK-PROMIS code",
        "call-9 TALK-PROMISE code",
        *["call-0 TALK-PROMISE true_state"] * 3,
    ]
    assert "did you mean TALK-PROMISE?" in refused.value.problems[1].fix
    assert outcomes(store_with_calls) == []
    assert [each.at for each in store_with_calls.refused_decisions(given)] == [1, 2, 3, 4, 5, 6]


def test_a_call_that_failed_has_no_verdict_to_decide_on(store: Store) -> None:
    store.ingest(calls(1))
    store.save(failed(a_call(0)), "me", None, NOW)
    (refused,) = store.refused_decisions([decision()])
    assert refused.objection.field == "code"


@pytest.mark.parametrize("state", [State.UNDETERMINED, State.NOT_APPLICABLE])
def test_what_has_no_opposite_cannot_be_overturned_without_saying_what_is_right(
    store: Store, state: State
) -> None:
    store.ingest(calls(1))
    made = judged(a_call(0))
    verdict = replace(made.verdicts[1], state=state)
    store.save(replace(made, verdicts=(verdict,)), "me", "f", NOW)
    (refused,) = store.refused_decisions([overturned()])
    assert refused.objection.field == "true_state"
    assert store.refused_decisions([overturned(true_state=State.FAIL)]) == []


def test_a_confirmed_verdict_that_names_itself_is_just_confirmed(store_with_calls: Store) -> None:
    given = [decision(true_state=State.FAIL), decision()]
    assert store_with_calls.decide(given, NOW) == Decided(1, 1)


def test_the_same_decisions_again_are_not_recorded_again(store_with_calls: Store) -> None:
    given = [decision(), overturned(1, decided_at=NOW), decision(code="OPEN-GREETING")]
    assert store_with_calls.decide(given, NOW) == Decided(3, 0)
    assert store_with_calls.decide(given, LATER) == Decided(0, 3)
    assert outcomes(store_with_calls) == [Outcome.CONFIRMED] * 2


def test_who_changes_their_mind_with_a_time_is_heard(store_with_calls: Store) -> None:
    times = [NOW + timedelta(hours=hour) for hour in range(3)]
    given = [
        decision(decided_at=times[0]),
        overturned(decided_at=times[1]),
        decision(decided_at=times[2]),
    ]
    assert store_with_calls.decide(given, NOW) == Decided(3, 0)
    assert outcomes(store_with_calls) == [each.outcome for each in given]
    assert store_with_calls.decide(given, NOW) == Decided(0, 3)


def test_two_reviewers_who_say_the_same_are_both_recorded(store_with_calls: Store) -> None:
    given = [decision(reviewer=name) for name in ("王质检", "李质检")]
    assert store_with_calls.decide(given, NOW) == Decided(2, 0)


def test_a_file_imported_by_many_at_once_is_recorded_once(store_with_calls: Store) -> None:
    given = [decision(number=number) for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        decided = list(threads.map(lambda _: store_with_calls.decide(given, NOW), range(4)))
    assert sorted(each.new for each in decided) == [0, 0, 0, 4]
    assert outcomes(store_with_calls) == [Outcome.CONFIRMED]


def test_many_decisions_are_recorded_at_once(store: Store) -> None:
    many = calls(1200)
    store.ingest(many)
    for call in many[:3]:
        store.save(judged(call), "me", "f", NOW)
    given = [decision(number=number % 3, reason=str(number)) for number in range(3000)]
    assert store.decide(given, NOW) == Decided(3000, 0)
    assert len(store.refused_decisions([decision(number=n) for n in range(1200)])) == 1197


INSTANTS = (
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)) | st.none()
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10)
DECISIONS = st.builds(
    decision,
    st.sampled_from([Outcome.CONFIRMED, Outcome.OVERTURNED]),
    reviewer=TEXTS,
    reason=TEXTS | st.none(),
    decided_at=INSTANTS,
    about=st.builds(Judgement, st.sampled_from([State.PASS, State.FAIL]), TEXTS),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(DECISIONS, max_size=6))
def test_decisions_come_back_as_they_were_made_and_only_once(
    store_with_calls: Store, made: Sequence[Decision]
) -> None:
    before = store_with_calls.decisions_of("call-0")
    decided = store_with_calls.decide(made, NOW)
    after = store_with_calls.decisions_of("call-0")
    assert len(after) == len(before) + decided.new
    kept = [replace(each, about=None) for each in after]
    assert all(replace(each, about=None) in kept for each in made if each.decided_at)
    assert store_with_calls.decide(made, LATER).new == 0


def test_when_calls_were_judged(store_with_calls: Store) -> None:
    store_with_calls.ingest([a_call(9)])
    assert store_with_calls.judged_at(["call-1", "call-9", "x"]) == {"call-1": NOW}
