"""One script, one width, one form for numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.normalise import normalise, simplify


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("請問您的傭金", "请问您的佣金"),
        ("歡迎致電,請稍後", "欢迎致电,请稍后"),
        ("Ｔ＋１到账", "T+1到账"),
        ("工號１０２４", "工号1024"),
        ("年化５．２％", "年化5.2%"),
        ("三千五百块", "3500块"),
        ("您好，请讲。", "您好，请讲。"),
        ("A股 and ETF", "A股 and ETF"),
        ("", ""),
    ],
)
def test_writes_one_form(heard: str, kept: str) -> None:
    assert normalise(heard) == kept


def test_simplified_text_stays() -> None:
    text = "这个账户里面的干扰项,发展后台,著名皇后"
    assert simplify(text) == text


@given(st.text(st.sampled_from("請問您的帳戶這個轉帳後來三千五百,１２A股Ｔ 乾著"), max_size=12))
def test_simplify_is_idempotent(text: str) -> None:
    assert simplify(simplify(text)) == simplify(text)
