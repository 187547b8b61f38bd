"""Verdicts against an inspector's: what is right, wrong and missed."""

from bench.matching import Hits
from bench.verdicts import Judgement, Verdicts


def judgement(truth: str, ours: str, *, rule: str = "R", roles_known: bool = True) -> Judgement:
    return Judgement(
        call_id="c",
        rule=rule,
        roles_known=roles_known,
        truth=truth,
        ours=ours,
        reason="",
        why="因为",
    )


def test_undetermined_misses_a_fail_but_accuses_nobody():
    assert judgement("fail", "fail").hits == Hits(1, 0, 0)
    assert judgement("fail", "undetermined").hits == Hits(0, 0, 1)
    assert judgement("pass", "undetermined").hits == Hits(0, 0, 0)
    assert judgement("undetermined", "fail").hits == Hits(0, 1, 0)
    assert judgement("not_applicable", "fail").hits == Hits(0, 1, 0)


def test_lines_and_details():
    found = Verdicts(
        (
            judgement("fail", "fail"),
            judgement("fail", "pass", rule="S"),
            judgement("pass", "undetermined", roles_known=False),
            judgement("pass", "pass"),
        )
    )
    outcome = found.outcome()
    values = {line.what: line.value for line in outcome.lines}
    assert values["precision of fail"] == 1
    assert values["recall of fail"] == 0.5
    assert values["same verdict of four"] == 0.5
    assert values["undetermined where an inspector decides"] == 1
    assert len(outcome.details["disagreements"]) == 2
    assert outcome.details["rules"]["S"] == {"right": 0, "wrong": 0, "missed": 1}
