"""`qa rules precision`: from judged calls and decisions to what a rule is worth."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace

import hand_made
import pytest
from click.testing import Result
from filled import NOW, fill

from qa.rules.decision import Decision, Outcome
from qa.rules.verdict import State
from qa.scoring.values import JudgedCall, PlanKind, Review
from qa.store import open_store

Run = Callable[..., Result]
CODE = "TALK-PROMISE"
V1, V2 = "inbound@111111111111", "inbound@222222222222"
DAY = hand_made.call().started_at.date()
RANDOM = Review(PlanKind.RANDOM, ("random",))


def a_call(number: int, state: State, rulebook: str) -> JudgedCall:
    made = hand_made.done(f"N-{number}", hour=9 if number < 20 else 10)
    (promise,) = (each for each in made.verdicts if each.code == CODE)
    return replace(
        made,
        verdicts=(replace(promise, state=state),),
        provenance=replace(made.provenance, rulebook=rulebook),
    )


@pytest.fixture
def precision(run: Run, url: str) -> Run:
    """On sixty calls of a random sample: of the first version 20 hits, of which 2 are right; of
    the second 20 hits, all right, and 20 passes, of which 5 are misses."""
    calls = [a_call(number, State.FAIL, V1) for number in range(20)]
    calls += [a_call(number, State.FAIL, V2) for number in range(20, 40)]
    calls += [a_call(number, State.PASS, V2) for number in range(40, 60)]
    fill(url, *calls)
    wrong = {*range(2, 20), *range(40, 45)}
    decisions = [
        Decision(
            call_id=f"N-{number}",
            code=CODE,
            outcome=Outcome.OVERTURNED if number in wrong else Outcome.CONFIRMED,
            reviewer="王质检",
        )
        for number in range(60)
    ]
    with closing(open_store(url)) as store:
        store.save_plan(DAY, {each.call.call_id: RANDOM for each in calls})
        store.decide(decisions, NOW)
    return lambda *args: run("rules", "precision", "--db", url, *args)


def of_rules(result: Result) -> Mapping[tuple[str, str | None], Mapping[str, object]]:
    assert result.exit_code == 0, result.output
    rules = json.loads(result.stdout)["rules"]
    return {(rule["code"], rule["version"]): rule for rule in rules}


def test_precision_and_recall_of_all_versions_together(precision: Run) -> None:
    rule = of_rules(precision("--json"))[CODE, None]
    # C-1 of the database fails the rule as well, and nobody has reviewed it.
    assert (rule["judged"], rule["hits"], rule["reviewed"]) == (61, 41, 40)
    assert (rule["confirmed"], rule["overturned"], rule["cannot_judge"]) == (22, 18, 0)
    assert rule["precision"] == 0.55
    recall = rule["recall"]
    assert isinstance(recall, dict)
    assert (recall["basis"], recall["found"], recall["missed"]) == ("estimated", 22, 5)
    assert recall["value"] == pytest.approx((41 * 22 / 40) / (41 * 22 / 40 + 5))


def test_one_version_alone(precision: Run) -> None:
    rules = of_rules(precision("--json", "--version", "inbound@2222"))
    assert list(rules) == [(CODE, None)]
    rule = rules[CODE, None]
    assert (rule["judged"], rule["hits"], rule["precision"]) == (40, 20, 1.0)


def test_every_version_in_a_row_of_its_own(precision: Run) -> None:
    rules = of_rules(precision("--json", "--by-version"))
    assert rules[CODE, V1]["precision"] == 0.1
    assert rules[CODE, V2]["precision"] == 1.0
    assert V1 in precision("--by-version").stdout


def test_rules_not_worth_their_time_are_named_with_the_minutes(precision: Run) -> None:
    poor = json.loads(precision("--json", "--version", V1).stdout)["not_worth"]
    length_s = 22.00049
    assert poor == [{"code": CODE, "version": None, "wasted_minutes": round(18 * length_s / 60, 1)}]
    told = precision("--version", V1).stdout
    assert "不值得复核" in told
    assert f"{CODE} 承诺收益: 10%" in told
    assert json.loads(precision("--json").stdout)["not_worth"] == []
    assert "no rule is surely below" in precision().stdout
    strict = precision("--json", "--version", V1, "--at-least", "21")
    assert json.loads(strict.stdout)["not_worth"] == []
    lax = precision("--json", "--version", V1, "--floor", "0.05")
    assert json.loads(lax.stdout)["not_worth"] == []


def test_the_table_says_what_cannot_be_told(precision: Run) -> None:
    told = precision().stdout
    row = next(line for line in told.splitlines() if line.lstrip().startswith(CODE))
    assert "55% (40–69)" in row
    greeting = next(line for line in told.splitlines() if "OPEN-GREETING" in line)
    assert "–" in greeting
    assert "not sampled" in greeting
    alone = precision("--version", V1).stdout  # It let nothing pass.
    assert "not sampled" in next(line for line in alone.splitlines() if CODE in line)


def test_a_period_and_a_line_narrow_it(precision: Run) -> None:
    early = of_rules(precision("--json", "--until", "2018-05-07T10:00"))
    assert early[CODE, None]["reviewed"] == 20
    assert precision("--json", "--line", "callback").stdout.strip() == json.dumps(
        {"rules": [], "not_worth": []}, indent=2
    )
    assert "no verdicts and no decisions" in precision("--since", "2019-01-01").stdout


@pytest.mark.parametrize("version", ["inbound@3", "inbound@", "inbound", "callback@1"])
def test_an_unknown_version_is_refused_with_those_that_there_are(
    precision: Run, version: str
) -> None:
    result = precision("--version", version)
    assert result.exit_code == 2
    assert "no such version" in result.stderr
