from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.units import letters
from qa.measures.wording import asks_to_wait, only_backchannels


@pytest.mark.parametrize(
    "said",
    [
        "请您稍等。",
        "您稍等我一下",
        "好的，稍等一下哈",
        "稍微等我一会儿",
        "请稍后",  # as recognisers write 稍候
        "麻烦您等一下",
        "您等我两分钟",
        "我帮您查一下",
        "我这边帮您核实一下",
        "为您核实",
        "正在为您转接",
        "我看看啊",
        "我先跟主管请示一下",
        "请不要挂机",
        "先别挂电话",
        "请您耐心等待",
        "请保持通话",
        "给我两分钟时间",
        "不着急，您慢慢找",
        "Please hold on.",
        "One moment, let me check",
    ],
)
def test_a_request_to_wait_is_recognised(said):
    assert asks_to_wait(letters(said))


@pytest.mark.parametrize("said", ["请少等", "烧等一下", "请您骚等", "请不要瓜机", "我邦您茶一下"])
def test_misspelt_by_sound_it_is_still_recognised(said):
    assert asks_to_wait(letters(said))


@pytest.mark.parametrize(
    "said",
    [
        "让您久等了",
        "感谢您的耐心等待",
        "刚才等了一会儿",
        "我帮您查了一下，是正常的",
        "已经帮您查到了",
        "您看一下手机短信",
        "麻烦您帮我看一下短信",
        "等下午开盘再说",
        "请您稍后再拨",
        "请您稍后对我的服务进行评价",
        "等一下会有满意度评价",
        "想耽误您三分钟左右做个回访",
        "请不要挂失",
        "股票、基金等等",
        "您好，很高兴为您服务",
        "",
    ],
)
def test_other_talk_of_waiting_and_looking_is_not_a_request(said):
    assert not asks_to_wait(letters(said))


def test_the_last_word_on_waiting_counts():
    assert not asks_to_wait(letters("请稍等。嗯，让您久等了"))
    assert asks_to_wait(letters("让您久等了，请您再稍等一下"))


def test_a_request_that_ended_too_early_does_not_count():
    said = letters("请稍等，您的账户是正常的")
    assert asks_to_wait(said, since=2)
    assert not asks_to_wait(said, since=3)


@pytest.mark.parametrize(
    "said",
    [
        "嗯",
        "恩恩",
        "好的好的",
        "是的，没错",
        "对对对",
        "哦，这样啊",
        "我知道了",
        "行",
        "OK",
        "啊？",
        "明白",
        "嗯，您说",
        "谢谢您",
        "uh-huh",
        "yes,okay.",
    ],
)
def test_signals_of_listening_are_backchannels(said):
    assert only_backchannels(letters(said))


@pytest.mark.parametrize(
    "said",
    [
        "不是",
        "不对",
        "不行",
        "您听我说",
        "嗯我觉得",
        "四",
        "好多",
        "对不起",
        "再见",
        "没有",
        "no",
        "",
    ],
)
def test_anything_with_content_is_not_a_backchannel(said):
    assert not only_backchannels(letters(said))


def test_a_looping_recogniser_is_answered_at_once():
    begun = perf_counter()
    assert not only_backchannels("对啊" * 19 + "不")
    assert perf_counter() - begun < 0.5
    assert only_backchannels("对啊" * 19)
    assert not only_backchannels("对啊" * 1000)


@given(st.text(max_size=30))
def test_any_text_can_be_asked_about(text):
    asks_to_wait(letters(text))
    only_backchannels(letters(text))
