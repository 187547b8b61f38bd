"""Results, publishing and appeals, as every role sees them."""

from collections.abc import Callable

import pytest
from evaluated_calls import CODE, OTHERS, OWN, evaluated
from judged_calls import AGENT, LEAD, NOW
from streamlit.testing.v1 import AppTest
from test_pages import texts

from qa.api import Workbench
from qa.people import UserRole
from qa.review import appealing
from qa.store.appeal_values import AppealState, Subject

SignIn = Callable[[UserRole], None]
REASON = "我在开头<script>说了</script>您好"


@pytest.fixture
def results(app: AppTest) -> AppTest:
    """The page among the others, so that its links lead somewhere."""
    app.run()
    return app.switch_page("views/results.py")


@pytest.fixture
def opened(results: AppTest) -> AppTest:
    results.query_params["call_id"] = OWN
    return results


def press(page: AppTest, label: str) -> AppTest:
    return next(each for each in page.button if label in each.label).click().run()


def everything(page: AppTest) -> str:
    return "\n".join([texts(page), *(str(each.value) for each in (*page.caption, *page.info))])


def dispute(bench: Workbench) -> int:
    return appealing.appeal(bench.desk, AGENT, NOW, OWN, Subject.VERDICT, CODE, REASON)


def test_an_agent_sees_own_published_results_only(
    results: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk)
    sign_in_as(UserRole.AGENT)
    results.run()
    assert not results.exception
    assert list(results.dataframe[0].value["通话"]) == [OWN]
    results.query_params["call_id"] = OTHERS
    results.run()
    assert "您的角色不能执行此操作" in texts(results)
    assert not results.dataframe


def test_what_is_not_published_is_not_there_for_the_agent(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk, publish=False)
    sign_in_as(UserRole.AGENT)
    opened.run()
    assert "您的角色不能执行此操作" in texts(opened)
    press(opened, "返回列表")
    assert "暂无质检结果" in everything(opened)


def test_an_agent_reads_takes_note_and_appeals(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk)
    sign_in_as(UserRole.AGENT)
    opened.run()
    assert not opened.exception
    told = everything(opened)
    assert "2026-03-10 09:25" in told
    assert "原因" in told
    press(opened, "我已知悉")
    assert "已确认" in texts(opened)
    assert bench.store.versions(OWN)[-1].acknowledged_by == "agent"
    areas = [each for each in opened.text_area if each.label == "申诉理由"]
    areas[-1].input(REASON)
    forms = [each for each in opened.button if each.label == "申诉"]
    forms[-1].click().run()
    assert "申诉已提交" in texts(opened)
    (filed,) = bench.desk.store.appeals(call_id=OWN)
    assert (filed.code, filed.reason) == (CODE, REASON)
    assert REASON in texts(opened)


def test_an_appeal_without_a_reason_is_refused(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk)
    sign_in_as(UserRole.AGENT)
    opened.run()
    [each for each in opened.button if each.label == "申诉"][-1].click().run()
    assert opened.error
    assert bench.desk.store.appeals(call_id=OWN) == []


def test_a_lead_comments_and_a_manager_upholds(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk)
    key = dispute(bench)
    before = bench.store.versions(OWN)[-1].body.score.total
    sign_in_as(UserRole.LEAD)
    opened.run()
    next(each for each in opened.text_area if "意见" in each.label).input("确实说了")
    press(opened, "提交意见")
    assert "意见已提交" in texts(opened)
    sign_in_as(UserRole.MANAGER)
    opened.run()
    assert "确实说了" in texts(opened)
    next(each for each in opened.text_area if "裁定" in each.label).input("复听属实")
    press(opened, "申诉成立并改判")
    assert "申诉成立" in texts(opened)
    decided = bench.store.appeal(key)
    assert decided is not None
    assert decided.state is AppealState.UPHELD
    after = bench.store.versions(OWN)[-1].body.score.total
    assert before is not None
    assert after is not None
    assert after > before
    shown = texts(opened)
    assert "不合格 → 合格" in shown
    assert "申诉改判" in shown
    assert "人工评分" in shown


def test_a_manager_rejects_with_a_reason(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk)
    key = dispute(bench)
    sign_in_as(UserRole.MANAGER)
    opened.run()
    press(opened, "驳回申诉")
    assert opened.error
    next(each for each in opened.text_area if "裁定" in each.label).input("录音里没有")
    press(opened, "驳回申诉")
    decided = bench.store.appeal(key)
    assert decided is not None
    assert decided.state is AppealState.REJECTED


def test_appeals_are_listed_by_state(
    results: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk)
    sign_in_as(UserRole.MANAGER)
    results.query_params["tab"] = "appeals"
    results.run()
    assert "没有待裁定的申诉" in everything(results)
    key = dispute(bench)
    results.run()
    row = results.dataframe[0].value.iloc[0]
    assert (row["状态"], row["申诉理由"]) == ("待裁定", REASON)
    appealing.comment(bench.desk, LEAD, NOW, key, "请复听")
    results.run()
    assert results.dataframe[0].value.iloc[0]["最新意见"] == "lead: 请复听"


def test_a_manager_publishes_what_waits(
    results: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk, publish=False)
    sign_in_as(UserRole.MANAGER)
    results.run()
    assert list(results.dataframe[0].value["通话"]) == [OTHERS, OWN]
    press(results, "发布本页全部")
    assert "已发布: 2" in texts(results)
    assert "没有待发布的评分" in everything(results)
    assert bench.store.versions(OWN)[-1].published_by == "manager"


def test_a_manager_publishes_one_after_reading_it(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk, publish=False)
    sign_in_as(UserRole.MANAGER)
    opened.run()
    assert "坐席尚看不到" in everything(opened)
    next(each for each in opened.button if each.label == "发布").click().run()
    assert bench.store.versions(OWN)[-1].published_at is not None


def test_an_inspector_neither_publishes_nor_decides(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    evaluated(bench.desk)
    dispute(bench)
    sign_in_as(UserRole.INSPECTOR)
    opened.run()
    labels = {each.label for each in opened.button}
    assert not labels & {"发布", "申诉成立并改判", "驳回申诉", "提交意见", "我已知悉"}
    assert REASON in texts(opened)


def test_a_call_that_was_deleted_is_told(
    opened: AppTest, bench: Workbench, sign_in_as: SignIn
) -> None:
    sign_in_as(UserRole.MANAGER)
    opened.run()
    assert "没有这通通话" in texts(opened)
    assert not opened.exception
