from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from stored_calls import NINE, NOW, a_call, calls, judged

from qa.rules.decision import Decision, Outcome
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.values import PlanKind, Review
from qa.store import CallFilter, DecisionTally, Store, VerdictTally

ALL = CallFilter()
CODE = "TALK-PROMISE"
V1, V2 = "inbound@111111111111", "inbound@222222222222"
DAY = NINE.date()


def judge(store: Store, number: int, state: State, rulebook: str = V1, line: str = "") -> None:
    call = a_call(number, business_line=line or "inbound")
    store.ingest([call])
    made = judged(call)
    verdict = Verdict(CODE, "承诺收益", state, evidence=(Evidence("因为"),))
    by = replace(made.provenance, rulebook=rulebook)
    store.save(replace(made, verdicts=(verdict,), provenance=by), "me", "f", NOW)


def decide(store: Store, number: int, *outcomes: Outcome, true_state: State | None = None) -> None:
    for outcome in outcomes:
        made = Decision(
            call_id=f"call-{number}",
            code=CODE,
            outcome=outcome,
            reviewer="王质检",
            true_state=true_state,
            decided_at=NOW + timedelta(hours=len(store.decisions_of(f"call-{number}"))),
        )
        store.decide([made], NOW)


def of_states(tallies: Sequence[VerdictTally]) -> dict[tuple[str, str, State], int]:
    return {(each.business_line, each.rulebook, each.state): each.calls for each in tallies}


def of_outcomes(tallies: Sequence[DecisionTally]) -> dict[Outcome, int]:
    return {each.outcome: each.calls for each in tallies}


@pytest.fixture
def night(store: Store) -> Store:
    """Two fails and a pass by one version, a fail by another, and one of another line."""
    for number, state in enumerate([State.FAIL, State.FAIL, State.PASS]):
        judge(store, number, state)
    judge(store, 3, State.FAIL, V2)
    judge(store, 4, State.UNDETERMINED, "callback@1", "callback")
    return store


def test_verdicts_are_counted_by_rule_line_version_and_state(night: Store) -> None:
    tallies = night.verdict_tallies(ALL)
    assert of_states(tallies) == {
        ("inbound", V1, State.FAIL): 2,
        ("inbound", V1, State.PASS): 1,
        ("inbound", V2, State.FAIL): 1,
        ("callback", "callback@1", State.UNDETERMINED): 1,
    }
    assert tallies[1] == VerdictTally(CODE, "承诺收益", "inbound", V1, State.FAIL, 2, 121.0)


def test_verdicts_of_some_calls_or_of_one_version(night: Store) -> None:
    early = CallFilter(until=NINE + timedelta(minutes=1))
    assert of_states(night.verdict_tallies(early)) == {("inbound", V1, State.FAIL): 1}
    callback = CallFilter(business_lines=("callback",))
    assert [each.business_line for each in night.verdict_tallies(callback)] == ["callback"]
    assert [each.calls for each in night.verdict_tallies(ALL, rulebook=V2)] == [1]
    assert night.verdict_tallies(ALL, rulebook="inbound@1") == []


def test_decisions_are_counted_with_what_they_are_about(night: Store) -> None:
    decide(night, 0, Outcome.CONFIRMED)
    decide(night, 2, Outcome.OVERTURNED, true_state=State.NOT_APPLICABLE)
    assert night.decision_tallies(ALL) == [
        DecisionTally(CODE, "inbound", V1, State.FAIL, Outcome.CONFIRMED, None, False, 1),
        DecisionTally(
            CODE,
            "inbound",
            V1,
            State.PASS,
            Outcome.OVERTURNED,
            State.NOT_APPLICABLE,
            False,
            1,
        ),
    ]
    callback = CallFilter(business_lines=("callback",))
    assert night.decision_tallies(callback) == []


def test_the_latest_decision_of_a_call_counts(night: Store) -> None:
    decide(night, 0, Outcome.CONFIRMED, Outcome.OVERTURNED, Outcome.CANNOT_JUDGE)
    decide(night, 1, Outcome.CANNOT_JUDGE, Outcome.CONFIRMED)
    found = of_outcomes(night.decision_tallies(ALL))
    assert found == {Outcome.CANNOT_JUDGE: 1, Outcome.CONFIRMED: 1}


def test_of_decisions_at_the_same_time_the_one_recorded_last_counts(night: Store) -> None:
    for outcome in (Outcome.CONFIRMED, Outcome.OVERTURNED):
        made = Decision(call_id="call-0", code=CODE, outcome=outcome, reviewer="王", decided_at=NOW)
        night.decide([made], NOW)
    assert of_outcomes(night.decision_tallies(ALL)) == {Outcome.OVERTURNED: 1}


def test_calls_of_the_random_sample_are_told_apart(night: Store) -> None:
    for number in range(3):
        decide(night, number, Outcome.CONFIRMED)
    plan = {
        "call-0": Review(PlanKind.RANDOM, ("random",)),
        "call-1": Review(PlanKind.MANDATORY, ("fatal", "random")),
        "call-2": Review(PlanKind.MANDATORY, ("fatal",)),
    }
    night.save_plan(DAY, plan)
    found = {(each.machine, each.sampled): each.calls for each in night.decision_tallies(ALL)}
    assert found == {(State.FAIL, True): 2, (State.PASS, False): 1}


def test_a_decision_counts_for_the_version_that_it_was_about(night: Store) -> None:
    decide(night, 0, Outcome.OVERTURNED)
    judge(night, 0, State.PASS, V2)
    decide(night, 0, Outcome.CONFIRMED)
    (latest,) = night.decision_tallies(ALL)
    assert (latest.rulebook, latest.machine, latest.outcome) == (V2, State.PASS, Outcome.CONFIRMED)
    (older,) = night.decision_tallies(ALL, rulebook=V1)
    assert (older.machine, older.outcome) == (State.FAIL, Outcome.OVERTURNED)
    each = night.decision_tallies(ALL, each_version=True)
    assert {tally.rulebook for tally in each} == {V1, V2}


def test_nothing_decided_and_nothing_judged_count_as_nothing(store: Store) -> None:
    store.ingest(calls(2))
    assert (store.verdict_tallies(ALL), store.decision_tallies(ALL)) == ([], [])
