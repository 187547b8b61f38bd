"""Journeys through the workbench in a real Chromium."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from people_made import PASSWORD, add
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served_workbench import Site, served
from signing_in import enter
from stored_calls import a_call

from qa.accounts.passwords import Passwords
from qa.people import UserRole
from qa.store import open_store, upgrade
from qa.store.account_values import AuditFilter

pytestmark = pytest.mark.slow
SAMPLES = Path(__file__).parents[2] / "sample_audio" / "calls"
RECORDINGS = {
    "alaw": "in01-allotment.wav",
    "mulaw-mono": "in16-mono.wav",
    "mp3": "in04-complaint.mp3",
    "ogg": "in05-promise.ogg",
    "mp4": "off01-witness.mp4",
    "gone": "no-such-file.wav",
}
SCREENS = ((1366, 768), (1920, 1080))


@dataclass(frozen=True, slots=True)
class Place:
    site: Site
    browser: Browser
    db_url: str
    shots: Path

    def context(self, **given: object) -> BrowserContext:
        width, height = SCREENS[0]
        size = {"width": width, "height": height}
        return self.browser.new_context(viewport=size, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A workbench after its first start: the administrator is made, nobody else is there."""
    folder = tmp_path_factory.mktemp("workbench")
    url = f"sqlite:///{folder / 'earmark.db'}"
    upgrade(url)
    store = open_store(url)
    store.ingest(
        [
            a_call(number, call_id=call_id, recording=str(SAMPLES / name))
            for number, (call_id, name) in enumerate(RECORDINGS.items())
        ]
    )
    store.close()
    with served(url, folder) as site:
        place = Place(site, browser, url, folder)
        with place.context() as context:
            _set_up(context.new_page(), site)
        yield place


def _set_up(page: Page, site: Site) -> None:
    page.goto(site.setup_link())
    page.get_by_label("用户名").fill("boss")
    page.get_by_label("姓名").fill("王<b>主任</b>")
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.get_by_label("再次输入密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("密码已设置")).to_be_visible()


def test_from_the_first_start_to_an_inspector_who_is_signed_in(place: Place) -> None:
    with place.context() as context:
        page = context.new_page()
        enter(page, place.site, "boss", "/people")
        expect(page.get_by_role("heading", name="人员")).to_be_visible()
        expect(page.get_by_text("王<b>主任</b> · 管理员")).to_be_visible()
        page.get_by_label("用户名").first.fill("li")
        page.get_by_label("姓名").fill("李质检")
        page.get_by_role("button", name="添加并生成链接").click()
        link = page.locator("code").inner_text()
        page.screenshot(path=place.shots / "people.png")
    with place.context() as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_text("用户名:li")).to_be_visible()
        page.get_by_label("密码").first.fill(PASSWORD)
        page.get_by_label("再次输入密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_text("密码已设置")).to_be_visible()
        enter(page, place.site, "li")
        expect(page.get_by_text("李质检 · 质检员")).to_be_visible()
        expect(page.get_by_role("link", name="人员")).to_have_count(0)
        _sign_out(context, page)


def _sign_out(context: BrowserContext, page: Page) -> None:
    with context.expect_page() as opened:
        page.get_by_role("link", name="退出登录").click()
    opened.value.get_by_role("button", name="退出登录").click()
    expect(opened.value.get_by_text("已退出登录")).to_be_visible()
    assert "earmark_session" not in {cookie["name"] for cookie in context.cookies()}
    page.get_by_text("English").click()
    expect(page.get_by_text("您尚未登录")).to_be_visible()


def test_a_signed_out_browser_is_refused_everywhere(place: Place) -> None:
    base = place.site.base
    with place.context() as context:
        page = context.new_page()
        for path in ("/", "/people", "/queue", "/call?call_id=mp3", "/audit?x=1"):
            page.goto(base + path)
            expect(page.get_by_role("heading", name="登录耳唛")).to_be_visible()
        for path in (
            "/api/calls/mp3",
            "/api/calls/mp3/audio",
            "/api/calls/mp3/peaks",
            "/api/cases/1/audio",
            "/media/x.csv",
        ):
            assert context.request.get(base + path).status == 401
        response = page.goto(base + "/api/calls/mp3/audio")
        assert response is not None
        assert response.status == 401


@pytest.fixture(scope="module")
def manager(place: Place) -> Iterator[Page]:
    """A signed-in browser that may hear recordings."""
    store = open_store(place.db_url)
    add(store, Passwords(), UserRole.MANAGER, "hearer")
    store.close()
    with place.context() as context:
        page = context.new_page()
        enter(page, place.site, "hearer")
        expect(page.get_by_text("质检主管")).to_be_visible()
        page.goto(place.site.base + "/healthz")
        yield page


PLAY = """async ({ url, at }) => {
  const audio = new Audio(url); audio.muted = true;
  const failed = new Promise((_, no) => { audio.onerror = () => no(audio.error.message); });
  await Promise.race([audio.play(), failed]);
  audio.currentTime = at;
  await Promise.race([new Promise((ok) => { audio.onseeked = ok; }), failed]);
  const before = audio.currentTime;
  await new Promise((ok) => setTimeout(ok, 700));
  return { before, after: audio.currentTime, duration: audio.duration };
}"""


@pytest.mark.parametrize("call_id", [name for name in RECORDINGS if name != "gone"])
def test_chromium_plays_and_seeks_in_every_kind_of_recording(
    manager: Page, place: Place, call_id: str
) -> None:
    answers: list[int] = []
    manager.on("response", lambda r: answers.append(r.status) if "/audio" in r.url else None)
    played = manager.evaluate(PLAY, {"url": f"/api/calls/{call_id}/audio", "at": 10})
    assert played["before"] == pytest.approx(10, abs=0.2)
    assert played["after"] > played["before"] + 0.2
    assert 206 in answers
    assert 200 not in answers


def test_a_recording_that_is_gone_is_told_honestly(manager: Page, place: Place) -> None:
    answer = manager.request.get(f"{place.site.base}/api/calls/gone/audio")
    assert answer.status == 404
    assert answer.json()["error"]["code"] == "recording_missing"


def test_hearing_was_noted(manager: Page, place: Place) -> None:
    manager.request.get(f"{place.site.base}/api/calls/mp3/audio")
    store = open_store(place.db_url)
    heard = store.audit(AuditFilter(action="heard", call_id="mp3"), limit=9)
    store.close()
    assert [entry.who for _, entry in heard] == ["hearer"]


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_fits_and_works_without_scripts(
    place: Place, size: tuple[int, int], scheme: str
) -> None:
    given = {"java_script_enabled": False, "color_scheme": scheme}
    with place.context(**given) as context:
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(place.site.base + "/sign-in")
        page.screenshot(path=place.shots / f"sign-in-{size[0]}-{scheme}.png")
        expect(page.get_by_label("用户名")).to_be_focused()
        page.keyboard.type("boss")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
        button = page.get_by_role("button").bounding_box()
        assert button is not None
        assert button["y"] + button["height"] <= size[1]


def test_no_page_asks_the_network_for_anything(place: Place) -> None:
    asked: list[str] = []
    with place.context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        enter(page, place.site, "boss", "/people")
        expect(page.get_by_role("heading", name="人员")).to_be_visible()
        page.get_by_text("审计日志").click()
        expect(page.get_by_role("heading", name="审计日志")).to_be_visible()
        page.wait_for_timeout(1000)
    own = (place.site.base, "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
