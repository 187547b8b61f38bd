"""`qa review import`: from a file to decisions in the database."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from qa.rules.decision import Decision, Judgement, Outcome
from qa.rules.verdict import State
from qa.store import open_store

Run = Callable[..., Result]
HEADER = "call_id,rule,decision,true_verdict,reason,reviewer,decided_at\n"
GOOD = (
    "C-1,TALK-PROMISE,推翻,通过,客户说的,王质检,2018-05-09 10:00\n"
    "C-1,OPEN-GREETING,维持,,,王质检,\n"
    "C-1,TALK-RATE,cannot_judge,,听不清,李质检,\n"
)
BAD = (
    "C-9,TALK-PROMISE,维持,,,王质检,\n"
    "C-1,TALK-PROMIS,维持,,,王质检,\n"
    "C-1,TALK-RATE,推翻,,,王质检,\n"
)


@pytest.fixture
def importing(run: Run, url: str) -> Run:
    """`importing(rows, …)` is `qa review import` of a file with these rows."""

    def import_(rows: str, *args: str, header: str = HEADER, encoding: str = "utf-8") -> Result:
        Path("d.csv").write_text(header + rows, encoding)
        return run("review", "import", "d.csv", "--db", url, *args)

    return import_


def kept(url: str, call_id: str = "C-1") -> Mapping[str, Decision]:
    with closing(open_store(url)) as store:
        return {each.code: each for each in store.decisions_of(call_id)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_decisions_are_recorded_with_what_they_are_about(
    importing: Run, url: str, encoding: str
) -> None:
    result = importing(GOOD, encoding=encoding)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("新记录 3 条,已有 0 条,拒绝 0 行")
    found = kept(url)
    assert {code: each.outcome for code, each in found.items()} == {
        "TALK-PROMISE": Outcome.OVERTURNED,
        "OPEN-GREETING": Outcome.CONFIRMED,
        "TALK-RATE": Outcome.CANNOT_JUDGE,
    }
    promise = found["TALK-PROMISE"]
    assert promise.about == Judgement(State.FAIL, "inbound@0123456789ab")
    assert (promise.true_state, promise.reason) == (State.PASS, "客户说的")
    assert promise.decided_at is not None
    assert promise.decided_at.isoformat() == "2018-05-09T02:00:00+00:00"  # 10:00 in Shanghai.


def test_the_same_file_again_records_nothing(importing: Run, url: str) -> None:
    importing(GOOD)
    again = importing(GOOD)
    assert again.exit_code == 0
    assert again.stdout.startswith("新记录 0 条,已有 3 条")
    assert len(kept(url)) == 3


def test_one_wrong_row_keeps_out_all_and_every_wrong_row_is_told(importing: Run, url: str) -> None:
    result = importing(GOOD + BAD + "C-1,TALK-DEAD-AIR,maybe,,,王质检,\n")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "d.csv 第8行 decision",
        "d.csv 第5行 call_id",
        "d.csv 第6行 rule",
        "d.csv 第7行 true_verdict",
        lines[-1],
    ]
    assert "是否想写 TALK-PROMISE?" in lines[2]
    assert lines[-1].startswith("4 行有误,没有导入任何一行")
    assert kept(url) == {}


def test_partial_records_the_good_rows(importing: Run, url: str) -> None:
    result = importing(GOOD + BAD, "--partial")
    assert result.exit_code == 1
    assert result.stdout.startswith("新记录 3 条,已有 0 条,拒绝 3 行")
    assert len(result.stderr.splitlines()) == 3
    assert len(kept(url)) == 3


def test_as_json(importing: Run) -> None:
    refused = json.loads(importing(GOOD + BAD, "--json").stdout)
    assert (refused["recorded"], refused["refused"], len(refused["problems"])) == (0, 3, 3)
    assert set(refused["problems"][0]) == {"place", "what", "fix"}
    done = json.loads(importing(GOOD, "--json").stdout)
    assert (done["recorded"], done["repeated"], done["problems"]) == (3, 0, [])


def test_the_reviewer_can_be_told_for_the_whole_file(importing: Run, url: str) -> None:
    row = "C-1,TALK-PROMISE,维持\n"
    header = "call_id,rule,decision\n"
    unnamed = importing(row, header=header)
    assert unnamed.exit_code == 2
    assert "--reviewer" in unnamed.stderr
    assert importing(row, "--reviewer", "王质检", header=header).exit_code == 0
    assert kept(url)["TALK-PROMISE"].reviewer == "王质检"


def test_a_decision_older_than_the_verdict_is_recorded_with_a_warning(
    importing: Run, url: str
) -> None:
    result = importing("C-1,TALK-PROMISE,维持,,,王质检,2018-05-07 20:00\n")
    assert result.exit_code == 0
    assert "d.csv 第2行 decided_at" in result.stderr
    assert "judged again since" in result.stderr
    assert len(kept(url)) == 1


def test_a_failed_call_has_nothing_to_decide_on(importing: Run) -> None:
    result = importing("C-2,TALK-PROMISE,维持,,,王质检,\n")
    assert result.exit_code == 2
    assert "d.csv 第2行 rule" in result.stderr


def test_a_file_that_cannot_be_read_is_told_without_traceback(run: Run, url: str) -> None:
    Path("book.xlsx").write_bytes(b"PK\x03\x04rest")
    for name, complaint in (("no.csv", "no such file"), ("book.xlsx", "Excel")):
        result = run("review", "import", name, "--db", url)
        assert result.exit_code == 2
        assert complaint in result.stderr
        assert "Traceback" not in result.stderr
