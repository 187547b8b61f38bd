"""The shipped cases hold, every rule has enough of them, and a wrong case is noticed."""

import pickle
from collections import Counter
from pathlib import Path

import pytest
from calls import rule, rulebook

from qa.errors import RulebookError
from qa.rules.cases import CaseResult, Kind, run_cases
from qa.rules.rulebook import Rulebook, load_rulebooks
from qa.rules.verdict import State

FORBIDDEN = {"phrase": {"phrases": ["再见"], "role": "agent"}}
CASE = "code: X-RULE\ncases:\n- {name: a, kind: failing, expect: fail, call: '坐席: 再见'%s}\n"


@pytest.fixture(scope="module")
def shipped() -> tuple[CaseResult, ...]:
    """As a worker judges: by rulebooks that have travelled to another process."""
    travelled: dict[str, Rulebook] = pickle.loads(pickle.dumps(dict(load_rulebooks())))
    return run_cases(travelled)


def test_every_shipped_case_is_judged_as_expected(shipped: tuple[CaseResult, ...]) -> None:
    wrong = [
        f"{result.code} [{result.line}] {result.case.name}: expected {result.case.expect}, "
        f"got {result.verdict and result.verdict.state}"
        for result in shipped
        if not result.ok
    ]
    assert not wrong


def test_every_shipped_rule_has_enough_cases_of_each_kind(shipped: tuple[CaseResult, ...]) -> None:
    codes = {rule.code for book in load_rulebooks().values() for rule in book.rules}
    kinds = Counter((code, kind) for code, kind, _ in {
        (result.code, result.case.kind, result.case.name) for result in shipped
    })  # fmt: skip
    short = [(code, kind) for code in codes for kind in Kind if kinds[code, kind] < 4]
    assert not short


def test_passing_and_failing_cases_are_what_their_kind_says(
    shipped: tuple[CaseResult, ...],
) -> None:
    expected = {Kind.PASSING: State.PASS, Kind.FAILING: State.FAIL}
    odd = [
        result.case.name
        for result in shipped
        if result.case.expect is not expected.get(result.case.kind, result.case.expect)
    ]
    assert not odd


def test_names_of_cases_are_unique_within_a_rule(shipped: tuple[CaseResult, ...]) -> None:
    names = Counter((result.code, result.line, result.case.name) for result in shipped)
    assert max(names.values()) == 1


def _results(folder: Path, cases: str, name: str = "X-RULE") -> tuple[CaseResult, ...]:
    book = rulebook(folder, rule(fails_when=FORBIDDEN))
    (folder / "cases").mkdir()
    (folder / "cases" / f"{name}.yaml").write_text(cases, "utf-8")
    return run_cases({"inbound": book}, folder / "cases")


def test_a_case_that_is_judged_otherwise_is_not_ok(tmp_path: Path) -> None:
    (result,) = _results(tmp_path, CASE.replace("expect: fail", "expect: pass") % "")
    assert not result.ok
    assert result.verdict is not None
    assert result.verdict.state is State.FAIL


def test_a_case_for_a_line_without_the_rule_is_not_ok(tmp_path: Path) -> None:
    (result,) = _results(tmp_path, CASE % ", lines: [offsite]")
    assert (result.line, result.verdict, result.ok) == ("offsite", None, False)


def test_a_case_can_say_what_the_manifest_knows(tmp_path: Path) -> None:
    more = ", ended_by: customer, attributes: {region: 华东}, recording: [mono]"
    (result,) = _results(tmp_path, CASE % more)
    assert result.verdict is not None
    assert result.verdict.state is State.UNDETERMINED


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        (CASE % ", lines: 3", "X-RULE.yaml:3: cases.a.lines"),
        (CASE.replace("坐席", "老板") % "", "neither a turn nor a silence"),
        (CASE.replace("坐席:", "坐席 (快 3):") % "", "'快 3' is none of"),
        (CASE.replace("坐席:", "坐席:" + "好" * 10_000) % "", "at most 10000 characters"),
        (CASE.replace("expect: fail", "expect: bad") % "", "'pass', 'fail', 'undetermined'"),
    ],
)
def test_mistakes_in_cases_are_told_with_their_line(tmp_path: Path, cases: str, said: str) -> None:
    with pytest.raises(RulebookError, match=r"X-RULE") as caught:
        _results(tmp_path, cases)
    assert said in str(caught.value)


def test_a_file_is_called_after_its_rule(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"call it X-RULE\.yaml"):
        _results(tmp_path, CASE % "", name="Y-RULE")
