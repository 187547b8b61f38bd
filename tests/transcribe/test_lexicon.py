"""The lexicon repairs homophones of the trade and leaves everything else alone."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import RulebookError
from qa.language.edits import apply
from qa.language.pinyin import fold, syllables
from qa.transcribe.lexicon import Lexicon, Term, load_lexicon

SHIPPED = load_lexicon()


def repaired(text: str, lexicon: Lexicon = SHIPPED) -> str:
    return apply(text, lexicon.repairs(text))


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("我的公号是1037", "我的工号是1037"),
        ("您好,欢迎制电金禾证券", "您好,欢迎致电金禾证券"),
        ("我要消护", "我要销户"),
        ("我想资讯一下", "我想咨询一下"),
        ("请对我的服务做出平价", "请对我的服务做出评价"),
        ("帐户里的钱", "账户里的钱"),
        ("银正转账", "银证转账"),
        ("股市有风险投资需紧甚", "股市有风险投资需谨慎"),
    ],
)
def test_repairs_what_the_recogniser_misspelt_by_sound(heard: str, said: str) -> None:
    assert repaired(heard) == said


@pytest.mark.parametrize(
    "sentence",
    [
        "今天天气很好,我们去公园散步吧",
        "他在学校食堂吃了一碗牛肉面",
        "这本书是我去年在上海买的",
        "孩子们在院子里踢足球,玩得很开心",
        "火车晚点了半个小时,大家都在候车室等着",
        "医生说这种药一天吃三次,饭后服用",
        "妈妈做的红烧肉特别好吃",
        "周末的时候我喜欢看电影和听音乐",
        "他们公司的产品质量不错,价格也合理",
        "请把窗户打开,屋里太热了",
        "这座桥是三十年前修建的",
        "老师让我们写一篇关于春天的作文",
    ],
)
def test_general_sentences_stay(sentence: str) -> None:
    assert repaired(sentence) == sentence


def test_no_shipped_term_is_taken_for_another() -> None:
    assert [term.text for term in SHIPPED.terms if repaired(term.text) != term.text] == []


SHOPS = Lexicon([Term("工号"), Term("咨询", 2), Term("账户")])


def test_a_known_word_of_the_same_sound_needs_a_preferred_term() -> None:
    ordinary, preferred = Lexicon([Term("咨询", 1)]), Lexicon([Term("咨询", 2)])
    assert repaired("看看资讯", ordinary) == "看看资讯"
    assert repaired("看看资讯", preferred) == "看看咨询"


def test_a_stretch_that_the_lexicon_knows_itself_is_not_touched() -> None:
    both = Lexicon([Term("咨询", 2), Term("资讯", 1)])
    assert repaired("看看资讯,再咨询", both) == "看看资讯,再咨询"


def test_what_merely_joins_two_words_is_not_a_term() -> None:
    """不公 and 号召 together hold 公号, but nobody said 工号."""
    assert repaired("处事不公号召大家", SHOPS) == "处事不公号召大家"


def test_long_terms_are_heard_through_an_accent_and_short_ones_not() -> None:
    lexicon = Lexicon([Term("风险测评", 2), Term("中签", 2)])
    assert repaired("做一下风险侧平", lexicon) == "做一下风险测评"
    assert repaired("总钱", lexicon) == "总钱"


def test_heavy_terms_are_named_to_the_recogniser() -> None:
    lexicon = Lexicon([Term("工号", 3), Term("咨询", 2), Term("请问", 1)])
    assert lexicon.prompt_terms() == ("工号",)
    assert SHIPPED.prompt_terms() == ("证券公司",)


def test_an_empty_lexicon_repairs_nothing() -> None:
    assert Lexicon([]).repairs("我的公号") == []
    assert SHIPPED.repairs("") == []


@given(
    st.text(st.sampled_from("我的公号工消护销户资讯咨询制致电帐账,。A股1是 吗一下"), max_size=16)
)
def test_repairs_keep_length_and_sound_and_are_final(text: str) -> None:
    result, edits = repaired(text), SHIPPED.repairs(text)
    assert len(result) == len(text)
    for edit in edits:
        heard = syllables(text)[edit.start : edit.end]
        assert [*map(fold, syllables(edit.replacement))] == [*map(fold, heard)]
    assert all(left.end <= right.start for left, right in pairwise(edits))
    assert repaired(result) == result


def lexicon_folder(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_own_terms_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    folder = lexicon_folder(tmp_path, own="# ours\n金禾宝 3\n\n掘金版  # a product\n")
    lexicon = load_lexicon(folder)
    assert {Term("金禾宝", 3), Term("掘金版", 1)} <= set(lexicon.terms)
    assert set(SHIPPED.terms) < set(lexicon.terms)
    assert repaired("我买了金和保", lexicon) == "我买了金禾宝"


def test_own_weights_win(tmp_path: Path) -> None:
    assert "证券公司" in SHIPPED.prompt_terms()
    lexicon = load_lexicon(lexicon_folder(tmp_path, own="证券公司 1\n"))
    assert "证券公司" not in lexicon.prompt_terms()
    assert [term for term in lexicon.terms if term.text == "证券公司"] == [Term("证券公司", 1)]


def test_bad_lines_are_reported_all_at_once(tmp_path: Path) -> None:
    folder = lexicon_folder(tmp_path, a="好词\n坏词 9\n", b="又坏 2 3\n坏 heavy\n")
    with pytest.raises(RulebookError) as caught:
        load_lexicon(folder)
    places = [problem.place for problem in caught.value.problems]
    assert places == [f"{folder / 'a.txt'}:2", f"{folder / 'b.txt'}:1", f"{folder / 'b.txt'}:2"]
    assert "坏词 9" in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_a_term(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("金禾宝 3\n", encoding="utf-8-sig")
    assert Term("金禾宝", 3) in load_lexicon(tmp_path).terms


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_bytes(b"# ours\n" + "金禾宝 3\n".encode("gb18030"))
    lexicon_folder(tmp_path, worse="坏词 9\n")
    with pytest.raises(RulebookError, match=r"own\.txt:2.*UTF-8") as caught:
        load_lexicon(tmp_path)
    assert len(caught.value.problems) == 2


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="nowhere"):
        load_lexicon(tmp_path / "nowhere")
