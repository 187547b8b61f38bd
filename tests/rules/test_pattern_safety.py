"""Regular expressions in rulebooks: bounded in time, and matched by pieces."""

import re
import time

import pytest
from calls import MONO, find, heard
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.rules.logic import Truth
from qa.rules.operators.pattern import OVERLAP, PIECE, matches, safe_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "(a*)*", "(a|a)*b", "(a|ab)*c", "((a{1,9}){1,9}){1,9}", "(?:x+x+)+y",
        r"(a)\1", "a*a*a*a*b", ".*.*.*=.*", "(?P<n>a)(?P=n)", "(", "[", "a{9,1}", "*",
        "(?i)(a+)+", "a" * 501, "(a?){60}", "(?:[^x]+,?)*",
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
    ],
)
def test_ordinary_patterns_are_fine(pattern: str) -> None:
    assert safe_pattern(pattern) == pattern


atoms = st.sampled_from(
    ["a", "b", ".", "[ab]", "a*", "a+", "b?", "a{0,3}", "(a|b)", "(ab)?", "(a+)"]
)


@settings(deadline=None)
@given(st.lists(atoms, min_size=1, max_size=8).map("".join))
def test_a_pattern_that_is_let_through_is_fast_on_the_worst_text(pattern: str) -> None:
    try:
        safe_pattern(pattern)
    except ValueError:
        return
    started = time.process_time()
    list(matches(re.compile(pattern + "x"), "a" * 400))
    assert time.process_time() - started < 5


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
