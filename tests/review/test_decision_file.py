"""Reading files of decisions: every bad row is told, with its column and the way out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from qa.errors import ManifestError
from qa.review.decision_file import DecisionFile, read_decisions
from qa.rules.decision import Decision, Outcome
from qa.rules.verdict import State

NOW = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADER = "call_id,rule,decision,true_verdict,reason,reviewer,decided_at\n"


@pytest.fixture
def read(tmp_path: Path):
    def read_(content: str | bytes, name: str = "d.csv", reviewer: str | None = None):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_decisions(str(file), timezone=SHANGHAI, now=NOW, reviewer=reviewer)

    return read_


def places(file: DecisionFile) -> list[str]:
    return [problem.place for problem in file.problems]


ROW = 'C-1,TALK-PROMISE,推翻,通过,"客户自己说的,不是坐席",王质检,2026-03-02 18:00\n'
MADE = Decision(
    call_id="C-1",
    code="TALK-PROMISE",
    outcome=Outcome.OVERTURNED,
    reviewer="王质检",
    decided_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
    true_state=State.PASS,
    reason="客户自己说的,不是坐席",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_row_becomes_a_decision_in_every_encoding(read, encoding: str) -> None:
    file = read((HEADER + ROW).encode(encoding))
    assert file == DecisionFile("d.csv", ((2, MADE),))


def test_columns_may_be_few_and_in_any_order(read) -> None:
    file = read("Rule;Call ID;decision\nX;C-1;confirmed\n", reviewer="李质检")
    assert file.decisions == (
        (
            2,
            Decision(call_id="C-1", code="X", outcome=Outcome.CONFIRMED, reviewer="李质检"),
        ),
    )


def test_json_lines_are_read_as_well(read) -> None:
    line = '{"call_id": "C-1", "rule": "X", "decision": "cannot_judge", "reviewer": "王"}\n'
    ((_, decision),) = read(line, "d.jsonl").decisions
    assert decision.outcome is Outcome.CANNOT_JUDGE


def test_words_of_both_languages_mean_the_same(read) -> None:
    rows = "".join(
        f"C-{at},X,{decision},{true},,王,\n"
        for at, (decision, true) in enumerate(
            [
                ("维持", ""),
                ("CONFIRMED", ""),
                ("推翻", "不通过"),
                ("overturned", "FAIL"),
                ("推翻", "不适用"),
                ("overturned", "not_applicable"),
                ("推翻", "无法判断"),
                ("overturned", "undetermined"),
            ]
        )
    )
    read_rows = [(each.outcome, each.true_state) for _, each in read(HEADER + rows).decisions]
    assert read_rows[::2] == read_rows[1::2]
    assert len(read_rows) == 8


def test_a_row_reviewed_by_somebody_keeps_their_name(read) -> None:
    ((_, decision),) = read(HEADER + ROW, reviewer="李质检").decisions
    assert decision.reviewer == "王质检"


def test_a_reason_may_have_several_lines(read) -> None:
    row = 'C-1,X,confirmed,,"第一行\n第二行",王质检,\n'
    ((_, decision),) = read(HEADER + row).decisions
    assert decision.reason == "第一行\n第二行"


def test_all_that_is_wrong_with_all_rows_is_told_at_once(read) -> None:
    rows = (
        "C-1,X,maybe,passed,,王质检,yesterday\n"
        ",,,,,,\n"
        ",X,confirmed,,,,\n"
        "C-2,X,confirmed\n"
        "C-3,X,confirmed,,,王质检,2026-03-03T01:31:00Z\n"
        "C-4,X\x07,confirmed,,,王质检,\n"
        f"C-5,X,confirmed,,{'长' * 2001},王质检,\n"
        "C-6,X,confirmed,,,王质检,\n"
    )
    file = read(HEADER + rows)
    assert [row for row, _ in file.decisions] == [9]
    assert file.refused == 6
    assert sorted(places(file)) == [
        "d.csv 第2行 decided_at",
        "d.csv 第2行 decision",
        "d.csv 第2行 true_verdict",
        "d.csv 第4行 call_id",
        "d.csv 第4行 reviewer",
        "d.csv 第5行",
        "d.csv 第6行 decided_at",
        "d.csv 第7行 rule",
        "d.csv 第8行 reason",
    ]
    assert all(problem.fix for problem in file.problems)


def test_a_decision_of_tomorrow_is_refused_with_the_time_zone(read) -> None:
    late = (NOW + timedelta(minutes=1)).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    (problem,) = read(HEADER + f"C-1,X,confirmed,,,王质检,{late}\n").problems
    assert "lies in the future" in problem.what
    assert "Asia/Shanghai" in problem.fix


def test_one_inspector_who_says_two_things_at_once_is_not_believed(read) -> None:
    rows = (
        "C-1,X,confirmed,,,王质检,\n"
        "C-1,X,overturned,,,王质检,\n"
        "C-1,X,overturned,,,李质检,\n"
        "C-2,X,confirmed,,,王质检,\n"
        "C-2,X,confirmed,,又看了一遍,王质检,\n"
    )
    file = read(HEADER + rows)
    assert [row for row, _ in file.decisions] == [4, 5, 6]
    assert places(file) == ["d.csv 第2行 decision", "d.csv 第3行 decision"]
    assert file.refused == 2
    assert "第3行" in file.problems[0].what


def test_one_who_decides_anew_later_is_believed(read) -> None:
    rows = "C-1,X,confirmed,,,王,2026-03-02 09:00\nC-1,X,overturned,,,王,2026-03-02 10:00\n"
    assert len(read(HEADER + rows).decisions) == 2


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("call_id,rule\nC-1,X\n", "缺少必需的列 decision"),
        ("call_id,rule,decison\nC-1,X,confirmed\n", "是否把 “decison” 改为 decision?"),
        ("a,b\n1,2\n", "none of the known columns"),
        ("", "文件是空的"),
        (b"PK\x03\x04", "Excel"),
        ("call_id,rule,decision,Call-ID\nC-1,X,confirmed,C-1\n", "出现了 2 次"),
    ],
)
def test_a_file_without_the_columns_is_refused_as_a_whole(read, content, complaint: str) -> None:
    with pytest.raises(ManifestError) as refused:
        read(content)
    assert complaint in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="there is no such file"):
        read_decisions(str(tmp_path / "no.csv"), timezone=SHANGHAI, now=NOW)


def test_a_misspelt_optional_column_and_an_empty_file_are_warned_of(read) -> None:
    file = read("call_id,rule,decision,true_verdct,班组\n")
    whats = [warning.what for warning in file.warnings]
    assert len(whats) == 2
    assert "true_verdct" in whats[0]
    assert "已忽略" in whats[0]
    assert "no decisions" in whats[1]
