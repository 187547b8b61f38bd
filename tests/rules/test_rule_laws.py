"""Laws of the rule language, on whole conditions and calls."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import cast

import generated
from calls import measured, shifted
from generated import PHRASES, Written, conditions, seeds
from generated_calls import called
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qa.call import Call, Transcript
from qa.measures.values import Measures
from qa.rules.condition import Condition
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth
from qa.rules.operators.base import ear_of

Called = tuple[Call, Transcript]
RANK = {Truth.FALSE: 0, Truth.UNKNOWN: 1, Truth.TRUE: 2}
NAMED: Mapping[str, Written] = {
    "a": {"phrase": {"phrases": list(PHRASES[:8])}},
    "b": {"phrase": {"phrases": list(PHRASES[4:]), "role": "agent"}},
}
WIDER: Mapping[object, Sequence[Mapping[str, object]]] = {
    "first": [{"turns": 1}, {"turns": 2}, {"turns": 5}],
    "last": [{"seconds": 1}, {"seconds": 2.5}, {"seconds": 9}],
    "between": [{"from_s": 4, "to_s": 6}, {"from_s": 3.5, "to_s": 9}, {"from_s": 1}],
}
WINDOWS = (
    [{"turns": 1}, {"turns": 2}, {"turns": 4}],
    [{"seconds": 0.5}, {"seconds": 2}, {"seconds": 9}],
)
law = settings(max_examples=60, deadline=None)


def find(condition: Written, spoken: Called, measures: Measures | None = None) -> Finding:
    context = {"conditions": NAMED}
    parsed = Condition.model_validate(condition, context=context)
    named = {name: Condition.model_validate(each, context=context) for name, each in NAMED.items()}
    operators = [each for tree in (parsed, *named.values()) for each in tree.operators()]
    measures = measures or measured(spoken[1])
    return parsed.evaluate(Hearing(*spoken, measures, ear_of(operators), 0.4, named))


def same(one: Finding, other: Finding) -> None:
    assert one.truth is other.truth
    assert one.hits == other.hits


@law
@given(st.lists(conditions("ab", 2), min_size=1, max_size=3), called())
def test_de_morgan(parts: list[Written], spoken: Called) -> None:
    nots = [{"not": part} for part in parts]
    same(find({"not": {"all": parts}}, spoken), find({"any": nots}, spoken))
    same(find({"not": {"any": parts}}, spoken), find({"all": nots}, spoken))
    for count in range(1, len(parts) + 1):
        so_many = {"at_least": {"count": count, "of": parts}}
        too_few = {"at_least": {"count": len(parts) - count + 1, "of": nots}}
        same(find({"not": so_many}, spoken), find(too_few, spoken))


@law
@given(conditions("ab"), called())
def test_not_undoes_itself(condition: Written, spoken: Called) -> None:
    same(find({"not": {"not": condition}}, spoken), find(condition, spoken))


@law
@given(st.lists(conditions("ab", 1), min_size=2, max_size=4), called())
def test_more_are_harder_to_have(parts: list[Written], spoken: Called) -> None:
    truths = [
        find({"at_least": {"count": count, "of": parts}}, spoken).truth
        for count in range(1, len(parts) + 1)
    ]
    assert sorted(truths, key=RANK.__getitem__, reverse=True) == truths
    same(find({"any": parts}, spoken), find({"at_least": {"count": 1, "of": parts}}, spoken))


def spoken_of(random: Random) -> Written:
    """An operator on words without a scope, not too picky."""
    make = random.choice([generated.phrase, generated.regex, generated.near])
    keys = {"with_role": "any"} if make is generated.near else {}
    bare = {**make(random, ()), **keys}
    for key in ("role", "first", "last", "between", "absence_needs"):
        bare.pop(key, None)
    return {make.__name__: bare}


def scopes(random: Random) -> tuple[Written, Written]:
    """A scope, and one that holds all of it."""
    anchored = random.random() < 0.5
    kind = random.choice(["before", "after", "around"] if anchored else list(WIDER))
    sizes = random.choice(WINDOWS) if anchored else WIDER[kind]
    narrow, wide = sorted(random.sample(range(3), 2))
    if not anchored:
        return {kind: sizes[narrow]}, random.choice([{kind: sizes[wide]}, {}])
    anchor = {"condition": random.choice("ab")}
    outer = random.choice([kind, "around"])
    return {"anchor": {**anchor, kind: sizes[narrow]}}, random.choice(
        [{"anchor": {**anchor, outer: sizes[wide]}}, {}]
    )


def lost(random: Random, narrow: Written, wide: Written, spoken: Called) -> set[object]:
    """Hits that an operator has in one scope and not in another."""
    ((name, keys),) = spoken_of(random).items()
    assert isinstance(keys, dict)
    inner, outer = (find({name: {**keys, **scope}}, spoken) for scope in (narrow, wide))
    return {(hit.span, hit.role) for hit in inner.hits} - {(h.span, h.role) for h in outer.hits}


@settings(max_examples=250, deadline=None)
@given(seeds.map(Random), called())
def test_a_wider_scope_loses_nothing(random: Random, spoken: Called) -> None:
    narrow, wide = scopes(random)
    role = {"role": random.choice(generated.ROLES)}
    assert not lost(random, {**role, **narrow}, {**role, **wide}, spoken)


@settings(max_examples=150, deadline=None)
@given(seeds.map(Random), called())
def test_what_one_says_is_said_by_somebody(random: Random, spoken: Called) -> None:
    """Where a place does not depend on whose turns are counted."""
    window = random.choice(WINDOWS[1])
    anchor = {"condition": "a", random.choice(["before", "after", "around"]): window}
    part = random.choice([{"from_s": 2, "to_s": -2}, {"to_percent": 60}])
    place = random.choice([{}, {"between": part}, {"anchor": anchor}])
    role = {"role": random.choice(["agent", "customer"])}
    assert not lost(random, {**role, **place}, {"role": "any", **place}, spoken)


@law
@given(seeds.map(Random), called(), st.integers(1, 4))
def test_the_first_turns_are_those_up_to_a_number(
    random: Random, spoken: Called, turns: int
) -> None:
    ((name, keys),) = spoken_of(random).items()
    role = {"role": random.choice(generated.ROLES)}
    for edge, part in (("first", {"to_turn": turns}), ("last", {"from_turn": -turns})):
        one = find({name: {**keys, **role, edge: {"turns": turns}}}, spoken)
        same(one, find({name: {**keys, **role, "between": part}}, spoken))


def later(written: object, by: float) -> object:
    """The same condition where it counts seconds from the start of the recording."""
    if isinstance(written, list):
        return [later(each, by) for each in written]
    if not isinstance(written, dict):
        return written
    moved = {key: later(value, by) for key, value in written.items()}
    ends = {key: moved[key] + by for key in ("from_s", "to_s") if moved.get(key, -1) >= 0}
    return {**moved, **ends}


@settings(max_examples=120, deadline=None)
@given(conditions("ab", 2), called())
def test_a_call_may_begin_later_in_its_recording(condition: Written, spoken: Called) -> None:
    assume(not re.search("percent|duration", str(condition)))
    row, transcript = spoken
    pause = 64.0
    moved, measures = shifted(transcript, measured(transcript), pause)
    before = find(condition, spoken)
    after = find(cast(Written, later(condition, pause)), (row, moved), measures)
    assert after.truth is before.truth
    said = [hit.span.shift(pause) for hit in before.hits if hit.span and hit.quote]
    assert [hit.span for hit in after.hits if hit.quote] == said
