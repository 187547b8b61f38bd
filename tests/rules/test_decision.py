import pytest

from qa.rules.decision import Decision, Outcome, objection, truth
from qa.rules.verdict import State


def a_decision(outcome: Outcome, true_state: State | None = None) -> Decision:
    return Decision(
        call_id="c", code="X", outcome=outcome, reviewer="王质检", true_state=true_state
    )


@pytest.mark.parametrize("machine", State)
def test_a_confirmed_verdict_is_the_truth(machine: State) -> None:
    assert truth(machine, Outcome.CONFIRMED, None) is machine
    assert truth(machine, Outcome.CANNOT_JUDGE, None) is None


@pytest.mark.parametrize(
    ("machine", "true_state", "expected"),
    [
        (State.FAIL, None, State.PASS),
        (State.PASS, None, State.FAIL),
        (State.FAIL, State.NOT_APPLICABLE, State.NOT_APPLICABLE),
        (State.PASS, State.UNDETERMINED, State.UNDETERMINED),
        (State.UNDETERMINED, State.FAIL, State.FAIL),
    ],
)
def test_an_overturned_verdict_was_what_the_inspector_says_or_its_opposite(
    machine: State, true_state: State | None, expected: State
) -> None:
    assert truth(machine, Outcome.OVERTURNED, true_state) is expected


@pytest.mark.parametrize("machine", State)
def test_whatever_is_not_objected_to_has_a_truth_once_it_is_judged(machine: State) -> None:
    judged = (Outcome.CONFIRMED, Outcome.OVERTURNED)
    for outcome in Outcome:
        for true_state in (None, *State):
            if objection(a_decision(outcome, true_state), machine) is None:
                known = truth(machine, outcome, true_state) is not None
                assert known is (outcome in judged)
                overturned = truth(machine, outcome, true_state) is not machine
                assert overturned is (outcome is not Outcome.CONFIRMED)


@pytest.mark.parametrize(
    ("outcome", "true_state", "machine"),
    [
        (Outcome.CONFIRMED, State.PASS, State.FAIL),
        (Outcome.OVERTURNED, State.FAIL, State.FAIL),
        (Outcome.OVERTURNED, None, State.UNDETERMINED),
        (Outcome.CANNOT_JUDGE, State.PASS, State.FAIL),
    ],
)
def test_contradictions_are_objected_to(
    outcome: Outcome, true_state: State | None, machine: State
) -> None:
    found = objection(a_decision(outcome, true_state), machine)
    assert found is not None
    assert (found.field, bool(found.what), bool(found.fix)) == ("true_state", True, True)
