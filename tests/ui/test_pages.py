"""Every role at every page. A page that is added without an entry here fails the test."""

from collections.abc import Callable

import pytest
from people_made import NOW, PASSWORD, person
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from qa.accounts import administration
from qa.api import Workbench
from qa.errors import StoreError
from qa.people import UserRole
from qa.store.account_values import AuditEntry
from qa.ui.navigation import PAGES, VIEWS, pages_for
from qa.ui.words import translated

SignIn = Callable[[UserRole], None]
EVERYBODY = " ".join(UserRole)
ACCESS = {
    "queue": "inspector manager",
    "calls": "inspector lead trainer manager",
    "results": "inspector lead agent trainer manager",
    "casebook": "inspector lead trainer manager",
    "overview": "inspector lead trainer manager",
    "call": "inspector lead agent trainer manager",
    "people": "admin",
    "audit": "manager admin",
    "account": EVERYBODY,
}
NEW = "another horse 7"
REFUSED = "您的角色不能查看此页面。"


def texts(app: AppTest) -> str:
    parts = [*app.error, *app.warning, *app.title, *app.text, *app.markdown, *app.success]
    return "\n".join(str(part.value) for part in parts)


def view(name: str) -> AppTest:
    return AppTest.from_file(str(VIEWS / f"{name}.py"), default_timeout=20)


def field(app: AppTest, label: str) -> TextInput:
    return next(each for each in app.text_input if each.label == label)


def test_every_page_is_in_the_menu_and_has_its_entry() -> None:
    assert {path.stem for path in VIEWS.glob("*.py")} == {page.name for page in PAGES} | {"home"}
    assert {page.name for page in PAGES} == set(ACCESS)


@pytest.mark.parametrize("name", [*ACCESS, "home"])
def test_who_is_signed_out_sees_the_way_to_sign_in_only(bench: Workbench, name: str) -> None:
    page = view(name).run()
    assert "尚未登录" in texts(page)
    assert not page.exception
    assert not page.title
    assert not page.dataframe


def test_the_shell_shows_no_menu_to_who_is_signed_out(app: AppTest) -> None:
    app.run()
    assert "尚未登录" in texts(app)
    assert not app.sidebar.text


@pytest.mark.parametrize("role", list(UserRole))
@pytest.mark.parametrize("name", list(ACCESS))
def test_every_role_at_every_page(
    bench: Workbench, sign_in_as: SignIn, name: str, role: UserRole
) -> None:
    sign_in_as(role)
    page = view(name).run()
    assert not page.exception
    allowed = role.value in ACCESS[name].split()
    assert (REFUSED in texts(page)) is not allowed
    assert bool(page.title) is allowed


@pytest.mark.parametrize("role", list(UserRole))
def test_the_shell_opens_for_every_role(app: AppTest, sign_in_as: SignIn, role: UserRole) -> None:
    sign_in_as(role)
    app.run()
    assert not app.exception
    assert app.title
    assert f"{role.value} 某" in app.sidebar.text[0].value


def test_the_language_is_chinese_until_it_is_switched(app: AppTest, sign_in_as: SignIn) -> None:
    sign_in_as(UserRole.INSPECTOR)
    start = pages_for(person(UserRole.INSPECTOR))[0].title
    app.run()
    assert app.title[0].value == translated(start, "zh") != start
    app.session_state["language"] = "en"
    app.run()
    assert app.title[0].value == start


def test_an_administrator_adds_somebody_who_gets_a_link(
    bench: Workbench, sign_in_as: SignIn
) -> None:
    sign_in_as(UserRole.ADMIN)
    page = view("people").run()
    field(page, "用户名").input("li")
    field(page, "姓名").input("<b>李</b>'; DROP TABLE users;--")
    page.button[0].click().run()
    assert not page.exception
    assert "/setup?token=" in page.code[0].value
    added = bench.store.account("li")
    assert added is not None
    assert added.person.display_name == "<b>李</b>'; DROP TABLE users;--"
    assert not added.has_password


def test_a_mistake_in_adding_is_told(bench: Workbench, sign_in_as: SignIn) -> None:
    sign_in_as(UserRole.ADMIN)
    page = view("people").run()
    field(page, "用户名").input("x")
    page.button[0].click().run()
    assert "未能添加账号" in texts(page)
    assert "2–64" in texts(page)
    assert [each.person.username for each in bench.store.accounts()] == ["admin"]


def test_the_last_administrator_cannot_lock_everybody_out(
    bench: Workbench, sign_in_as: SignIn
) -> None:
    sign_in_as(UserRole.ADMIN)
    page = view("people").run()
    next(button for button in page.button if button.label == "停用").click().run()
    assert "last active administrator" in texts(page)


def test_the_log_is_shown_newest_first_in_company_time(
    bench: Workbench, sign_in_as: SignIn
) -> None:
    sign_in_as(UserRole.MANAGER)
    bench.store.record(AuditEntry(NOW, "li", "heard", "call-0", details={"备注": "<script>"}))
    table = view("audit").run().dataframe[0].value
    assert table.iloc[0]["操作"] == "听录音"
    assert table.iloc[0]["时间"] == "2026-03-03 09:30:00"


def test_one_changes_the_own_password(bench: Workbench, sign_in_as: SignIn) -> None:
    sign_in_as(UserRole.INSPECTOR)
    page = view("account").run()
    for asked, typed in zip(page.text_input, (PASSWORD, NEW, NEW), strict=True):
        asked.input(typed)
    page.button[0].click().run()
    assert "已修改" in texts(page)
    known = bench.store.credentials("inspector")
    assert known is not None
    assert bench.passwords.fits(NEW, known.password_hash)
    assert "尚未登录" in texts(view("account").run())


def test_a_lost_database_is_told(
    bench: Workbench, sign_in_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in_as(UserRole.ADMIN)

    def lose(*_: object) -> None:
        raise StoreError("x: the connection to the server was lost")

    monkeypatch.setattr(bench.store, "session", lose)
    page = view("people").run()
    assert "数据库暂时不可用" in texts(page)
    assert not page.exception


def test_who_was_disabled_meanwhile_sees_nothing_more(bench: Workbench, sign_in_as: SignIn) -> None:
    sign_in_as(UserRole.INSPECTOR)
    page = view("account").run()
    administration.set_active(bench.store, "test", "inspector", False, NOW)
    page.run()
    assert "尚未登录" in texts(page)
