"""A rulebook applied to a call: one verdict a rule."""

from qa.call import Call, Transcript
from qa.measures.values import Measures
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth
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
    hearing = Hearing(call, transcript, measures, rulebook.ear, rulebook.min_confidence)
    return tuple(_verdict(rule, hearing) for rule in rulebook.rules)


def _verdict(rule: Rule, hearing: Hearing) -> Verdict:
    if rule.applies_when:
        scope = rule.applies_when.evaluate(hearing)
        if scope.truth is Truth.FALSE:
            return _as_verdict(rule, State.NOT_APPLICABLE, scope)
    finding = _finding(rule, hearing)
    state = _STATES[finding.truth]
    if state is not State.PASS and rule.excused_when:
        excuse = rule.excused_when.evaluate(hearing)
        if excuse.truth is Truth.TRUE:
            return _as_verdict(rule, State.NOT_APPLICABLE, excuse)
    return _as_verdict(rule, state, finding)


def _finding(rule: Rule, hearing: Hearing) -> Finding:
    """Whether the rule is kept."""
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
    )
