"""Numbers that mean something are found as spoken, read, and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.converted import OneForm
from qa.language.entities import EntityType, entities, may_be_within
from qa.language.normalise import normalise
from qa.language.numbers import one_form


def found(text: str, type: EntityType) -> list[tuple[str, bool, str]]:
    return [(each.value, each.valid, text[each.start : each.end]) for each in entities(text, type)]


@pytest.mark.parametrize(
    ("type", "text", "value", "valid"),
    [
        # The check digits are those of GB 11643 and of ISO/IEC 7812.
        (EntityType.ID_NUMBER, "一一零一零一一九九零零三零七七七五八", "110101199003077758", True),
        (EntityType.ID_NUMBER, "11010119900307,7415", "110101199003077415", False),
        (EntityType.ID_NUMBER, "号码是11010519491231002X", "11010519491231002X", True),
        (EntityType.ID_NUMBER, "11010519491231002叉", "11010519491231002X", True),
        (EntityType.BANK_CARD, "4111 1111 1111 1111", "4111111111111111", True),
        (EntityType.BANK_CARD, "6222 0212 3456 7890 123", "6222021234567890123", False),
        (EntityType.PHONE, "幺三八,零零幺三,八零零零", "13800138000", True),
        (EntityType.PHONE, "010-66554433", "01066554433", True),
        (EntityType.PHONE, "请拨打95500", "95500", True),
        (EntityType.PHONE, "12800138000", "12800138000", False),
        (EntityType.AMOUNT, "三万五千块", "35000", True),
        (EntityType.AMOUNT, "1.2亿元", "120000000", True),
        (EntityType.AMOUNT, "转了10万", "100000", True),
        (EntityType.DATE, "二零二四年五月十二号", "2024-05-12", True),
        (EntityType.DATE, "5月12日", "--05-12", True),
        (EntityType.DATE, "二月三十号", "--02-30", False),
        (EntityType.DATE, "20240230", "2024-02-30", False),
        (EntityType.TIME, "明天上午十点之前", "明天上午10点之前", True),
        (EntityType.TIME, "三个工作日内", "三个工作日内", True),
        (EntityType.DIGITS, "尾号七八九零", "7890", True),
    ],
)
@pytest.mark.parametrize("written", [str, normalise])
def test_an_entity_is_read_and_checked(
    type: EntityType, text: str, value: str, valid: bool, written: type
) -> None:
    ((read, checked, _),) = found(written(text), type)
    assert (read, checked) == (value, valid)


@pytest.mark.parametrize(
    ("type", "text"),
    [
        (EntityType.ID_NUMBER, "110101199003"),
        (EntityType.BANK_CARD, "110101199003077758"),
        (EntityType.PHONE, "我转了35000元"),
        (EntityType.AMOUNT, "万一不行呢"),
        (EntityType.AMOUNT, "两三万块"),
        (EntityType.AMOUNT, "1万个客户"),
        (EntityType.DATE, "三四月份"),
        (EntityType.TIME, "稍等"),
        (EntityType.DIGITS, "第一"),
    ],
)
def test_what_only_looks_like_one_is_none(type: EntityType, text: str) -> None:
    assert found(text, type) == []


def test_it_is_found_where_it_was_said() -> None:
    ((_, _, said),) = found("我的电话是一三八零零一三八零零零对吧", EntityType.PHONE)
    assert said == "一三八零零一三八零零零"


@given(st.text("一二三四五六七八九零十百千万点0123456789.,年月日号块元我的%", max_size=30))
def test_places_lead_back_to_the_original(text: str) -> None:
    form = OneForm(text)
    assert form.text == one_form(text)
    whole = form.original(0, len(form.text)) if form.text else (0, 0)
    assert whole == (0, len(text))
    for at in range(len(form.text)):
        start, end = form.original(at, at + 1)
        assert 0 <= start <= end <= len(text)


@given(
    st.sampled_from(EntityType),
    st.text("一三两八零0189百分之十万元块点年月日号%明天上午个工作日内, Xx我", max_size=40),
)
def test_every_entity_lies_in_its_text(type: EntityType, text: str) -> None:
    last = 0
    for each in entities(text, type):
        assert last <= each.start < each.end <= len(text)
        assert all(may_be_within(text, at) for at in range(each.start + 1, each.end))
        last = each.end


def test_no_entity_goes_on_over_a_word_that_is_none() -> None:
    assert may_be_within("明天十点", 2)
    assert not may_be_within("明天我十点", 2)
