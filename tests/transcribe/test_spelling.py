"""Words after any repair still spell the text, and their times still run forward."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.call import Word
from qa.language.edits import Edit, apply
from qa.language.normalise import normalise
from qa.transcribe.lexicon import Lexicon, Term
from qa.transcribe.spelling import respell, spell

TRADE = Lexicon([Term("工号", 3), Term("咨询", 3), Term("账户", 3), Term("欢迎致电", 3)])


def words_of(parts: list[str]) -> list[Word]:
    return [Word(i * 0.5, i * 0.5 + 0.4, part, 0.5 + i % 2 * 0.4) for i, part in enumerate(parts)]


def text_of(words: object) -> str:
    return "".join(word.text for word in words)  # type: ignore[attr-defined]


def test_an_edit_joins_the_words_it_touches() -> None:
    heard = words_of(["我的", "公", "号是", "一二三"])
    result = respell(heard, [Edit(2, 4, "工号")])
    assert [word.text for word in result] == ["我的", "工号是", "一二三"]
    assert result[1] == Word(0.5, 1.4, "工号是", pytest.approx((0.9 + 0.5) / 2))
    assert result[0] is heard[0]
    assert result[2] is heard[3]


def test_edits_that_touch_one_word_are_both_made() -> None:
    (word,) = respell(words_of(["三千五和四千五"]), [Edit(0, 3, "3500"), Edit(4, 7, "4500")])
    assert word.text == "3500和4500"


def test_no_edit_changes_nothing() -> None:
    heard = words_of(["您好", ",", "请讲"])
    assert respell(heard, []) == tuple(heard)


@st.composite
def edited_words(draw: st.DrawFn) -> tuple[list[Word], list[Edit]]:
    parts = draw(st.lists(st.text("甲乙丙丁12", min_size=1, max_size=4), max_size=12))
    length = sum(map(len, parts))
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    stretches = list(pairwise(cuts))
    chosen = [stretch for stretch in stretches if draw(st.booleans())]
    edits = [Edit(start, end, draw(st.text("新", max_size=4))) for start, end in chosen]
    return words_of(parts), edits


@given(edited_words())
def test_the_words_always_spell_the_edited_text(case: tuple[list[Word], list[Edit]]) -> None:
    words, edits = case
    assert text_of(respell(words, edits)) == apply(text_of(words), edits)


@given(edited_words())
def test_times_stay_ordered_and_inside(case: tuple[list[Word], list[Edit]]) -> None:
    words, edits = case
    result = respell(words, edits)
    times = [time for word in result for time in (word.start, word.end)]
    assert times == sorted(times)
    assert set(times) <= {time for word in words for time in (word.start, word.end)}
    assert all(0 <= word.confidence <= 1 for word in result)


@given(edited_words())
def test_words_that_no_edit_touches_stay(case: tuple[list[Word], list[Edit]]) -> None:
    words, edits = case
    result, at = respell(words, edits), 0
    for word in words:
        end = at + len(word.text)
        if all(edit.end <= at or end <= edit.start for edit in edits):
            assert word in result
        at = end


def test_spells_simplified_repaired_and_with_one_number_form() -> None:
    heard = words_of(["歡迎", "制電", ",", "我的", "公號", "是", "幺零", "二", "四"])
    assert text_of(spell(heard, TRADE, "zh")) == "欢迎致电,我的工号是1024"


def test_other_languages_stay_as_heard() -> None:
    heard = words_of([" My", " number", " is", " one", " 1"])
    assert spell(heard, TRADE, "en") == tuple(heard)


@given(
    st.lists(
        st.text("我的公號帳戶三千五百零幺二四点号,百分之", min_size=1, max_size=5), max_size=10
    )
)
def test_spelling_is_that_of_normalised_text_where_the_lexicon_is_silent(parts: list[str]) -> None:
    heard = words_of(parts)
    result = spell(heard, Lexicon([]), "zh")
    assert text_of(result) == normalise("".join(parts))
    assert [word.start for word in result] == sorted(word.start for word in result)
