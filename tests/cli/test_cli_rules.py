"""`qa rules` and `qa models`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hand_made import RULEBOOK
from own_rulebooks import write_cases

from qa.transcribe.weights import known_models

Run = Callable[..., Result]
SCORECARD = """\
line: inbound
name: Inbound
sections:
  - name: Service
    dimension: assurance
    criteria:
      - {code: GREETING, name: 开头语, points: 10, rules: [OPEN-GREETIN]}
"""


@pytest.fixture
def scorecards(rulebooks: Path) -> Path:
    """An empty folder for scorecards."""
    folder = Path("scorecards")
    folder.mkdir()
    return folder


def test_the_shipped_rulebooks_and_scorecards_are_right(run: Run) -> None:
    result = run("rules", "check", "--json")
    assert result.exit_code == 0, result.stdout
    lines = [version.partition("@")[0] for version in json.loads(result.stdout)["versions"]]
    assert sorted(lines) == ["callback", "inbound", "offsite"]


def test_own_cases_that_pass(run: Run, rulebooks: Path) -> None:
    result = run("rules", "test", str(rulebooks))
    assert result.exit_code == 0, result.output
    assert "2 / 2 通过" in result.stdout


def test_the_cases_of_one_rule_alone(run: Run, rulebooks: Path) -> None:
    result = run("rules", "test", str(rulebooks), "--rule", "OPEN-GREETING", "--json")
    assert json.loads(result.stdout)["cases"] == 2
    none = run("rules", "test", str(rulebooks), "--rule", "OPEN-NOTHING")
    assert none.exit_code == 2
    assert "OPEN-NOTHING" in none.stderr


def test_too_few_cases_are_told(run: Run, rulebooks: Path) -> None:
    told = run("rules", "test", str(rulebooks))
    assert "OPEN-GREETING: 案例不足" in told.stderr
    found = json.loads(run("rules", "test", str(rulebooks), "--json").stdout)
    assert found["too_few"] == {"OPEN-GREETING": {"passing": 2, "failing": 2, "near_miss": 2}}


def test_a_case_that_is_judged_otherwise_is_told(run: Run, rulebooks: Path) -> None:
    write_cases(rulebooks, "pass")
    result = run("rules", "test", str(rulebooks))
    assert result.exit_code == 1
    assert "✗ OPEN-GREETING [inbound] 没有开头语: 应为 / expected pass" in result.stderr
    assert "1 / 2 通过" in result.stdout
    (wrong,) = json.loads(run("rules", "test", str(rulebooks), "--json").stdout)["wrong"]
    assert (wrong["expected"], wrong["verdict"]["verdict"]) == ("pass", "fail")


def test_rulebooks_without_cases_are_not_called_tested(run: Run, rulebooks: Path) -> None:
    (rulebooks / "cases/OPEN-GREETING.yaml").unlink()
    result = run("rules", "test", str(rulebooks))
    assert result.exit_code == 2
    assert "no cases" in result.stderr


def test_all_that_is_wrong_is_listed_with_its_line(
    run: Run, rulebooks: Path, scorecards: Path
) -> None:
    (rulebooks / "inbound.yaml").write_text(RULEBOOK.replace("severity", "serverity"))
    (scorecards / "inbound.yaml").write_text("line: inbound\nnam: 呼入\n", encoding="utf-8")
    args = ("rules", "check", str(rulebooks), "--scorecards", str(scorecards))
    result = run(*args)
    assert result.exit_code == 1
    assert "inbound.yaml:7" in result.stderr
    assert "severity" in result.stderr
    assert "inbound.yaml:2" in result.stderr
    problems = json.loads(run(*args, "--json").stdout)["problems"]
    assert len(problems) == len(result.stderr.splitlines())


def test_own_rulebooks_are_not_held_against_the_shipped_scorecards(
    run: Run, rulebooks: Path
) -> None:
    result = run("rules", "check", str(rulebooks))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("inbound@")


def test_a_scorecard_that_names_an_unknown_rule_is_wrong(
    run: Run, rulebooks: Path, scorecards: Path
) -> None:
    (scorecards / "inbound.yaml").write_text(SCORECARD, encoding="utf-8")
    result = run("rules", "check", str(rulebooks), "--scorecards", str(scorecards))
    assert result.exit_code == 1
    assert "OPEN-GREETIN" in result.stderr


def test_models_are_listed_fetched_and_verified(run: Run) -> None:
    assert json.loads(run("models", "list", "--json").stdout)[0]["state"] == "absent"
    missing = run("models", "verify")
    assert missing.exit_code == 1
    assert "qa models fetch base" in missing.stderr
    assert run("models", "fetch").exit_code == 0
    assert "* base verified" in run("models", "list").stdout
    assert run("models", "verify", "base").exit_code == 0


def test_a_damaged_model_is_found(run: Run) -> None:
    for file in known_models()["base"].files:
        Path("models/base").mkdir(parents=True, exist_ok=True)
        Path("models/base", file.name).write_text("damaged")
    result = run("models", "verify", "--json")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["broken"]) == len(known_models()["base"].files)
    assert "damaged" in run("models", "list").stdout


def test_a_model_that_nobody_knows_is_refused(run: Run) -> None:
    for verb in ("fetch", "verify"):
        result = run("models", verb, "bas")
        assert result.exit_code == 2
        assert "base" in result.stderr
