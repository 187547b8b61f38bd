"""The rule language read literally: the slowest and simplest evaluator that can be written.

It shares with the engine the models of the rulebook, what a phrase search finds for one phrase
in one text (which has a reference of its own), and nothing else: every condition reads the
whole call again, and logic is decided by trying out every value of what is unknown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from reference_doubts import Case, missed
from reference_near import found_near
from reference_places import Part, Place, around, part_of
from reference_silence import silences
from reference_words import found

from qa.call import Call, Role, Transcript
from qa.rules.condition import Condition
from qa.rules.operators.count import Count
from qa.rules.operators.duration import Duration
from qa.rules.operators.metadata import Metadata
from qa.rules.position import Anchor, Position
from qa.rules.rule import Rule
from qa.rules.scope import Scope
from qa.rules.verdict import State

Look = Callable[[Part], tuple[bool | None, Sequence[Place]]]


@dataclass(frozen=True)
class Result:
    """Whether something holds (None: cannot be known), and the places that decide it."""

    truth: bool | None
    places: tuple[Place, ...] = ()


def evaluate(condition: Condition, case: Case) -> Result:
    """Whether a condition holds in a call."""
    result = _evaluate(condition, case)
    return result if condition.evidence else Result(result.truth)


def _evaluate(condition: Condition, case: Case) -> Result:
    if condition.all is not None:
        parts = [evaluate(part, case) for part in condition.all]
        return so_many(len(parts), parts)
    if condition.any is not None:
        return so_many(1, [evaluate(part, case) for part in condition.any])
    if condition.at_least is not None:
        parts = [evaluate(part, case) for part in condition.at_least.of]
        return so_many(condition.at_least.count, parts)
    if condition.not_ is not None:
        inner = evaluate(condition.not_, case)
        return Result(None if inner.truth is None else not inner.truth, inner.places)
    if condition.condition is not None:
        return named(condition.condition, case)
    return _operator(condition, case)


def named(name: str, case: Case) -> Result:
    """A named condition; whether it is shown is said where it is referred to."""
    return _evaluate(case.conditions[name], case)


def so_many(count: int, parts: Sequence[Result]) -> Result:
    """Kleene's logic by its definition: what comes out whatever the unknown parts may be."""
    ways = product(*((True, False) if p.truth is None else (p.truth,) for p in parts))
    outcomes = {sum(way) >= count for way in ways}
    truth = outcomes.pop() if len(outcomes) == 1 else None
    return Result(truth, tuple(at for p in parts if p.truth is truth for at in p.places))


def _operator(condition: Condition, case: Case) -> Result:
    if condition.metadata is not None:
        return _metadata(condition.metadata, case.call)
    if condition.duration is not None:
        return _duration(condition.duration, case.transcript)
    if condition.count is not None:
        return _count(condition.count, case)
    silence = condition.silence
    if silence is not None:
        if not case.transcript.turns:
            return Result(None)
        return _looked(silence, "any", case, lambda part: silences(silence, case, part))
    spoken = condition.phrase or condition.regex
    if spoken is not None:
        return _looked(spoken, spoken.role, case, lambda part: found(spoken, case.transcript, part))
    near = condition.near
    assert near is not None, "the reference knows no other operators"
    return _looked(near, near.role, case, lambda part: found_near(near, case, part))


def _looked(position: Position, role: str, case: Case, look: Look) -> Result:
    """What is found where a position leads to: in one part of the call, or near some hits."""

    def at(part: Part) -> Result:
        truth, places = look(part)
        if truth is False and isinstance(position, Scope):
            return _absent(position, part, case)
        return Result(truth, tuple(places))

    anchor = position.anchor
    if anchor is None:
        return at(part_of(position, role, case.transcript))
    origin = named(anchor.condition, case)
    if origin.truth is None:
        return Result(None)
    hits = _chosen(set(origin.places) if origin.truth else (), anchor)
    parts = [at(around(hit, anchor, role, case.transcript)) for hit in hits]
    return so_many(len(parts) if anchor.hit == "every" else 1, parts)


def _absent(scope: Scope, part: Part, case: Case) -> Result:
    """Not said, in a part of the call if it was one; unless it may have been missed."""
    needs = part.needs if scope.absence_needs is None else scope.absence_needs
    if missed(scope.role, part.turns, needs, case):
        return Result(None)
    role = None if scope.role == "any" else Role(scope.role)
    narrow = scope.first or scope.last or scope.between or scope.anchor
    return Result(False, ((part.start, part.end, role),) if narrow and part.turns else ())


def _chosen(hits: Iterable[Place], anchor: Anchor) -> list[Place]:
    """The hits in question, in order."""
    ordered = sorted(hits, key=lambda hit: (hit[0], hit[1], str(hit[2])))
    if isinstance(anchor.hit, str):
        return ordered
    if anchor.hit < 0:
        ordered.reverse()
    return ordered[abs(anchor.hit) - 1 : abs(anchor.hit)]


def _count(count: Count, case: Case) -> Result:
    """How often another condition holds; once if it does, but nowhere in particular."""
    origin = named(count.condition, case)
    if origin.truth is None:
        return Result(None)
    hits = max(1, len(set(origin.places))) if origin.truth else 0
    holds = (
        (count.above is not None and hits > count.above)
        or (count.below is not None and hits < count.below)
        or (count.at_least is not None and hits >= count.at_least)
        or (count.at_most is not None and hits <= count.at_most)
    )
    return Result(holds, origin.places if hits else ())


def _metadata(operator: Metadata, call: Call) -> Result:
    """What the manifest says."""
    column = operator.field.removeprefix("attributes.")
    own = operator.field.startswith("attributes.")
    value = call.attributes.get(column) if own else getattr(call, column)
    if operator.known is not None:
        return Result((value is not None) == operator.known)
    if value is None:
        return Result(None)
    if operator.equals is not None:
        return Result(str(value) == operator.equals)
    if operator.one_of is not None:
        return Result(str(value) in operator.one_of)
    try:
        number = float(value)
    except ValueError:
        return Result(None)
    above = operator.above is not None and number > operator.above
    return Result(above or (operator.below is not None and number < operator.below))


def _duration(operator: Duration, transcript: Transcript) -> Result:
    """The recording's length; a truncated one may be any longer."""
    lengths = [transcript.duration_s, float("inf")][: 1 + transcript.condition.truncated]
    outcomes = {
        (operator.above_s is not None and length > operator.above_s)
        or (operator.below_s is not None and length < operator.below_s)
        for length in lengths
    }
    return Result(outcomes.pop() if len(outcomes) == 1 else None)


def verdict(rule: Rule, case: Case) -> State:
    """The verdict of a rule that is in force for the call."""
    if rule.applies_when and evaluate(rule.applies_when, case).truth is False:
        return State.NOT_APPLICABLE
    test = rule.requires or rule.fails_when
    assert test is not None
    truth = evaluate(test, case).truth
    if truth is (rule.requires is not None):
        return State.PASS
    if rule.excused_when and evaluate(rule.excused_when, case).truth:
        return State.NOT_APPLICABLE
    return State.UNDETERMINED if truth is None else State.FAIL
