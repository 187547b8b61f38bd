"""The overview over a real store, without a browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from judged_calls import INSPECTOR, MANDATORY, NOW, RANDOM, all_answers, judged, put
from standards import use_shipped
from streamlit.testing.v1 import AppTest

from qa.api import Workbench
from qa.call import Satisfaction
from qa.people import UserRole
from qa.review import evaluating
from qa.scoring.values import JudgedCall
from qa.ui.navigation import VIEWS

SignIn = Callable[[UserRole], None]
CODE = "OPEN-GREETING"
CHARTS = 9


def on_day(number: int, day: int, failing: tuple[str, ...] = (), **changed: object) -> JudgedCall:
    started = judged(0).call.started_at + timedelta(days=day, minutes=number)
    return judged(number, failing, started_at=started, **changed)


@pytest.fixture
def days(bench: Workbench) -> None:
    """Two days of calls, of two teams."""
    use_shipped(bench)
    put(
        bench.store,
        [
            on_day(0, 0, (CODE,), satisfaction=Satisfaction.DISSATISFIED),
            on_day(1, 0, satisfaction=Satisfaction.SATISFIED),
            on_day(2, 1, (CODE,), team="二组", agent_id="A2", agent_name="<b>王</b>"),
            on_day(3, 1),
        ],
        {"call-0": MANDATORY, "call-1": RANDOM, "call-3": RANDOM},
    )
    for call_id in ("call-1", "call-3"):
        saved = evaluating.save_draft(bench.desk, INSPECTOR, NOW, call_id, 0, all_answers())
        evaluating.submit(bench.desk, INSPECTOR, NOW, call_id, saved.revision)


def view(**query: str) -> AppTest:
    app = AppTest.from_file(str(VIEWS / "overview.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def figures(app: AppTest) -> dict[str, str]:
    return {each.label: str(each.value) for each in app.metric}


def shown(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error]
    return "\n".join(str(part.value) for part in parts)


def drawn(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


def test_figures_and_charts_of_the_last_thirty_days(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.MANAGER)
    app = view()
    found = figures(app)
    assert found["通话量"] == "4"
    assert found["复核完成率"] == "66.7%"
    assert found["质检评分"] == "2"
    assert found["平均得分"].startswith("100.0")
    assert found["不满意"] == "50.0%"
    assert found["引导评价率"] == "100.0%"
    assert "2026-02-02 – 2026-03-03" in shown(app)
    assert drawn(app) == CHARTS
    assert "仅由随机抽检样本推算" in shown(app)


def test_every_chart_has_its_table(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.MANAGER)
    tables = [each.value for each in view().dataframe]
    assert len(tables) == CHARTS
    agents = tables[-1]
    assert "<b>王</b> A2" in agents["坐席"].tolist()
    rules = next(each for each in tables if "编码" in each.columns)
    assert (rules["编码"][0], rules["不合格次数"][0]) == (CODE, 2)
    assert sum(next(each for each in tables if "检查类型" in each.columns)["通话量"]) == 4


def test_the_address_says_days_teams_and_steps(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.MANAGER)
    app = view(days="custom", since="2026-03-03", until="2026-03-03", teams="二组", step="month")
    assert figures(app)["通话量"] == "1"
    assert figures(app)["复核完成率"] == "–"
    assert "该时段没有复核计划" in shown(app)
    assert "2026-03-03 – 2026-03-03" in shown(app)


def test_what_is_chosen_is_written_into_the_address(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.MANAGER)
    app = view(days="custom")
    next(each for each in app.multiselect if each.label == "班组").select("二组").run()
    assert app.query_params["teams"] == "二组"
    assert figures(app)["通话量"] == "1"
    app.date_input[0].set_value(NOW.date() + timedelta(days=30)).run()
    assert app.query_params["since"] == "2026-04-02"
    assert "日期范围无效" in shown(app)


def test_a_rule_is_shown_by_team(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.MANAGER)
    tables = [each.value for each in view(rule=CODE).dataframe]
    (by_team,) = (each for each in tables if {"规则", "班组"} <= set(each.columns))
    assert set(by_team["班组"]) == {"一组", "二组"}
    assert set(by_team["规则"]) == {"开头语"}


def test_odd_addresses_are_told_and_hurt_nobody(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.MANAGER)
    app = view(days="custom", since="yesterday", until="9999-99-99", step="hour", rule="<b>")
    assert "since, until" in shown(app)
    assert figures(app)["通话量"] == "4"
    assert "日期范围无效" in shown(view(days="custom", since="1970-01-01"))


def test_a_lead_sees_the_own_team(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.LEAD)
    app = view()
    assert figures(app)["通话量"] == "3"
    assert "班组" not in {each.label for each in app.multiselect}
    assert figures(view(teams="二组"))["通话量"] == "0"


def test_the_change_is_against_as_many_days_before(sign_in_as: SignIn, days: None) -> None:
    sign_in_as(UserRole.MANAGER)
    app = view(days="custom", since="2026-03-03", until="2026-03-03")
    changes = {each.label: each.delta for each in app.metric}
    assert changes["通话量"] == "+0"
    assert changes["平均得分"] == "+0.0"


def test_empty_charts_say_why(bench: Workbench, sign_in_as: SignIn) -> None:
    use_shipped(bench)
    sign_in_as(UserRole.MANAGER)
    assert "还没有通话" in shown(view())
    put(bench.store, [on_day(0, 0)])
    app = view()
    assert "没有提交质检评分" in shown(app)
    assert "没有客户评价" in shown(app)
    assert "随机抽检样本还没有得分" in shown(app)
