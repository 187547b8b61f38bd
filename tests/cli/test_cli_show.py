"""`qa show` and `qa search`."""

import json
import unicodedata
from collections.abc import Callable
from contextlib import closing

import hand_made
from click.testing import Result
from filled import NOW

from qa.cli.wording import clock
from qa.reports.record import call_record
from qa.scoring.satisfaction.risk import Reason, Risk
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import PlanKind, Review
from qa.store import open_store

Run = Callable[..., Result]


def test_marks_stand_where_they_occur(run: Run, url: str) -> None:
    result = run("show", "C-1", "--db", url)
    assert result.exit_code == 0
    expected = (
        "工号7号",
        "我要投诉",
        "我帮您保证收益",
        "坐席抢话",
        "✗ TALK-PROMISE",
        "冷场 dead air 10.5 s",
        "✗ TALK-DEAD-AIR",
        "未识别出文字",
        "感谢来电",
    )
    transcript = result.stdout[result.stdout.index("转写 transcript") :]
    places = [transcript.index(text) for text in expected]
    assert places == sorted(places)


def test_verdicts_flags_score_and_metadata_are_shown(run: Run, url: str) -> None:
    shown = run("show", "C-1", "--db", url).stdout
    for text in (
        "李晓红",
        "不满意 dissatisfied",
        "致命项 fatal",
        "无法判定",
        "一票否决",
        "1 项待人工",
    ):
        assert text in shown


def test_a_failed_call_says_why(run: Run, url: str) -> None:
    result = run("show", "C-2", "--db", url)
    assert result.exit_code == 0
    assert "失败 recording_unreadable: C-2.wav: not audio" in result.stdout


def test_json_is_the_call_record(run: Run, url: str) -> None:
    result = run("show", "C-1", "--json", "--db", url)
    record = call_record(hand_made.done(), Review(PlanKind.NONE))
    assert json.loads(result.stdout) == json.loads(json.dumps(record))


def test_an_unknown_call_is_an_error(run: Run, url: str) -> None:
    result = run("show", "C-9", "--db", url)
    assert result.exit_code == 2
    assert "no judged call 'C-9'" in result.stderr


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_columns_align_in_spite_of_chinese(run: Run, url: str) -> None:
    lines = run("show", "C-1", "--db", url).stdout.splitlines()
    first = next(n for n, line in enumerate(lines) if "规则 rule" in line)
    table = lines[first : first + 6]
    starts = {
        columns(line[: line.index(word)])
        for line, word in zip(
            table, ("结论", "通过", "不通过", "不通过", "无法判定", "不适用"), strict=True
        )
    }
    assert len(starts) == 1


def test_clock_counts_on_into_hours() -> None:
    assert clock(65.34) == "01:05.3"
    assert clock(59.96) == "01:00.0"
    assert clock(3600 + 65.3) == "1:01:05.3"


def test_search_finds_two_characters(run: Run, url: str) -> None:
    result = run("search", "投诉", "--db", url)
    assert result.exit_code == 0
    assert "C-1" in result.stdout
    assert "C-3" in result.stdout
    assert "00:03.5" in result.stdout


def test_search_can_be_narrowed(run: Run, url: str) -> None:
    hits = json.loads(run("search", "投诉", "--role", "customer", "--json", "--db", url).stdout)
    assert [(hit["call_id"], hit["turn_start"]) for hit in hits] == [("C-1", 3.5)]
    assert hits[0]["started_at"] == "2018-05-07T09:30:15+08:00"
    assert run("search", "投诉", "--since", "2018-05-08", "--db", url).exit_code == 1
    assert run("search", "投诉", "--until", "2018-05-07", "--db", url).exit_code == 0


def test_search_without_a_hit_says_so(run: Run, url: str) -> None:
    result = run("search", "没有这句", "--json", "--db", url)
    assert result.exit_code == 1
    assert json.loads(result.stdout) == []
    assert "nothing found" in run("search", "没有这句", "--db", url).stderr


def test_a_risk_is_shown_with_its_reasons_and_honestly(run: Run, url: str) -> None:
    why = Reason("客户说“太过分了”", "the customer says “太过分了”", 1.0)
    with closing(open_store(url)) as store:
        store.save_risks(
            TargetName.SATISFACTION, {"C-1": Risk(0.724, (why,), "satisfaction-1", True)}, NOW
        )
        store.save_risks(TargetName.COMPLAINT, {"C-1": Risk(0.9, (), "rank", False)}, NOW)
    shown = run("show", "C-1", "--db", url).stdout
    assert "不满风险 dissatisfaction 72%" in shown
    assert why.zh in shown
    assert "投诉风险 complaint 规则与词语估计" in shown
