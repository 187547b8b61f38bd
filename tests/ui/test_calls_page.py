"""The search of all calls, and the files that tables are saved as."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from judged_calls import judged, put
from people_made import person
from streamlit.testing.v1 import AppTest
from test_pages import texts, view
from test_queue_page import gone_to, shown

from qa.api import Workbench
from qa.errors import StoreError
from qa.people import UserRole
from qa.spreadsheet import Column, Table
from qa.store.account_values import AuditEntry, AuditFilter
from qa.ui import downloads

SignIn = Callable[[UserRole], None]
__all__ = ["gone_to"]


@pytest.fixture
def calls(bench: Workbench, sign_in_as: SignIn) -> AppTest:
    put(
        bench.store, [judged(0), judged(1, team="二组", agent_id="A002", customer_name="<i>王</i>")]
    )
    sign_in_as(UserRole.INSPECTOR)
    return view("calls")


def test_without_a_text_all_calls_are_listed_the_latest_first(calls: AppTest) -> None:
    calls.run()
    assert not calls.exception
    assert shown(calls) == ["call-1", "call-0"]
    assert calls.dataframe[0].value["客户"].iloc[0] == "<i>王</i>"


def test_a_text_is_found_with_who_said_it_and_when(
    calls: AppTest, gone_to: list[dict[str, list[str]]]
) -> None:
    calls.query_params["text"] = "买股票"
    calls.run()
    row = calls.dataframe[0].value.iloc[0]
    assert (row["位置"], row["说话人"]) == ("0:03", "坐席")
    assert "买股票" in row["所说内容"]
    calls.session_state["calls-table-clicked"] = ("call-0", 3.0)
    calls.run()
    assert gone_to == [{"call_id": ["call-0"], "at": ["3.0"]}]


def test_a_lead_finds_the_own_team_only(calls: AppTest, sign_in_as: SignIn) -> None:
    sign_in_as(UserRole.LEAD)
    assert shown(calls.run()) == ["call-0"]
    agents = next(each for each in calls.multiselect if each.label == "坐席")
    assert agents.options == ["A001"]


def test_when_nothing_fits_it_says_what_to_do(calls: AppTest) -> None:
    calls.query_params["text"] = "没有人说过这句"
    calls.run()
    assert "可减少筛选条件" in "\n".join(each.value for each in calls.info)


def test_a_lost_database_is_told(
    calls: AppTest, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object, **__: object) -> None:
        raise StoreError("the connection to the server was lost")

    monkeypatch.setattr(bench.store, "calls_page", lose)
    calls.run()
    assert "数据库暂时不可用" in texts(calls)
    assert not calls.exception


def test_a_saved_table_is_harmless_and_noted(bench: Workbench) -> None:
    table = Table("通话", [Column("客户")], [["=1+1"], ["王"]])
    who = person(UserRole.INSPECTOR)
    csv = downloads.file(lambda: table, "calls", "csv", who, "zh").decode("utf-8-sig")
    assert csv.splitlines() == ["客户", "'=1+1", "王"]
    excel = downloads.file(lambda: table, "calls", "xlsx", who, "zh")
    assert "xl/workbook.xml" in ZipFile(BytesIO(excel)).namelist()
    noted = [entry for _, entry in bench.store.audit(AuditFilter(action="exported"), limit=9)]
    assert [each.subject for each in noted] == ["calls", "calls"]
    assert noted[0].details == {"format": "xlsx", "rows": 2}


def test_no_file_without_its_entry_in_the_log(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: AuditEntry) -> None:
        raise StoreError("read only")

    monkeypatch.setattr(bench.store, "record", refuse)
    table = Table("通话", [Column("客户")], [["王"]])
    with pytest.raises(StoreError):
        downloads.file(lambda: table, "calls", "csv", person(UserRole.INSPECTOR), "zh")
