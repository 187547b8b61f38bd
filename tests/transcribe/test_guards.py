"""What Whisper invents is dropped; what people really say stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.call import Word
from qa.transcribe.guards import is_invented, without_loops


@pytest.mark.parametrize(
    "text",
    [
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "请不吝點赞订阅".replace("點", "点"),
        "喜欢的话请点赞、评论、订阅",
        "请订阅我的频道",
        "记得订阅我们的频道",
        "字幕由Amara.org社区提供",
        "字幕志愿者 李宗盛",
        "谢谢观看",
        "感谢您的收看",
        "优优独播剧场——YoYo Television Series Exclusive",
        "证券公司客服热线的电话录音。",
        "话录音。",
        "字幕中",
        "Thanks for watching!",
        "Subtitles by the community",
    ],
)
def test_credits_of_videos_are_invented(text: str) -> None:
    assert is_invented(text, 10.0)


@pytest.mark.parametrize(
    "text",
    [
        "我想订阅你们的行情服务",
        "订阅行情频道怎么收费",
        "我订阅了一个资讯产品,现在想退订",
        "麻烦您给个好评,点个赞",
        "感谢您的来电,再见",
        "谢谢您的耐心等待",
        "谢谢,我看到了",
        "本次通话可能会被录音",
        "好的好的好的",
        "对",
        "",
    ],
)
def test_what_is_said_in_calls_is_not(text: str) -> None:
    assert not is_invented(text, max(1.0, len(text) / 5))


def test_more_than_can_be_said_in_the_time_is_invented() -> None:
    sentence = "请您提供一下您的身份证号码和手机号码好吗"
    assert is_invented(sentence, 0.5)
    assert not is_invented(sentence, len(sentence) * 60 / 400)
    assert not is_invented("嗯好的", 0.15)
    assert not is_invented("……,,。。!!??、、", 0.1)


def words(text: str) -> list[Word]:
    return [Word(i * 0.2, i * 0.2 + 0.2, c, 0.9) for i, c in enumerate(text)]


def text_of(kept: tuple[Word, ...]) -> str:
    return "".join(word.text for word in kept)


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("我要投诉" + "好的" * 20, "我要投诉好的好的"),
        ("谢谢你" * 6 + "再见", "谢谢你谢谢你再见"),
        ("嗯,嗯,嗯,嗯,嗯,嗯,", "嗯,嗯,"),
    ],
)
def test_a_loop_is_cut_to_two(heard: str, kept: str) -> None:
    assert text_of(without_loops(words(heard))) == kept


@pytest.mark.parametrize(
    "said",
    [
        "好的好的好的",
        "对对对对",
        "不不不,我不是这个意思",
        "账号是6222000000008",
        "尾号八八八八八",
        "零零零零零幺",
        "退钱退钱退钱退钱",
        "",
    ],
)
def test_what_people_repeat_stays(said: str) -> None:
    assert text_of(without_loops(words(said))) == said


def test_words_that_stay_keep_their_times() -> None:
    kept = without_loops(words("我说" + "好" * 9 + "完了"))
    assert [word.text for word in kept] == ["我", "说", "好", "好", "完", "了"]
    assert kept[-1] == words("我说" + "好" * 9 + "完了")[-1]


def test_a_word_may_be_cut_in_the_middle() -> None:
    heard = [Word(0, 1, "好的好", 0.9), Word(1, 2, "的好的", 0.9), Word(2, 3, "好的好的吧", 0.9)]
    assert text_of(without_loops(heard)) == "好的好的吧"


@given(st.text("好的嗯对八,0", max_size=40), st.integers(1, 4))
def test_only_drops_and_keeps_the_order(text: str, size: int) -> None:
    heard = [Word(at, at + 1, text[at : at + size], 0.9) for at in range(0, len(text), size)]
    kept = without_loops(heard)
    remaining = iter(text)
    assert all(c in remaining for c in text_of(kept))
    assert [word.start for word in kept] == sorted(word.start for word in kept)
    assert all(word.text for word in kept)
    assert bool(kept) == bool(text)
