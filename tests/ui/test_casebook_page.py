"""The casebook's page over a real store, without a browser."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from judged_calls import INSPECTOR, NOW, judged, put
from sounds import counting
from standards import use_shipped
from streamlit.testing.v1 import AppTest

from qa.api import Workbench
from qa.casebook import filing
from qa.casebook.clips import Clips
from qa.keeping import Keeping
from qa.people import UserRole
from qa.recordings import Recordings
from qa.store.account_values import AuditFilter
from qa.store.case_values import CaseFilter
from qa.store.remark_values import Quality
from qa.ui.navigation import VIEWS

SignIn = Callable[[UserRole], None]
HTML = "<script>alert(1)</script> **粗** :red[x] $a$"
VIEW = VIEWS / "casebook.py"


@pytest.fixture
def filed(bench: Workbench, tmp_path: Path) -> list[int]:
    """Three cases: two of a recording that is there, one of a recording that is not."""
    use_shipped(bench)
    bench.clips = Clips(Recordings(), Keeping(tmp_path / "clips", 16))
    recording = str(counting(tmp_path / "call.wav", 20))
    put(
        bench.store,
        [
            judged(0, recording=recording),
            judged(1, recording="/nowhere/gone.wav", team="二组", agent_id="A2", agent_name="王"),
        ],
    )
    by_code = {each.code: each.key for each in bench.store.categories()}
    wanted = (
        ("call-0", 1, Quality.BAD, "attitude.patience", ("安抚",), HTML),
        ("call-0", 3, Quality.GOOD, "attitude.warmth", (), "开头语完整"),
        ("call-1", 0, Quality.BAD, "compliance.promise", ("新人",), "承诺了收益"),
    )
    keys = []
    for call_id, start, quality, code, tags, lesson in wanted:
        given = filing.Filing(
            start=start,
            end=start + 2,
            quality=quality,
            category=by_code[code],
            tags=tags,
            lesson=lesson,
            rules=["TALK-PROMISE"],
        )
        keys.append(filing.file_case(bench.desk, INSPECTOR, NOW, call_id, given).key)
    return keys


def view(**query: str) -> AppTest:
    app = AppTest.from_file(str(VIEW), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    parts = [*app.markdown, *app.text, *app.caption, *app.warning, *app.info, *app.error]
    return "\n".join(str(part.value) for part in parts)


def press(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception
    return app


def opened(app: AppTest) -> set[str]:
    return {each.key.removeprefix("open-") for each in app.button if str(each.key)[:5] == "open-"}


def test_cards_and_counts_are_shown(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.INSPECTOR)
    app = view()
    assert opened(app) == set(map(str, filed))
    tree = app.radio[0].options
    assert tree[0] == "**全部分类** (3)"
    assert "服务态度 (2)" in tree
    assert "合规 (1)" in tree
    assert not any("热情" in each for each in tree)
    assert not app.download_button


def test_what_people_wrote_is_shown_as_text(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.INSPECTOR)
    for app in (view(), view(case=str(filed[0]))):
        assert any(HTML in str(each.value) for each in app.text)
        assert not any("<script" in str(each.value) for each in (*app.markdown, *app.caption))


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"quality": "good"}, [1]),
        ({"tag": "新人"}, [2]),
        ({"team": "二组"}, [2]),
        ({"agent": "A2"}, [2]),
        ({"text": "完整"}, [1]),
        ({"rule": "TALK-PROMISE"}, [0, 1, 2]),
        ({"line": "callback"}, []),
        ({"retired": "yes"}, []),
    ],
)
def test_the_address_filters(
    sign_in_as: SignIn, filed: list[int], query: dict[str, str], left: list[int]
) -> None:
    sign_in_as(UserRole.INSPECTOR)
    app = view(**query)
    assert opened(app) == {str(filed[place]) for place in left}
    assert left or "没有符合全部条件的案例" in shown(app)


def test_a_category_stands_for_all_below_it_and_opens(
    bench: Workbench, sign_in_as: SignIn, filed: list[int]
) -> None:
    sign_in_as(UserRole.INSPECTOR)
    attitude = next(each.key for each in bench.store.categories() if each.code == "attitude")
    app = view(category=str(attitude))
    assert opened(app) == {str(key) for key in filed[:2]}
    assert "　热情与礼貌 (1)" in app.radio[0].options


def test_what_is_chosen_is_written_into_the_address(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.INSPECTOR)
    app = view()
    next(each for each in app.selectbox if each.label == "班组").select("二组").run()
    assert app.query_params["team"] == "二组"
    assert opened(app) == {str(filed[2])}
    app.text_input[0].input("没有这句话").run()
    assert app.query_params["text"] == "没有这句话"
    assert opened(app) == set()


def test_odd_addresses_are_told_and_hurt_nobody(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.INSPECTOR)
    app = view(quality="ugly", category="x", team="\x00", view="none", tag=HTML)
    assert "已忽略: quality, category, team" in shown(app)
    assert "没有这个案例" in shown(view(case="x"))
    assert "没有案例 987654" in shown(view(case="987654")).replace("\\", "")


def test_a_case_has_its_sound_its_words_and_its_history(
    sign_in_as: SignIn, filed: list[int]
) -> None:
    sign_in_as(UserRole.INSPECTOR)
    app = view(case=str(filed[1]))
    sound = [each.proto.body for each in app.get("html") if "<audio" in each.proto.body]
    assert len(sound) == 1
    assert f'src="/api/cases/{filed[1]}/audio?1"' in sound[0]
    assert "客户" not in shown(app)
    assert "坐席" in shown(app)
    assert "买股票" in shown(app)
    assert "承诺收益 TALK\\-PROMISE" in shown(app)
    assert app.dataframe[0].value["操作"].tolist() == ["归档"]
    assert {each.label for each in app.button} == {"返回列表", "在通话中打开"}


def test_a_recording_that_is_gone_is_told(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.INSPECTOR)
    app = view(case=str(filed[2]))
    assert "录音文件找不到" in shown(app)
    assert "nowhere" not in shown(app)


def test_a_lead_sees_the_own_team_alone(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.LEAD)
    assert opened(view()) == {str(key) for key in filed[:2]}
    assert "没有案例" in shown(view(case=str(filed[2])))


def test_a_trainer_edits_and_the_history_tells(
    bench: Workbench, sign_in_as: SignIn, filed: list[int]
) -> None:
    sign_in_as(UserRole.TRAINER)
    app = view(case=str(filed[1]))
    next(each for each in app.text_area if each.label == "更好的说法").input("您好,请讲。")
    press(app, "保存")
    case = bench.store.case(filed[1])
    assert case is not None
    assert (case.revision, case.text.better) == (2, "您好,请讲。")
    assert app.dataframe[0].value["修改内容"].tolist() == ["", "更好的说法"]


def test_an_edit_after_somebody_elses_is_refused(
    bench: Workbench, sign_in_as: SignIn, filed: list[int]
) -> None:
    sign_in_as(UserRole.TRAINER)
    app = view(case=str(filed[1]))
    case = bench.store.case(filed[1])
    assert case is not None
    given = filing.Filing(start=3, end=5, quality=Quality.GOOD, category=case.text.category)
    sign_in_as(UserRole.MANAGER)
    manager = bench.store.account("manager")
    assert manager is not None
    filing.edit_case(bench.desk, manager.person, NOW, case.key, 1, given)
    press(app, "保存")
    found = bench.store.case(filed[1])
    assert found is not None
    assert found.revision >= 2


def test_retiring_can_be_undone(bench: Workbench, sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.TRAINER)
    app = press(view(case=str(filed[0])), "停用")
    assert [each.key for each in bench.store.cases(CaseFilter(retired=True))] == [filed[0]]
    assert "案例已 停用" in shown(app)
    press(app, "撤销")
    assert bench.store.cases(CaseFilter(retired=True)) == []
    assert "撤销" not in {each.label for each in app.button}
    assert [each.what for each in bench.store.case_history(filed[0])] == [
        *("filed", "retired", "restored")
    ]


def test_an_export_is_a_zip_of_what_is_shown_or_selected(
    bench: Workbench, sign_in_as: SignIn, filed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: dict[str, Callable[[], bytes]] = {}

    def button(label: str, data: Callable[[], bytes], **_: object) -> bool:
        offered[label] = data
        return False

    monkeypatch.setattr(st, "download_button", button)
    sign_in_as(UserRole.TRAINER)
    app = view(quality="bad")
    with zipfile.ZipFile(io.BytesIO(offered["导出当前筛选结果 (2)"]())) as whole:
        assert sum(name.endswith(".mp3") for name in whole.namelist()) == 1
        assert filed[1] not in whole.namelist()
    app.checkbox[0].check().run()
    assert not app.exception
    assert "导出所选案例 (1)" in offered
    log = bench.store.audit(AuditFilter(action="exported"), limit=9)
    assert [each.details for _, each in log] == [{"what": "cases", "cases": [filed[0], filed[2]]}]


def test_the_table_has_a_row_a_case(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.INSPECTOR)
    table = view(view="table").dataframe[0].value
    assert table["点评"].tolist() == ["承诺了收益", "开头语完整", HTML]


def test_a_manager_edits_the_tree_and_can_undo(
    bench: Workbench, sign_in_as: SignIn, filed: list[int]
) -> None:
    sign_in_as(UserRole.MANAGER)
    app = view(view="categories")
    next(each for each in app.text_input if each.label == "分类名称").input("直播服务")
    press(app, "添加")
    added = next(each for each in bench.store.categories() if each.name == "直播服务")
    next(each for each in app.selectbox if each.key == "whom").select(added.key).run()
    press(app, "停用")
    assert next(e for e in bench.store.categories() if e.key == added.key).retired_at
    press(app, "撤销")
    assert not next(e for e in bench.store.categories() if e.key == added.key).retired_at


def test_a_mistake_in_the_tree_is_told(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.MANAGER)
    app = view(view="categories")
    press(app, "添加")
    assert "分类须有名称" in shown(app)


def test_only_managers_edit_the_tree(sign_in_as: SignIn, filed: list[int]) -> None:
    sign_in_as(UserRole.TRAINER)
    app = view(view="categories")
    assert opened(app) == set(map(str, filed))


def test_an_empty_casebook_says_how_cases_come(bench: Workbench, sign_in_as: SignIn) -> None:
    use_shipped(bench)
    sign_in_as(UserRole.INSPECTOR)
    assert "还没有案例" in shown(view())
