"""`question_answer`: questions followed to their answers, and asked again."""

import pytest
from calls import MONO, find, heard

from qa.rules.logic import Finding, Truth

EACH = {
    "questions": ["清楚…风险", "密码…本人设置"],
    "unclear": ["可能吧", "=恩"],
    "asked_again": ["请…明确回答"],
    "each": True,
}
ONE = {
    "questions": ["自愿…吗"],
    "answers": ["是的", "自愿"],
    "refusals": ["不是的", "别人让我"],
    "label": "开户意愿",
}


def each(notation: str) -> Finding:
    return find({"question_answer": EACH}, heard(notation))


def one(notation: str) -> Finding:
    return find({"question_answer": ONE}, heard(notation))


@pytest.mark.parametrize(
    ("notation", "truth"),
    [
        ("坐席: 您清楚风险吗\n客户: 清楚\n坐席: 好的", Truth.TRUE),
        ("坐席: 您清楚风险吗\n客户: 嗯\n坐席: 好的", Truth.FALSE),
        ("坐席: 您清楚风险吗\n客户: 恩\n坐席: 好的", Truth.FALSE),
        ("坐席: 您清楚风险吗\n客户: 嗯,清楚\n坐席: 好的", Truth.TRUE),
        ("坐席: 您清楚风险吗\n客户: ~\n坐席: 好的", Truth.FALSE),
        ("坐席: 您清楚风险吗\n客户: 嗯,可能吧\n坐席: 好的", Truth.FALSE),
        ("坐席: 您清楚风险吗\n客户: 不清楚\n坐席: 好的", Truth.TRUE),
        ("坐席: 您清楚风险吗\n静音 4\n坐席: 好的", Truth.FALSE),
        ("坐席: 您清楚风险吗\n客户 (时长 3): ~\n坐席: 好的", Truth.UNKNOWN),
        ("坐席: 您清楚风险吗", Truth.UNKNOWN),
        ("坐席: 您好\n客户: 嗯", Truth.TRUE),
        ("客户: 您清楚风险吗\n坐席: 嗯\n客户: 好", Truth.TRUE),
    ],
)
def test_an_answer_has_to_be_clear(notation: str, truth: Truth) -> None:
    assert each(notation).truth is truth


@pytest.mark.parametrize(
    "again",
    ["请您明确回答", "您清楚投资风险吗", "那您清楚风险对吗", "是的吗", "是这样吧"],
)
def test_a_question_may_be_asked_again(again: str) -> None:
    assert each(f"坐席: 您清楚投资风险吗\n客户: 嗯\n坐席: {again}\n客户: 是的").truth is Truth.TRUE
    assert (
        each(f"坐席: 您清楚投资风险吗\n客户: 嗯\n坐席: {again}\n客户: 嗯\n坐席: 好").truth
        is Truth.FALSE
    )


def test_another_question_does_not_ask_the_first_again() -> None:
    finding = each("坐席: 您清楚风险吗\n客户: 嗯\n坐席: 密码是本人设置的吗\n客户: 是的")
    assert finding.truth is Truth.FALSE
    (item,) = finding.evidence
    assert item.why == "坐席在 0:00 询问“您清楚风险吗”,客户只有含糊应答“嗯”,坐席未再次确认"


def test_of_two_questions_in_one_breath_the_last_awaits_the_answer() -> None:
    assert each("坐席: 您清楚风险吗?密码是本人设置的吗\n客户: 都是的").truth is Truth.TRUE


def test_an_answer_may_fall_on_the_end_of_the_question() -> None:
    assert each("坐席: 您清楚风险吗\n客户 (重叠 0.4): 清楚\n坐席: 好").truth is Truth.TRUE


def test_a_backchannel_in_the_question_is_no_answer() -> None:
    notation = (
        "坐席: 接下来跟您确认一下您清楚投资股票的风险吗\n客户 (重叠 3): 嗯\n静音 4\n坐席: 好的"
    )
    assert each(notation).truth is Truth.FALSE


@pytest.mark.parametrize(
    ("notation", "truth"),
    [
        ("坐席: 是自愿的吗\n客户: 是的", Truth.TRUE),
        ("坐席: 是自愿的吗\n客户: 不是的,别人让我来", Truth.FALSE),
        ("坐席: 是自愿的吗\n客户: 嗯\n坐席: 好", Truth.UNKNOWN),
        ("坐席: 是自愿的吗\n客户: 今天天气不错", Truth.UNKNOWN),
        ("坐席: 是自愿的吗\n静音 4\n坐席: 好", Truth.FALSE),
        ("坐席: 是自愿的吗\n客户: 不是的\n坐席: 是自愿的吗\n客户: 是的", Truth.TRUE),
        ("坐席: 您好\n客户: 你好", Truth.FALSE),
    ],
)
def test_one_question_has_to_be_asked_and_answered(notation: str, truth: Truth) -> None:
    assert one(notation).truth is truth


def test_never_asked_says_so() -> None:
    assert one("坐席: 您好").evidence[0].why == "坐席全程未询问开户意愿"


def test_roles_have_to_be_known() -> None:
    for condition in (EACH, ONE):
        mono = heard("坐席: 是自愿的吗\n客户: 是的", MONO)
        assert find({"question_answer": condition}, mono).truth is Truth.UNKNOWN
