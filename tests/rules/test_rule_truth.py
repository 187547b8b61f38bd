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
from qa.rules.logic import Truth

TRUTHS = {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}
Called = Sequence[tuple[Call, Transcript]]
GENERATED = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


def agree(document: Mapping[str, object], calls: Called) -> None:
    """Every part of every condition, the smallest first; then the verdicts."""
    book = loaded(document)
    trees = [*book.conditions.values(), *(tree for rule in book.rules for tree in rule.conditions)]
    for call, transcript in calls:
        measures = measured(transcript)
        case = Case(call, transcript, measures, book.conditions, book.min_confidence)
        hearing = hear(book, call, transcript, measures)
        for part in (part for tree in trees for part in parts_of(tree)):
            result, finding = evaluate(part, case), part.evaluate(hearing)
            said = f"{part.model_dump(exclude_defaults=True)} in {transcript}"
            assert finding.truth is TRUTHS[result.truth], said
            places = {
                (hit.span.start, hit.span.end, hit.role)
                for hit in finding.hits
                if hit.span is not None
            }
            assert places == set(result.places if result.truth else ()), said
        verdicts = judge(book, call, transcript, measures)
        states = [verdict(rule, case) for rule in book.rules]
        assert [each.state for each in verdicts] == states
        fresh = hear(book, call, transcript, measures)
        assert [state(rule, fresh) for rule in book.rules] == states


def parts_of(condition: Condition) -> Iterator[Condition]:
    for part in condition.parts:
        yield from parts_of(part)
    yield condition


@settings(max_examples=100, **GENERATED)
@given(documents(), st.lists(called(), min_size=5, max_size=5))
def test_the_engine_agrees_with_the_reference(
    document: Mapping[str, object], calls: Called
) -> None:
    agree(document, calls)


@pytest.mark.slow
@settings(max_examples=100, **GENERATED)
@given(documents(8), st.lists(called(), min_size=6, max_size=6))
def test_the_engine_agrees_with_the_reference_on_many_more(
    document: Mapping[str, object], calls: Called
) -> None:
    agree(document, calls)
