"""The engine says of every rule and call what the literal reading of the language says."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from calls import measured
from generated import documents, loaded
from generated_calls import called
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import evaluate, verdict
from reference_doubts import Case

from qa.call import Call, Transcript
from qa.rules.condition import Condition
from qa.rules.engine import hear, judge, state
from qa.rules.hearing import Hearing
from qa.rules.logic import Truth

TRUTHS = {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}
Called = Sequence[tuple[Call, Transcript]]
GENERATED = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


def agree(document: Mapping[str, object], calls: Called) -> None:
    book = loaded(document)
    trees = [*book.conditions.values(), *(tree for rule in book.rules for tree in rule.conditions)]
    for call, transcript in calls:
        measures = measured(transcript)
        case = Case(call, transcript, measures, book.conditions, book.min_confidence)
        hearing = hear(book, call, transcript, measures)
        if any(differs(tree, case, hearing) for tree in trees):
            parts = [part for tree in trees for part in parts_of(tree)]
            smallest = next(part for part in parts if differs(part, case, hearing))
            pytest.fail(f"{smallest.model_dump(exclude_defaults=True)} in {transcript}")
        verdicts = judge(book, call, transcript, measures)
        states = [verdict(rule, case) for rule in book.rules]
        assert [each.state for each in verdicts] == states
        fresh = hear(book, call, transcript, measures)
        assert [state(rule, fresh) for rule in book.rules] == states


def differs(condition: Condition, case: Case, hearing: Hearing) -> bool:
    """Whether engine and reference do not agree on the truth, or on the places."""
    result, finding = evaluate(condition, case), condition.evaluate(hearing)
    places = {
        (hit.span.start, hit.span.end, hit.role) for hit in finding.hits if hit.span is not None
    }
    expected = set(result.places) if result.truth else set()
    return finding.truth is not TRUTHS[result.truth] or places != expected


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The smallest first."""
    for part in condition.parts:
        yield from parts_of(part)
    yield condition


@settings(max_examples=40, **GENERATED)
@given(documents(), st.lists(called(), min_size=10, max_size=10))
def test_the_engine_agrees_with_the_reference(
    document: Mapping[str, object], calls: Called
) -> None:
    agree(document, calls)


@pytest.mark.slow
@settings(max_examples=120, **GENERATED)
@given(documents(8), st.lists(called(), min_size=10, max_size=10))
def test_the_engine_agrees_with_the_reference_on_many_more(
    document: Mapping[str, object], calls: Called
) -> None:
    agree(document, calls)
