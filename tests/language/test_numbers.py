"""Every number takes one written form, and what only looks like a number stays."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.language.edits import apply
from qa.language.numbers import edits, one_form

WHOLE = {
    "三千五百块": "3500块",
    "3,500块": "3500块",
    "3千5百块": "3500块",
    "三千五": "3500",
    "一千零五": "1005",
    "一千零五十": "1050",
    "一百一十二": "112",
    "两百五": "250",
    "十五天": "15天",
    "二十万零五百": "200500",
    "四十七亿三千一百零四万八千": "4731048000",
    "12万3456": "123456",
    "一万二": "12000",
    "三万零五": "30005",
}
ROUND = {
    "三十五万": "35万",
    "35万": "35万",
    "350,000元": "35万元",
    "一千二百万": "1200万",
    "一点二亿": "1.2亿",
    "1.2亿": "1.2亿",
    "两亿四千万": "2.4亿",
    "一亿二": "1.2亿",
    "三点五万": "35000",
    "2.3万亿": "23000亿",
}
SMALL = {
    "3天": "三天",
    "2个": "两个",
    "两个": "两个",
    "8点半": "八点半",
    "T+1": "T+1",
    "T+10": "T+10",
    "4G": "4G",
    "五G": "5G",
    "沪深三百": "沪深300",
}
DATES_AND_TIMES = {
    "二零二四年五月十二号": "2024年5月12号",
    "九八年": "98年",
    "12月3日": "12月3日",
    "三号": "3号",
    "十点三十分": "10点30分",
    "下午三点二十五": "下午三点25",
    "三点一刻": "三点一刻",
    "十二点零五分": "12点05分",
    "8:30": "8:30",
    "7x24小时": "7x24小时",
    "7*24小时": "7*24小时",
    "二十四小时": "24小时",
}
DECIMALS_AND_PERCENT = {
    "零点三": "0.3",
    "三点一四": "3.14",
    "三点五分钟": "3.5分钟",
    "百分之五": "5%",
    "百分之五点五": "5.5%",
    "百分之五点零": "5%",
    "5.0%": "5%",
    "百分之百": "100%",
    "百分之三十": "30%",
    "万分之二点五": "万分之2.5",
    "0.1%到0.3%": "0.1%到0.3%",
    "一百二十三万四千五百六十七点五": "1234567.5",
}
DIGIT_STRINGS = {
    "工号幺零二四": "工号1024",
    "一二三八六": "12386",
    "1 2 3 8 6": "12386",
    "九五五八八": "95588",
    "幺三八零零零零一二三四": "13800001234",
    "350000": "350000",
    "007": "007",
    "iPhone12": "iPhone12",
    "192.168.1.1": "192.168.1.1",
}
AFTER_A_WORD_THAT_MAY_COUNT = {
    "正好三百": "正好300",
    "上证指数三千点": "上证指数3000点",
}
STAYS = (
    "十分感谢",
    "万一",
    "千万不要",
    "一下",
    "一点点",
    "三四天",
    "两三万",
    "十几个",
    "几十个",
    "好几百",
    "数十万",
    "三百五百的",
    "一万两万",
    "一心一意",
    "十全十美",
    "八九不离十",
    "七七八八",
    "一模一样",
    "第三",
    "佣金万三",
    "第一时间",
    "",
)
CASES = {
    **WHOLE,
    **ROUND,
    **SMALL,
    **DATES_AND_TIMES,
    **DECIMALS_AND_PERCENT,
    **DIGIT_STRINGS,
    **AFTER_A_WORD_THAT_MAY_COUNT,
    **{text: text for text in STAYS},
}


@pytest.mark.parametrize(("spoken", "written"), CASES.items())
def test_takes_the_one_form(spoken: str, written: str) -> None:
    assert one_form(spoken) == written


@pytest.mark.parametrize("text", CASES.values())
def test_the_one_form_stays_also_inside_a_sentence(text: str) -> None:
    assert one_form(f"我说的是{text},对吗") == f"我说的是{text},对吗"


def test_ten_out_of_ten_minutes_is_a_number_but_very_is_not() -> None:
    assert one_form("等了十分钟,我十分不满") == "等了10分钟,我十分不满"
    assert one_form("十美元") == "10美元"


def in_chinese(number: int) -> str:
    """Standard reading, written here anew as an oracle: 10086 is 一万零八十六."""
    text = ""
    for place, digit in enumerate(reversed(str(number))):
        unit = ("", "十", "百", "千")[place % 4]
        myriad = ("", "万", "亿")[place // 4] if place % 4 == 0 else ""
        text = ("零" if digit == "0" else "零一二三四五六七八九"[int(digit)] + unit) + myriad + text
    text = re.sub("零+", "零", text)
    text = re.sub("零([万亿])", r"\1", text).replace("亿万", "亿")
    text = re.sub("([万亿])(?=[一二三四五六七八九][百十]|[一二三四五六七八九]$)", r"\1零", text)
    text = re.sub("零+", "零", text)
    return re.sub("^一十", "十", text.rstrip("零") or "零")


def test_the_oracle_reads_as_people_do() -> None:
    assert in_chinese(10086) == "一万零八十六"
    assert in_chinese(2_0050_0300) == "二亿零五十万零三百"
    assert in_chinese(16) == "十六"
    assert in_chinese(3500) == "三千五百"


WHOLE_NUMBERS = st.integers(0, 10**12 - 1) | st.builds(
    lambda head, zeros: head * 10**zeros, st.integers(1, 999), st.integers(0, 9)
)
TAILS = st.sampled_from(["", "元", "天", "个", "年", "号", "股", "%", "点钟", "G", "分钟"])


@given(WHOLE_NUMBERS, TAILS)
def test_spoken_and_grouped_digits_take_the_same_form(number: int, tail: str) -> None:
    spoken = "两" if number == 2 else in_chinese(number)
    assume(spoken != "两" or tail in ("天", "个", "年", "股"))
    assert one_form(spoken + tail) == one_form(f"{number:,}" + tail)


@given(st.integers(10, 10**12 - 1))
def test_the_form_has_the_value_that_was_said(number: int) -> None:
    written = one_form(in_chinese(number))
    sizes = {"万": 10**4, "亿": 10**8}
    digits, size = re.fullmatch(r"([0-9.]+)([万亿]?)", written).groups()  # type: ignore[union-attr]
    assert round(float(digits) * sizes.get(size, 1)) == number


def decimal_in_chinese(whole: int, decimals: str) -> str:
    return f"{in_chinese(whole)}点{''.join('零一二三四五六七八九'[int(d)] for d in decimals)}"


DECIMALS = st.builds(
    lambda whole, decimals: (whole, decimals),
    st.integers(0, 99_999),
    st.text("0123456789", min_size=1, max_size=4),
)


@given(DECIMALS)
def test_spoken_and_written_decimals_take_the_same_form(parts: tuple[int, str]) -> None:
    whole, decimals = parts
    assert one_form(decimal_in_chinese(whole, decimals)) == f"{whole}.{decimals}"
    assert one_form("百分之" + decimal_in_chinese(whole, decimals)) == one_form(
        f"{whole}.{decimals}%"
    )


SPOKEN_NUMBERS = st.one_of(
    WHOLE_NUMBERS.map(in_chinese),
    WHOLE_NUMBERS.map(str),
    WHOLE_NUMBERS.map(lambda number: f"{number:,}"),
    DECIMALS.map(lambda parts: decimal_in_chinese(*parts)),
    DECIMALS.map(lambda parts: f"{parts[0]}.{parts[1]}"),
    st.text("零一二三四五六七八九幺两", min_size=1, max_size=11),
    WHOLE_NUMBERS.map(lambda number: "百分之" + in_chinese(number)),
    st.builds(lambda d, u: f"{d}{u}", st.integers(1, 99), st.sampled_from("万亿")),
    st.sampled_from(STAYS),
)
WORDS = st.sampled_from(
    [*"元个天年月日号点分股万,。 的:", "点半", "分钟", "工号", "第", "T+", "到", "正好", "大约", ""]
)


@given(st.lists(st.tuples(WORDS, SPOKEN_NUMBERS, WORDS), max_size=4))
def test_is_idempotent(parts: list[tuple[str, str, str]]) -> None:
    text = "和".join("".join(part) for part in parts)
    assert one_form(one_form(text)) == one_form(text)


@given(st.text("零一二三五九两幺十百千万亿点013.5,%年月号个分元半的T好几: +", max_size=12))
def test_edits_are_ordered_apart_and_make_the_form(text: str) -> None:
    changes = edits(text)
    assert all(left.end <= right.start for left, right in pairwise(changes))
    assert all(text[change.start : change.end] != change.replacement for change in changes)
    assert apply(text, changes) == one_form(text)
