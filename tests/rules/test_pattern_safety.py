"""Regular expressions in rulebooks: bounded in time, and matched by pieces."""

import re

import pytest
from backtracking import Part, parts, steps
from calls import MONO, find, heard
from hostile import guarded
from hypothesis import given, settings

from qa.rules.logic import Truth
from qa.rules.operators.pattern import MAX_STEPS, OVERLAP, PIECE, matches, safe_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "(a*)*", "(a|a)*b", "(a|ab)*c", "((a{1,9}){1,9}){1,9}", "(?:x+x+)+y",
        r"(a)\1", "a*a*a*a*b", ".*.*.*=.*", "(?P<n>a)(?P=n)", "(", "[", "a{9,1}", "*",
        "(?i)(a+)+", "a" * 501, "(a?){60}", "(?:[^x]+,?)*", "(?:a|aa)" * 40 + "x",
        "(?:){4294967290}", "(?:(?:(?:){999}){999}){999}", "(?:(?=a){999}){999}",
        "(?:){999,}" * 3, "[[a]",
    ],
)  # fmt: skip
def test_what_could_hang_or_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        safe_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "工号[0-9]{3,6}",
        "(您|你)好",
        "祝(?:您|你)?.{0,10}愉快",
        "(?<!不)知道",
        r"\d+元",
        ".*再见",
        "[a*]+",
        "(?:(?:您|你)好|早上好|.{2,5}吗)?(?:好|的|是)",
        ".+?元.*?的",
        "a{}b{,}",
    ],
)
def test_ordinary_patterns_are_fine(pattern: str) -> None:
    assert safe_pattern(pattern) == pattern


@settings(max_examples=200, deadline=None)
@given(parts)
def test_a_pattern_that_is_let_through_takes_few_steps(part: Part) -> None:
    try:
        safe_pattern(part.written)
    except ValueError:
        return
    assert steps(part) <= MAX_STEPS * max(1, len(part.written))


@pytest.mark.parametrize(
    "pattern",
    [".*.*x", ".+?.+?x", "(?=.*.*x)", "(?:aa|a)" * 15 + "x", "(?:){49999}x", "(?:a{50}){200}"],
)
def test_the_worst_that_is_let_through_comes_to_an_end(pattern: str) -> None:
    with guarded(60):
        assert list(matches(re.compile(safe_pattern(pattern)), "a" * PIECE)) == []


def test_matches_lie_anywhere_and_come_once() -> None:
    text = "再见" + "啊" * (PIECE - OVERLAP // 2) + "工号1024" + "啊" * 300 + "再见"
    found = [text[start:end] for start, end in matches(re.compile(r"再见|工号\d+"), text)]
    assert found == ["再见", "工号1024", "再见"]


def test_the_end_of_a_piece_is_not_the_end_of_the_text() -> None:
    text = "啊" * (PIECE - 1) + "再见"
    assert list(matches(re.compile("再$"), text)) == []
    assert list(matches(re.compile("见$"), text)) == [(PIECE, PIECE + 1)]


def test_a_match_and_its_exception() -> None:
    condition = {
        "regex": {"pattern": "工号[0-9]{3,6}", "except": "工号[0-9]+是谁", "role": "agent"}
    }
    finding = find(condition, heard("坐席: 您好,工号1024为您服务"))
    assert finding.truth is Truth.TRUE
    assert finding.evidence[0].quote == "您好,工号1024为您服务"
    assert find(condition, heard("坐席: 工号1024是谁")).truth is Truth.FALSE
    assert find(condition, heard("坐席: 您好\n客户: 工号1024")).truth is Truth.FALSE
    assert find(condition, heard("坐席: 工号1024", MONO)).truth is Truth.UNKNOWN
    assert find(condition, heard("坐席 (时长 3): ~")).truth is Truth.UNKNOWN
