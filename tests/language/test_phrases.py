"""Phrases in a text: what a hit tells, gaps, fillers, numbers, and many phrases at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.phrases import Hit, PhraseIndex


def hits(phrase: str, text: str) -> tuple[Hit, ...]:
    return PhraseIndex([phrase]).search(text).get(phrase, ())


def said(phrase: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits(phrase, text)]


def test_a_hit_tells_where_and_how_well() -> None:
    (hit,) = hits("欢迎致电", "您好,欢迎制电国信证券")
    assert (hit.start, hit.end, hit.exact, hit.edits) == (3, 7, False, 0)
    assert 0.9 < hit.quality < 1
    (exact,) = hits("欢迎致电", "欢迎致电")
    assert (exact.exact, exact.quality) == (True, 1)


def test_quality_falls_with_edits_and_length_softens_it() -> None:
    (short,) = hits("我要投诉", "我要个投诉")
    (long,) = hits("感谢您的来电祝您愉快", "感谢您的来电祝您个愉快")
    assert short.edits == long.edits == 1
    assert short.quality == pytest.approx(0.8)
    assert long.quality > 0.9


def test_fillers_and_punctuation_are_passed_over() -> None:
    assert said("请稍等", "那请,呃您稍等") == []
    assert said("请您稍等", "那请,呃您稍等。") == ["请,呃您稍等"]
    assert said("我要投诉", "我要那个投诉") == ["我要那个投诉"]


def test_hesitations_are_content_where_a_phrase_has_them() -> None:
    assert said("这个我不知道", "这个我不知道") == ["这个我不知道"]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("还有(什么|其他)…(帮|需要)", "请问还有其他什么可以帮您", ["还有其他什么可以帮"]),
        ("还有(什么|其他)…(帮|需要)", "还有什么。那我来帮您", []),
        ("肯定~涨", "肯定能涨", ["肯定能涨"]),
        ("肯定~涨", "肯定不会涨", []),
        ("肯定…涨", "肯定不会涨", ["肯定不会涨"]),
        ("祝您{0-3}愉快", "祝您天天生活愉快", []),
        ("工号{digits}为您服务", "公号1024,为您服务", ["公号1024,为您服务"]),
        ("工号{digits}", "我的工号是1024", []),
        ("工号(是)?{digits}", "我的工号是1024", ["工号是1024"]),
        ("等了{number}分钟", "我等了40分钟", ["等了40分钟"]),
        ("等了{number}分钟", "我等了三分钟", []),
        ("[帮给]您查", "我给您查", ["给您查"]),
        ("=拜拜", "白白", []),
        ("=拜拜", "好拜拜", ["拜拜"]),
    ],
)
def test_the_parts_of_a_phrase(phrase: str, text: str, expected: list[str]) -> None:
    assert said(phrase, text) == expected


def test_hits_of_a_phrase_do_not_overlap_and_come_in_order() -> None:
    assert said("投诉(你们)?", "我要投诉你们,投诉") == ["投诉你们", "投诉"]


def test_an_empty_text_holds_nothing() -> None:
    assert PhraseIndex(["投诉"]).search("") == {}
    assert PhraseIndex([]).search("投诉") == {}


PHRASES = (
    "我要投诉",
    "投诉(你们|你)",
    "销户",
    "再…销户",
    "不…投诉",
    "感谢您的来电",
    "等了{number}分钟",
)


@settings(max_examples=150, deadline=None)
@given(st.text("我要投诉头销户再不感谢您的来电等了3分钟,。那个就是", max_size=25))
def test_phrases_searched_together_are_found_as_alone(text: str) -> None:
    together = PhraseIndex(PHRASES).search(text)
    for phrase in PHRASES:
        assert together.get(phrase, ()) == hits(phrase, text)


@settings(max_examples=150, deadline=None)
@given(
    st.text("好嗯,。查一下", max_size=8),
    st.sampled_from(["我要投诉", "感谢您的来电", "销户"]),
    st.text("好嗯,。查一下", max_size=8),
)
def test_a_phrase_is_found_wherever_it_stands(before: str, phrase: str, after: str) -> None:
    (hit,) = hits(phrase, before + phrase + after)
    assert (hit.start, hit.end) == (len(before), len(before) + len(phrase))
