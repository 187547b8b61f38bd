"""Segments are found by sound: what may differ, what must not, and against a slow reference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_search import find
from slow_segments import SegmentIndex, homophony, is_near

from qa.language.automaton import automaton
from qa.language.phrases import PhraseIndex
from qa.language.segment import most_homophones
from qa.language.template import Alt, Char, Node, Seq

CHARS = "我要就投头偷诉素数销消小护户的了不是四开"
"""Few sounds, many confusions."""


def found(template: str, text: str) -> bool:
    return bool(PhraseIndex([template]).search(text))


@pytest.mark.parametrize(
    ("phrase", "heard"),
    [
        ("工号", "公号"),
        ("需谨慎", "虚紧慎"),
        ("欢迎致电", "欢迎制电"),
        ("为您服务", "未你服务"),
        ("我要投诉", "我要头数"),
        ("我要投诉", "我要个投诉"),
        ("欢迎致电", "欢欢迎致电"),
        ("生活愉快", "生货愉快"),
        ("感谢您的来电", "感谢您来电"),
        ("股市有风险投资需谨慎", "股市有封险投资虚紧慎"),
    ],
)
def test_misheard_phrases_are_found(phrase: str, heard: str) -> None:
    assert found(phrase, heard)


@pytest.mark.parametrize(
    ("phrase", "heard"),
    [
        ("我要投诉", "我要投资"),
        ("我要销户", "我要开户"),
        ("投诉", "头数"),
        ("好烦", "号反"),
        ("急什么", "级什莫"),
        ("我不知道", "我知道"),
        ("能保证收益", "不保证收益"),
        ("没有办法", "有办法"),
        ("我要投诉", "我不要投诉"),
        ("打12386", "打12381"),
        ("一旦", "收益,但是"),
        ("好烦", "您好,烦请提供"),
    ],
)
def test_other_words_are_not(phrase: str, heard: str) -> None:
    assert not found(phrase, heard)


@pytest.mark.parametrize(
    ("syllables", "edits", "homophones", "fine"),
    [
        (1, 0, 0, True), (1, 0, 1, False),
        (2, 0, 1, True), (2, 0, 2, False), (2, 1, 0, False),
        (3, 0, 3, True), (3, 0, 4, False), (3, 1, 0, False),
        (4, 0, 12, True), (4, 0, 13, False),
        (4, 1, 1, True), (4, 1, 2, False), (6, 1, 3, True), (6, 2, 0, False),
        (7, 1, 20, True), (7, 2, 4, True), (7, 2, 5, False), (12, 3, 0, False),
    ],
)  # fmt: skip
def test_what_may_differ_depends_on_the_length(
    syllables: int, edits: int, homophones: int, fine: bool
) -> None:
    assert (homophones <= most_homophones(syllables, edits)) is fine


def test_homophones_are_graded_by_tone_and_accent() -> None:
    assert homophony("工", "工") == 0
    assert homophony("工", "公") == 1
    assert homophony("询", "讯") == 3
    assert homophony("诉", "数") == 4
    assert homophony("投", "开") is None


def test_a_negation_is_never_near_anything() -> None:
    assert is_near("户", "货")
    assert not any(is_near(other, "不") or is_near("不", other) for other in "部补普破爸")


nodes = st.recursive(
    st.sampled_from(CHARS).map(Char),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: Seq(tuple(parts))),
        st.lists(inner, min_size=1, max_size=2).map(lambda kinds: Alt(tuple(kinds))),
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(nodes, st.text(CHARS, max_size=12))
def test_a_firm_segment_is_found_without_edits_only(node: Node, text: str) -> None:
    firm = SegmentIndex([automaton(node)], {0}).find(text).get(0, [])
    loose = SegmentIndex([automaton(node)]).find(text).get(0, [])
    assert sorted(firm) == sorted(at for at in loose if not at.edits)


@settings(max_examples=300, deadline=None)
@given(nodes, st.text(CHARS, max_size=12))
def test_search_agrees_with_the_slow_reference(node: Node, text: str) -> None:
    expected = find(node, text)
    heard = SegmentIndex([automaton(node)]).find(text).get(0, [])
    assert {(at.start, at.end): (at.edits, at.homophones) for at in heard} == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(nodes, min_size=1, max_size=5, unique=True), st.text(CHARS, max_size=12))
def test_segments_searched_together_are_found_as_alone(parts: list[Node], text: str) -> None:
    together = SegmentIndex([automaton(part) for part in parts]).find(text)
    for number, part in enumerate(parts):
        alone = SegmentIndex([automaton(part)]).find(text)
        assert sorted(together.get(number, [])) == sorted(alone.get(0, []))
