"""How text sounds: one syllable a character, readings by the word, blurred where ears blur."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.pinyin import fold, syllables


def test_a_reading_depends_on_the_word() -> None:
    assert syllables("银行行动") == ("yin", "hang", "xing", "dong")
    assert syllables("重新重要") == ("chong", "xin", "zhong", "yao")


def test_what_has_no_sound_stands_for_itself_in_lower_case() -> None:
    assert syllables("A股,3元") == ("a", "gu", ",", "3", "yuan")


@pytest.mark.parametrize(
    ("said", "heard"), [("工号", "公号"), ("咨询", "资讯"), ("销户", "消护"), ("致电", "制电")]
)
def test_homophones_sound_the_same(said: str, heard: str) -> None:
    assert syllables(said) == syllables(heard)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF), max_size=20))
def test_one_entry_a_character(text: str) -> None:
    assert len(syllables(text)) == len(text)


@pytest.mark.parametrize(
    ("syllable", "other"),
    [("zhi", "zi"), ("chang", "can"), ("sheng", "sen"), ("xing", "xin"), ("ling", "lin")],
)
def test_fold_merges_what_telephone_and_accent_blur(syllable: str, other: str) -> None:
    assert fold(syllable) == fold(other)


@pytest.mark.parametrize(
    ("syllable", "other"), [("ji", "qi"), ("hong", "hon"), ("li", "ni"), ("hu", "fu")]
)
def test_fold_keeps_other_distinctions(syllable: str, other: str) -> None:
    assert fold(syllable) != fold(other)


@given(st.text("abcghijnosuz", max_size=6))
def test_fold_is_idempotent_on_syllables(syllable: str) -> None:
    folded = fold(syllable)
    if not folded.startswith(("zh", "ch", "sh")) and not folded.endswith(("ang", "eng", "ing")):
        assert fold(folded) == folded
