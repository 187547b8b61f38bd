"""An inspector's day in a real Chromium, on calls that were really recognised."""

import logging
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from people_made import add
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect
from sampled_night import judged_samples
from scored_call import risk_of
from screens import screenshot
from served_workbench import Site, served
from signing_in import enter

from qa.accounts.passwords import Passwords
from qa.people import UserRole
from qa.scoring.satisfaction.target import TargetName
from qa.store import open_store
from qa.store.account_values import AuditFilter
from qa.store.case_values import CaseFilter
from qa.store.remark_values import Quality

pytestmark = pytest.mark.slow
LOG = logging.getLogger(__name__)
PROMISE, COMPLAINT, ABRUPT = "in05-promise", "in04-complaint", "in09-abrupt"
MOST_KEYSTROKES = 25
# The sound is an element that is in no document: remember it when it plays.
KEEP_AUDIO = """
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.audio = this; return play.call(this); };
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A served workbench and its database."""

    site: Site
    db: Path
    browser: Browser

    @contextmanager
    def signed_in(self, username: str) -> Iterator[Page]:
        """A new browser with somebody in it."""
        size = {"width": 1366, "height": 768}
        context: BrowserContext = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            timezone_id="Asia/Shanghai",
        )
        context.add_init_script(KEEP_AUDIO)
        page = context.new_page()
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        enter(page, self.site, username)
        expect(page.get_by_test_id("stSidebar")).to_contain_text("某")
        yield page
        context.close()
        assert not failures, failures

    def claimed_by(self) -> dict[str, str]:
        """Who has which call."""
        query = "SELECT call_id, person FROM claims JOIN calls ON calls.id = claims.call"
        with sqlite3.connect(self.db) as connection:
            return dict(connection.execute(query).fetchall())


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the night."""
    folder = tmp_path_factory.mktemp("night")
    url = judged_samples([PROMISE, COMPLAINT, ABRUPT], folder)
    store = open_store(url)
    found = {each: risk_of(store, each) for each in (PROMISE, COMPLAINT, ABRUPT)}
    store.save_risks(TargetName.SATISFACTION, found, datetime.now(UTC))
    store.close()
    return folder / "earmark.db"


@pytest.fixture
def desk(night: Path, browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """The workbench as it is in the morning."""
    db = tmp_path / "earmark.db"
    shutil.copy(night, db)
    url = f"sqlite:///{db}"
    store = open_store(url)
    for name in ("li", "wang"):
        add(store, Passwords(), UserRole.INSPECTOR, name)
    store.close()
    with served(url, tmp_path) as site:
        yield Desk(site, db, browser)


def take_next(page: Page, base: str) -> str:
    """Press "next call" in the queue; the call that opens."""
    page.goto(f"{base}/queue")
    page.get_by_role("button", name="领取下一通").click()
    return opened(page)


def opened(page: Page) -> str:
    page.locator(".overview").wait_for()
    return page.locator("h1").inner_text()


def open_call(page: Page, desk: Desk, call_id: str) -> None:
    page.goto(f"{desk.site.base}/call?call_id={call_id}")
    assert opened(page) == call_id


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    expect(page.locator(".save")).to_have_class("save saved")


def left(page: Page, of: str) -> int:
    """How many of something wait for the inspector, as the page counts them."""
    text = page.locator(".count", has_text=of).inner_text()
    done, every = map(int, text.removeprefix(of).strip().split("/"))
    return every - done


def test_a_call_is_taken_heard_judged_scored_and_submitted(desk: Desk) -> None:
    answers: list[Response] = []
    with desk.signed_in("li") as page:
        page.on("response", lambda each: answers.append(each))
        call_id = take_next(page, desk.site.base)
        expect(page.locator(".risk summary")).to_be_visible()
        page.wait_for_function("window.audio && !window.audio.paused")
        began = page.evaluate("window.audio.currentTime")
        page.wait_for_function(f"window.audio.currentTime > {began} + 1")
        assert any(each.status == 206 for each in answers if each.url.endswith("/audio"))
        screenshot(page, "call-page")
        keys = 0

        def press(*names: str) -> None:
            nonlocal keys
            for name in names:
                page.keyboard.press(name)
                keys += 1

        faults = left(page, "已判")
        before = page.evaluate("window.audio.currentTime")
        press("n")
        page.wait_for_function(f"Math.abs(window.audio.currentTime - {before}) > 1")
        press("p", "o", "2")
        expect(page.locator(".card.overturned")).to_have_count(1)
        for _ in range(faults - 1):
            press("c")
        asked = left(page, "人工")
        press(*("5" for _ in range(asked)))
        expect(page.locator(".submit-bar .hint")).to_contain_text("回车提交")
        press("Enter")
        expect(page.locator(".submit-bar .hint")).to_have_text("已提交")
        LOG.info("%s: %d keystrokes, %d verdicts, %d criteria", call_id, keys, faults, asked)
        assert keys <= MOST_KEYSTROKES
        press("Enter")
        page.wait_for_function(f"window.audio.src.indexOf('{call_id}') < 0")
        after = opened(page)
        assert after != call_id
        assert desk.claimed_by() == {after: "li"}
    store = open_store(f"sqlite:///{desk.db}")
    (versions,) = store.latest_versions([call_id], published=False)
    assert versions.made_by == "li"
    assert any(each.reason for each in versions.body.verdicts)
    deeds = {each.action for _, each in store.audit(AuditFilter(who="li"), limit=99)}
    store.close()
    assert {"saw", "heard", "changed"} <= deeds


def test_the_words_that_raised_the_risk_are_marked_and_heard(desk: Desk) -> None:
    store = open_store(f"sqlite:///{desk.db}")
    reason = risk_of(store, COMPLAINT).reasons[0]
    store.close()
    with desk.signed_in("li") as page:
        open_call(page, desk, COMPLAINT)
        page.keyboard.press(" ")
        expect(page.locator(".risk strong")).to_have_text("72%")
        expect(page.locator(".risky").first).to_have_attribute("title", re.compile(reason.zh))
        marked = page.locator(f".turn[data-i='{reason.turn}'] .risky").all_inner_texts()
        assert "".join(marked) == reason.phrase
        page.locator(".risk summary").click()
        expect(page.locator(".voice svg")).to_be_visible()
        page.locator(".risk-reason").click()
        expect(page.locator(f".turn[data-i='{reason.turn}']")).to_have_class(re.compile("now"))


def test_a_marked_stretch_is_annotated_and_filed_as_a_bad_case(desk: Desk) -> None:
    with desk.signed_in("li") as page:
        open_call(page, desk, PROMISE)
        page.keyboard.press(" ")
        box = page.locator(".wave").bounding_box()
        assert box
        page.mouse.move(box["x"] + 600, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 700, box["y"] + 40, steps=5)
        page.mouse.up()
        page.keyboard.press("a")
        page.keyboard.type("向客户承诺保本")
        page.locator(".note-form .segments button", has_text="差").click()
        page.get_by_text("同时归入案例库").click()
        page.get_by_placeholder("启示").fill("不得承诺收益")
        screenshot(page, "annotating")
        page.keyboard.press("Control+Enter")
        saved(page)
    store = open_store(f"sqlite:///{desk.db}")
    (note,) = store.annotation_history(PROMISE)
    (case,) = store.cases(CaseFilter())
    store.close()
    assert (note.remark.text, note.remark.quality) == ("向客户承诺保本", Quality.BAD)
    assert (case.annotation, case.text.lesson, case.filed_by) == (note.key, "不得承诺收益", "li")
    assert case.excerpt
    assert "TALK-PROMISE" in case.text.rules


def test_two_browsers_that_ask_at_once_get_different_calls(desk: Desk) -> None:
    ask = """() => fetch("/api/queue/next", {
        method: "POST", body: "{}",
        headers: {"X-Earmark": "1", "Content-Type": "application/json"},
    }).then((answer) => answer.json())"""
    with desk.signed_in("li") as one, desk.signed_in("wang") as two:
        for page in (one, two):
            page.evaluate(f"window.asked = ({ask})()")
        got = [page.evaluate("window.asked")["call_id"] for page in (one, two)]
    assert len(set(got)) == 2
    assert desk.claimed_by() == {got[0]: "li", got[1]: "wang"}


def test_names_words_and_comments_are_shown_as_text(desk: Desk) -> None:
    evil = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>**粗** [x](y)"
    with sqlite3.connect(desk.db) as database:
        database.execute("UPDATE calls SET agent_name = ?, customer_name = ?", (evil, evil))
    with desk.signed_in("li") as page:
        open_call(page, desk, PROMISE)
        page.keyboard.press("m")
        page.keyboard.type(evil)
        saved(page)
        expect(page.locator("header").filter(has_text="<script>").first).to_be_visible()
        page.reload()
        opened(page)
        expect(page.locator("textarea.remark")).to_have_value(evil)
        assert page.evaluate("window.hacked") is None
        assert page.locator("img[src=x]").count() == 0


def test_a_recording_that_is_gone_leaves_the_page_with_a_notice(desk: Desk) -> None:
    with sqlite3.connect(desk.db) as database:
        database.execute("UPDATE calls SET recording = '/nowhere/gone.wav'")
    with desk.signed_in("li") as page:
        open_call(page, desk, PROMISE)
        expect(page.get_by_text("录音", exact=False).first).to_be_visible()
        expect(page.locator(".notice").first).to_contain_text("录音")
        expect(page.locator(".turn").first).to_be_visible()


def test_a_claim_that_was_lost_meanwhile_keeps_the_draft(desk: Desk) -> None:
    with desk.signed_in("li") as page:
        open_call(page, desk, PROMISE)
        page.keyboard.press("m")
        page.keyboard.type("我的意见")
        saved(page)
        with sqlite3.connect(desk.db) as database:
            database.execute("UPDATE claims SET person = 'wang'")
        page.keyboard.press("Escape")
        page.keyboard.press("c")
        expect(page.locator(".notice").first).to_contain_text("wang")
        page.reload()
        opened(page)
        expect(page.locator("textarea.remark")).to_have_value("我的意见")


def test_a_call_that_was_deleted_while_open_is_told(desk: Desk) -> None:
    with desk.signed_in("li") as page:
        open_call(page, desk, PROMISE)
        with sqlite3.connect(desk.db) as database:
            database.execute("DELETE FROM calls WHERE call_id = ?", (PROMISE,))
        page.keyboard.press("c")
        expect(page.locator(".notice").first).to_contain_text("没有")
        page.reload()
        expect(page.get_by_text("没有这通通话")).to_be_visible()
