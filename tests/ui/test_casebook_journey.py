"""The casebook and the overview in a real Chromium, over sample calls really recognised."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from judged_calls import MANAGER
from people_made import NOW, add
from playwright.sync_api import Browser, Page, expect
from sampled_night import SAMPLES, judged_samples
from screens import WANTED, hostile, screenshot
from served_workbench import Site, served
from signing_in import enter

from qa.accounts.passwords import Passwords
from qa.casebook.archive import PAGE
from qa.casebook.filing import Filing, file_case
from qa.people import UserRole
from qa.review.desk import Desk
from qa.scoring.scorecard import load_scorecards
from qa.store import open_store
from qa.store.account_values import AuditFilter
from qa.store.remark_values import Quality

pytestmark = pytest.mark.slow
PROMISE, COMPLAINT = "in05-promise", "in04-complaint"
LESSON = hostile("向老年客户承诺保本保息。<img src=x onerror=alert(1)>")
CASES = (
    (
        COMPLAINT,
        Filing(
            start=28.6,
            end=48.9,
            quality=Quality.BAD,
            category=0,
            tags=("投诉", "新人培训"),
            lesson="客户诉说经过时坐席两次插话辩解,激化了情绪。应先听完、致歉,再说明流程。",
            better="让您跑了三趟,实在抱歉。您先说,我都记下来,再一次性把要办的事给您讲清楚。",
        ),
        "attitude.patience",
    ),
    (
        COMPLAINT,
        Filing(
            start=59.2,
            end=63.7,
            quality=Quality.GOOD,
            category=0,
            tags=("投诉",),
            lesson="给出明确的处理时限,便于跟进。",
        ),
        "complaint.closing",
    ),
    (
        PROMISE,
        Filing(
            start=18.0,
            end=38.2,
            quality=Quality.BAD,
            category=0,
            tags=("经典", "适当性"),
            lesson=LESSON,
            better="这款产品不保本,收益会浮动,也可能亏损。请您先做风险测评。",
        ),
        "compliance.promise",
    ),
)
PLAYED = """async (audio) => {
  audio.muted = true;
  await audio.play();
  const before = audio.currentTime;
  await new Promise((ok) => setTimeout(ok, 700));
  return { before, after: audio.currentTime, duration: audio.duration };
}"""


@dataclass(frozen=True, slots=True)
class Place:
    site: Site
    browser: Browser
    url: str
    folder: Path


def wanted() -> list[str]:
    """Two calls, or more of them when pictures are asked for."""
    if not WANTED:
        return [PROMISE, COMPLAINT]
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [row["call_id"] for row in csv.DictReader(file) if "in" in row["call_id"][:2]][:9]


@pytest.fixture(scope="module")
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("casebook")
    url = judged_samples(wanted(), folder)
    store = open_store(url)
    add(store, Passwords(), UserRole.MANAGER, "boss")
    desk = Desk(store, load_scorecards(), ZoneInfo("Asia/Shanghai"))
    by_code = {each.code: each.key for each in store.categories()}
    for call_id, filing, code in CASES:
        given = Filing(
            start=filing.start,
            end=filing.end,
            quality=filing.quality,
            category=by_code[code],
            tags=filing.tags,
            lesson=filing.lesson,
            better=filing.better,
        )
        file_case(desk, MANAGER, NOW, call_id, given)
    store.close()
    with served(url, folder) as site:
        yield Place(site, browser, url, folder)


@pytest.fixture
def page(place: Place) -> Iterator[Page]:
    """Signed in as a manager."""
    size = {"width": 1366, "height": 768}
    with place.browser.new_context(viewport=size, accept_downloads=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        enter(page, place.site, "boss")
        expect(page.get_by_text("质检主管")).to_be_visible()
        yield page


def test_a_case_is_found_and_its_clip_really_plays(place: Place, page: Page) -> None:
    page.goto(place.site.base + "/casebook")
    expect(page.get_by_text("显示 3 / 共 3 个案例")).to_be_visible()
    screenshot(page, "casebook")
    page.get_by_text("合规 (1)").click()
    expect(page.get_by_text("显示 1 / 共 1 个案例")).to_be_visible()
    assert "category=" in page.url
    opening = page.get_by_role("button", name="打开")
    expect(opening).to_have_count(1)  # Streamlit takes the old cards away last.
    opening.click()
    audio = page.locator("audio")
    expect(audio).to_be_visible()
    expect(page.get_by_text(LESSON).first).to_be_visible()  # The form to edit it has it too.
    assert page.locator("img[src=x]").count() == 0
    answers: list[int] = []
    page.on("response", lambda r: answers.append(r.status) if "/audio" in r.url else None)
    played = audio.evaluate(PLAYED)
    assert played["after"] > played["before"] + 0.2
    assert played["duration"] == pytest.approx(21.2, abs=0.3)
    assert answers == [206] * len(answers) != []
    screenshot(page, "case")
    store = open_store(place.url)
    heard = store.audit(AuditFilter(action="heard", call_id=PROMISE), limit=9)
    store.close()
    assert [(entry.who, entry.subject) for _, entry in heard] == [("boss", "case 3")]


def test_an_export_plays_offline_and_can_be_searched(place: Place, page: Page) -> None:
    page.goto(place.site.base + "/casebook?view=table")
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name="导出当前筛选结果 (3)").click()
    folder = place.folder / "offline"
    with zipfile.ZipFile(saved.value.path()) as archive:
        archive.extractall(folder)
    asked: list[str] = []
    told: list[str] = []
    with place.browser.new_context(offline=True) as context:
        away = context.new_page()
        away.on("request", lambda request: asked.append(request.url))
        away.on("console", lambda message: told.append(message.text))
        away.goto((folder / PAGE).as_uri())
        articles = away.locator("article:visible")
        expect(articles).to_have_count(3)
        away.get_by_label("搜索").fill("保本 老年")
        expect(articles).to_have_count(1)
        expect(articles.get_by_text(LESSON)).to_be_visible()
        played = articles.locator("audio").evaluate(PLAYED)
        assert played["after"] > played["before"] + 0.2
        articles.locator("[data-at]").last.click()
        assert articles.locator("audio").evaluate("audio => audio.currentTime") > 10
        away.get_by_label("搜索").fill("")
        away.get_by_label("好坏").select_option("good")
        expect(articles).to_have_count(1)
        away.get_by_label("好坏").select_option("")
        screenshot(away, "casebook-offline")
    assert {url.partition(":")[0] for url in asked} == {"file"}
    assert told == []


def test_the_overview_draws_its_charts(place: Place, page: Page) -> None:
    page.goto(place.site.base + "/overview")
    expect(page.get_by_text("坐席趋势")).to_be_visible()
    # All but two have data: nobody has evaluated a call, and the sample may be empty.
    page.wait_for_function("document.querySelectorAll('svg.marks').length >= 7")
    marks = page.evaluate(
        """() => [...document.querySelectorAll('svg.marks')].map((svg) =>
          svg.querySelectorAll('.mark-rect path, .mark-symbol path, .mark-line path').length
        )"""
    )
    assert min(marks) > 0
    screenshot(page, "overview")
    page.get_by_role("button", name="数据表").first.click()
    expect(page.locator('[data-testid="stDataFrame"]').first).to_be_visible()
