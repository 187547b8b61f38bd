"""A rulebook applied to a call: one verdict a rule."""

from qa.call import Call, Transcript
from qa.measures.values import Measures
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, false
from qa.rules.rule import Rule, Severity
from qa.rules.rulebook import Rulebook
from qa.rules.verdict import Evidence, State, Verdict

_STATES = {
    Truth.TRUE: State.PASS,
    Truth.FALSE: State.FAIL,
    Truth.UNKNOWN: State.UNDETERMINED,
}


def judge(
    rulebook: Rulebook, call: Call, transcript: Transcript, measures: Measures
) -> tuple[Verdict, ...]:
    """The verdict of every rule, in the rulebook's order."""
    hearing = hear(rulebook, call, transcript, measures)
    return tuple(_as_verdict(rule, *decide(rule, hearing)) for rule in rulebook.rules)


def hear(rulebook: Rulebook, call: Call, transcript: Transcript, measures: Measures) -> Hearing:
    """The call as the rulebook's conditions see it."""
    return Hearing(
        call, transcript, measures, rulebook.ear, rulebook.min_confidence, rulebook.conditions
    )


def decide(rule: Rule, hearing: Hearing) -> tuple[State, Finding]:
    """The verdict's state, and the finding that it rests on."""
    why_not = rule.why_not(hearing.call)
    if why_not:
        return State.NOT_APPLICABLE, false(Evidence(why_not))
    if rule.applies_when:
        scope = rule.applies_when.evaluate(hearing)
        if scope.truth is Truth.FALSE:
            return State.NOT_APPLICABLE, scope
    finding = kept(rule, hearing)
    state = _STATES[finding.truth]
    if state is not State.PASS and rule.excused_when:
        excuse = rule.excused_when.evaluate(hearing)
        if excuse.truth is Truth.TRUE:
            return State.NOT_APPLICABLE, excuse
    return state, finding


def state(rule: Rule, hearing: Hearing) -> State:
    """The verdict's state as `decide` finds it, for much less work."""
    if rule.why_not(hearing.call):
        return State.NOT_APPLICABLE
    if rule.applies_when and rule.applies_when.truth(hearing) is Truth.FALSE:
        return State.NOT_APPLICABLE
    tested = rule.requires or rule.fails_when
    assert tested
    truth = tested.truth(hearing)
    found = _STATES[truth if rule.requires else ~truth]
    if found is not State.PASS and rule.excused_when:
        excused = rule.excused_when.truth(hearing) is Truth.TRUE
        return State.NOT_APPLICABLE if excused else found
    return found


def kept(rule: Rule, hearing: Hearing) -> Finding:
    """Whether the rule is kept, excuses aside."""
    if rule.requires:
        return rule.requires.evaluate(hearing)
    assert rule.fails_when
    return ~rule.fails_when.evaluate(hearing)


def _as_verdict(rule: Rule, state: State, finding: Finding) -> Verdict:
    evidence = finding.evidence
    if not evidence and state in (State.FAIL, State.UNDETERMINED):
        evidence = (
            Evidence(
                f"规则“{rule.name.zh}”的条件{'不满足' if state is State.FAIL else '无法判断'}"
            ),
        )
    return Verdict(
        code=rule.code,
        name=rule.name.zh,
        state=state,
        fatal=rule.severity is Severity.FATAL,
        confidence=round(min(1.0, max(0.0, finding.confidence)), 3),
        evidence=evidence,
        cost=_cost(rule, finding) if state is State.FAIL else None,
    )


def _cost(rule: Rule, finding: Finding) -> float | None:
    """The rule's points, less what was earned of a script's."""
    if rule.points is None:
        return None
    return round(rule.points * (1 - (finding.share or 0.0)), 2)
