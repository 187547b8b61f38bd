"""The queue's page, and the filter that it shares with the search."""

from collections.abc import Callable

import pytest
import streamlit as st
from judged_calls import DAY, MANDATORY, OTHER, RANDOM, judged, put
from streamlit.testing.v1 import AppTest
from test_pages import texts, view

from qa.api import Workbench
from qa.people import UserRole
from qa.review.filters import Filter
from qa.review.queue import next_call
from qa.ui import going

SignIn = Callable[[UserRole], None]


@pytest.fixture
def gone_to(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, list[str]]]:
    """The addresses of calls that a page went to."""
    seen: list[dict[str, list[str]]] = []

    def go(_: object, *, query_params: dict[str, list[str]]) -> None:
        seen.append(query_params)
        st.stop()

    monkeypatch.setattr(going.st, "switch_page", go)
    return seen


@pytest.fixture
def queue(bench: Workbench, sign_in_as: SignIn) -> AppTest:
    put(
        bench.store,
        [judged(0), judged(1, agent_id="A002", team="二组"), judged(2, business_line="callback")],
        {"call-0": MANDATORY, "call-1": MANDATORY, "call-2": RANDOM},
        DAY,
    )
    sign_in_as(UserRole.INSPECTOR)
    return view("queue")


def shown(page: AppTest) -> list[str]:
    return list(page.dataframe[0].value["通话"]) if page.dataframe else []


def press(page: AppTest, label: str) -> AppTest:
    return next(each for each in page.button if each.label == label).click().run()


def test_the_gravest_comes_first_and_codes_are_said_in_chinese(queue: AppTest) -> None:
    queue.run()
    assert not queue.exception
    assert shown(queue) == ["call-1", "call-0", "call-2"]
    first = queue.dataframe[0].value.iloc[0]
    assert (first["检查类型"], first["原因"], first["业务线"]) == ("必检", "致命项", "呼入")
    assert first["时间"] == "2026-03-02 09:01"
    assert list(queue.dataframe[0].value["业务线"]) == ["呼入", "呼入", "回访"]


def test_next_call_claims_one_and_goes_there_with_the_filter(
    queue: AppTest, bench: Workbench, gone_to: list[dict[str, list[str]]]
) -> None:
    queue.query_params["teams"] = "一组"
    press(queue.run(), "领取下一通")
    assert gone_to == [{"call_id": ["call-0"], "teams": ["一组"]}]
    again = next_call(bench.desk, OTHER, bench.now(), Filter(teams=("一组",)))
    assert again is not None
    assert again.call_id == "call-2"


def test_when_nothing_is_left_it_says_so(queue: AppTest, gone_to: list[object]) -> None:
    queue.query_params["teams"] = "三组"
    press(queue.run(), "领取下一通")
    assert not gone_to
    told = "\n".join(each.value for each in queue.info)
    assert "已全部领完" in told


def test_a_row_that_somebody_else_has_says_who(
    queue: AppTest, bench: Workbench, gone_to: list[object]
) -> None:
    taken = next_call(bench.desk, OTHER, bench.now(), Filter())
    assert taken is not None
    queue.run()
    queue.session_state["queue-table-clicked"] = taken.call_id
    queue.run()
    assert "由 other 处理" in texts(queue).replace("\\", "")
    assert not gone_to


def test_a_row_that_is_free_is_claimed_and_opened(
    queue: AppTest, bench: Workbench, gone_to: list[object]
) -> None:
    queue.run()
    queue.session_state["queue-table-clicked"] = "call-2"
    queue.run()
    assert gone_to == [{"call_id": ["call-2"]}]
    held = bench.store.open_call("call-2", "inspector")
    assert held is not None
    assert held.claim is not None
    assert held.claim.person == "inspector"


def test_the_address_restores_the_widgets_and_widgets_write_the_address(queue: AppTest) -> None:
    queue.query_params["lines"] = "callback"
    queue.query_params["lang"] = "zh"
    queue.run()
    assert shown(queue) == ["call-2"]
    lines = next(each for each in queue.multiselect if each.label == "业务线")
    assert lines.value == ["callback"]
    lines.set_value(["inbound"]).run()
    assert shown(queue) == ["call-1", "call-0"]
    assert queue.query_params == {"lines": "inbound", "lang": "zh"}
    press(queue, "业务线: 呼入")
    assert "lines" not in queue.query_params
    assert len(shown(queue)) == 3


def test_every_widget_reaches_the_address(queue: AppTest) -> None:
    queue.run()
    for label, value in (("标签", ["fatal"]), ("坐席", ["A002"]), ("检查类型", ["mandatory"])):
        next(each for each in queue.multiselect if each.label == label).set_value(value).run()
    for label, choice in (("规则", "OPEN-GREETING"), ("判定", "pass"), ("已评分", False)):
        next(each for each in queue.selectbox if each.label == label).set_value(choice).run()
    for label, number in (("得分不高于", 100.0), ("时长不短于(秒)", 30.0)):
        next(each for each in queue.number_input if each.label == label).set_value(number).run()
    next(each for each in queue.text_input if each.label == "通话内容").set_value(" 股票 ").run()
    day = next(each for each in queue.date_input if each.label == "起始日期(含)")
    day.set_value(DAY).run()
    assert not queue.exception
    assert shown(queue) == ["call-1"]
    read = Filter.of({name: [str(value)] for name, value in queue.query_params.items()})
    assert read == Filter.of(
        {
            "flags": ["fatal"],
            "agents": ["A002"],
            "buckets": ["mandatory"],
            "rule": ["OPEN-GREETING"],
            "state": ["pass"],
            "evaluated": ["no"],
            "score_to": ["100"],
            "longer_s": ["30"],
            "text": ["股票"],
            "since": ["2026-03-02"],
        }
    )
    press(queue, "全部清除")
    assert queue.query_params == {}


def test_values_that_cannot_be_read_are_told_and_the_rest_counts(queue: AppTest) -> None:
    queue.query_params["score_from"] = "<b>x</b>"
    queue.query_params["teams"] = "二组"
    queue.query_params["rule"] = "NO-SUCH-RULE"
    queue.query_params["score_to"] = "1000"
    queue.run()
    assert not queue.exception
    assert "无法识别" in texts(queue)
    assert "<b>" not in texts(queue)
    del queue.query_params["rule"]
    queue.run()
    assert shown(queue) == ["call-1"]


def test_pages_go_on_and_back(bench: Workbench, sign_in_as: SignIn) -> None:
    put(bench.store, [judged(number) for number in range(60)])
    sign_in_as(UserRole.MANAGER)
    page = view("queue").run()
    first = shown(page)
    second = shown(press(page, "下一页"))
    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)
    assert shown(press(page, "上一页")) == first
    press(page, "下一页")
    page.query_params["teams"] = "一组"
    assert shown(page.run()) == first
