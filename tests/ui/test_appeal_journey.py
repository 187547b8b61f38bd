"""An agent's appeal, from the published result to the changed score, in a real Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from evaluated_calls import CODE, OTHERS, OWN, evaluated
from people_made import add
from playwright.sync_api import Browser, Page, expect
from screens import hostile, screenshot
from served_workbench import Site, served
from signing_in import enter
from test_workbench_browser import SCREENS

from qa.accounts.passwords import Passwords
from qa.people import UserRole
from qa.review.desk import Desk
from qa.rules.verdict import State
from qa.scoring.scorecard import load_scorecards
from qa.store import open_store, upgrade
from qa.store.evaluation_values import VersionKind

pytestmark = pytest.mark.slow
REASON = hostile("开头第 1 秒说了<b>您好</b>,请复听")
APPEAL = ".st-key-appeal-card-1"
WHY = "复听属实,开头语完整"


@dataclass(frozen=True, slots=True)
class Office:
    site: Site
    browser: Browser
    db_url: str

    @contextmanager
    def signed_in(self, username: str) -> Iterator[Page]:
        width, height = SCREENS[0]
        with self.browser.new_context(viewport={"width": width, "height": height}) as context:
            page = context.new_page()
            enter(page, self.site, username, "/results")
            expect(page.get_by_role("heading", name="质检结果")).to_be_visible()
            yield page


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'earmark.db'}"
    upgrade(url)
    store = open_store(url)
    desk = Desk(store, load_scorecards(), ZoneInfo("Asia/Shanghai"))
    evaluated(desk, at=datetime.now(UTC) - timedelta(hours=1))
    for role in (UserRole.AGENT, UserRole.LEAD, UserRole.MANAGER):
        add(store, Passwords(), role)
    store.close()
    with served(url, tmp_path) as site:
        yield Office(site, browser, url)


def click_first_row(page: Page) -> None:
    """As a person does: on the picture of the table, in the line below its head."""
    expect(page.locator("td").first).to_be_attached()
    page.get_by_test_id("stDataFrame").click(position={"x": 150, "y": 35 + 17})
    expect(page.get_by_role("button", name="返回列表")).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the script has run: what is drawn anew closes what was opened."""
    expect(page.locator('[data-test-script-state="notRunning"]')).to_have_count(1)


def only_the_own_result_is_seen(page: Page, site: Site) -> None:
    began = page.locator("td", has_text="2026-03-02 09:0")
    expect(began).to_have_count(1)
    expect(began).to_have_text("2026-03-02 09:00")
    for path in (f"/results?call_id={OTHERS}", f"/call?call_id={OTHERS}"):
        page.goto(site.base + path)
        expect(page.get_by_text("您的角色不能执行此操作")).to_be_visible()
    assert page.request.get(f"{site.base}/api/calls/{OTHERS}").status == 403
    assert page.request.get(f"{site.base}/api/calls/{OTHERS}/audio").status == 403
    page.goto(site.base + "/results")


def test_an_agent_appeals_and_a_manager_upholds(office: Office) -> None:
    with office.signed_in("agent") as page:
        only_the_own_result_is_seen(page, office.site)
        click_first_row(page)
        page.get_by_role("button", name="我已知悉").click()
        expect(page.get_by_text("已确认")).to_be_visible()
        expect(page.get_by_role("button", name="我已知悉")).to_have_count(0)
        settled(page)
        card = page.locator(f".st-key-verdict-{CODE}")
        card.get_by_role("button", name="申诉").click()
        page.get_by_label("申诉理由").last.fill(REASON)
        page.get_by_role("button", name="申诉", exact=True).last.click()
        expect(page.get_by_text("申诉已提交")).to_be_visible()
        expect(page.locator(APPEAL)).to_contain_text(REASON)
    with office.signed_in("manager") as page:
        page.goto(office.site.base + "/results?tab=appeals")
        click_first_row(page)
        expect(page.locator(APPEAL)).to_contain_text(REASON)
        screenshot(page, "appeal")
        page.get_by_label("裁定理由").fill(WHY)
        page.get_by_role("button", name="申诉成立并改判").click()
        expect(page.get_by_text("坐席可看到改判后的结果")).to_be_visible()
    before, after = totals(office)
    with office.signed_in("agent") as page:
        click_first_row(page)
        history = page.locator("[class*=st-key-version-]")
        expect(history).to_have_count(2)
        expect(history.first).to_contain_text("申诉改判")
        expect(history.first).to_contain_text(WHY)
        expect(history.first).to_contain_text(f"{before} → {after}")
        expect(history.first).to_contain_text("不合格 → 合格")
        expect(history.last).to_contain_text("人工评分")
        expect(page.locator(APPEAL)).to_contain_text("申诉成立")
        assert page.locator("b", has_text="您好").count() == 0
        screenshot(page, "result")


def totals(office: Office) -> tuple[str, str]:
    """The score before and after, as the store has them; the machine's draft stays as it was."""
    store = open_store(office.db_url)
    versions = store.versions(OWN)
    store.close()
    kinds = [each.kind for each in versions]
    assert kinds == [VersionKind.MACHINE, VersionKind.HUMAN, VersionKind.APPEAL]
    first, last = (each.body.score.total for each in versions[1:])
    assert first is not None
    assert last is not None
    assert last > first
    (checked,) = (each for each in versions[-1].body.verdicts if each.code == CODE)
    assert (checked.machine, checked.state) == (State.FAIL, State.PASS)
    return f"{round(first, 1):g}", f"{round(last, 1):g}"
