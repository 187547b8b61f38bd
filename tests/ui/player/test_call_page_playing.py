"""The sound plays, and the keys move it."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page
from stub_workbench import LONG, SHORT, Open, Workbench

pytestmark = pytest.mark.slow

# Each key is dispatched as the browser does it; its effect is looked for once a frame.
_EFFECTS = """
async ([keys, effect, count]) => {
  const root = document.getElementById("host").shadowRoot;
  const seen = new Function("root", "audio", `return ${effect}`);
  const audio = window.audio;
  for (let i = 0; i < count; i++) {
    const key = keys[i % keys.length];
    const before = String(seen(root, audio));
    const start = performance.now();
    root.querySelector(".page").dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }));
    while (String(seen(root, audio)) === before) {
      if (performance.now() - start > 10000) throw new Error(`no effect of ${key}`);
      await new Promise(requestAnimationFrame);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
"""


def sound(page: Page, what: str) -> float:
    return page.evaluate(f"window.audio.{what}")


def test_sound_starts_by_itself_at_the_first_evidence_and_comes_by_range(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call()
    page.wait_for_function("window.audio.currentTime > 53.5 && !window.audio.paused")
    before = sound(page, "currentTime")
    page.wait_for_timeout(600)
    assert sound(page, "currentTime") > before + 0.3
    assert all(each.headers.get("Range") for each in bench.sent("GET", "/audio"))


def test_a_far_place_of_an_hour_is_fetched_alone(open_call: Open, bench: Workbench) -> None:
    page = open_call(LONG)
    box = page.locator(".overview").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + 5)
    page.wait_for_function(
        "window.audio.currentTime > 2870 && !window.audio.seeking && !window.audio.paused"
    )
    first = [int(each.headers["Range"][6:].split("-")[0]) for each in bench.sent("GET", "/audio")]
    assert any(start > 40_000_000 for start in first)


def test_space_and_arrows_move_the_sound(open_call: Open) -> None:
    page = open_call(autoplay="no")
    start = sound(page, "currentTime")
    page.keyboard.press("ArrowRight")
    assert sound(page, "currentTime") == pytest.approx(start + 2)
    page.keyboard.press("Shift+ArrowRight")
    assert sound(page, "currentTime") == pytest.approx(start + 7)
    page.keyboard.press("ArrowLeft")
    assert sound(page, "currentTime") == pytest.approx(start + 5)
    page.keyboard.press("Space")
    page.wait_for_function("!window.audio.paused")
    page.keyboard.press("Space")
    page.wait_for_function("window.audio.paused")


def test_speed_keeps_the_pitch_between_half_and_three(open_call: Open) -> None:
    page = open_call(autoplay="no")
    for _ in range(12):
        page.keyboard.press("]")
    assert sound(page, "playbackRate") == 3
    assert page.evaluate("window.audio.preservesPitch") is True
    for _ in range(14):
        page.keyboard.press("[")
    assert sound(page, "playbackRate") == 0.5


def test_a_loop_goes_round_the_evidence(open_call: Open) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("]")
    page.keyboard.press("l")
    page.locator("[part~=looping]").wait_for()
    start = sound(page, "currentTime")
    page.wait_for_timeout(2600)
    assert start - 0.1 <= sound(page, "currentTime") <= start + 3
    page.keyboard.press("Escape")
    assert page.locator("[part~=looping]").count() == 0


def test_silences_are_skipped(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    start, end, _ = bench.pages[SHORT]["silences"][0]
    page.keyboard.press("s")
    page.evaluate(f"window.audio.currentTime = {start + 0.2}")
    page.evaluate(
        """() => {
            window.heard = [];
            window.audio.addEventListener(
                "timeupdate", () => window.heard.push(window.audio.currentTime));
        }"""
    )
    page.keyboard.press("Space")
    page.wait_for_function(f"window.audio.currentTime >= {end - 0.4}")
    heard = page.evaluate("window.heard")
    assert not [at for at in heard if start + 1.5 < at < end - 0.5], heard


def test_only_the_evidence_is_played(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    page.evaluate("window.audio.currentTime = 3")
    first = min(
        e["start"]
        for v in bench.pages[SHORT]["verdicts"]
        if v["state"] == "fail" or v["state"] == "undetermined"
        for e in v["evidence"]
        if "start" in e
    )
    page.keyboard.press("e")
    page.wait_for_function(
        f"!window.audio.paused && window.audio.currentTime >= {first - 1}", timeout=20_000
    )


def test_what_was_played_is_told(open_call: Open, bench: Workbench) -> None:
    page = open_call()
    page.wait_for_function("window.audio.currentTime > 54.2")
    page.evaluate("window.unmount()")
    page.wait_for_timeout(200)
    (request,) = bench.sent("POST", "/heard")
    ((start, end),) = request.body["spans"]
    assert start == pytest.approx(53.3, abs=1)
    assert end - start > 0.3


@pytest.mark.parametrize(
    ("keys", "effect"),
    [
        (" ", "audio.paused"),
        (("ArrowRight", "ArrowLeft"), "audio.currentTime"),
        ("np", "[...root.querySelectorAll('.evidence li')].findIndex((li) => li.className)"),
        ("][", "root.querySelector('.rate').textContent"),
        ("s", "root.querySelectorAll('[aria-pressed=true]').length"),
        ("g", "root.querySelector('.column.active').className"),
    ],
)
def test_a_key_has_its_effect_on_an_hour_long_call(
    open_call: Open, keys: Sequence[str], effect: str
) -> None:
    page = open_call(LONG, autoplay="no")
    page.evaluate(_EFFECTS, [list(keys), effect, 6])


def test_the_transcript_follows_the_sound_on_700_turns(open_call: Open) -> None:
    page = open_call(LONG, autoplay="no")
    assert page.locator(".turn").count() == 700
    page.evaluate("window.audio.currentTime = 3000")
    page.wait_for_timeout(900)
    now = page.locator(".turn.now")
    box, frame = now.bounding_box(), page.locator(".turns").bounding_box()
    assert box
    assert frame
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    assert "50:0" in now.inner_text() or "49:5" in now.inner_text()


def test_a_mono_call_of_unknown_length_is_drawn_and_played(
    open_call: Open, bench: Workbench
) -> None:
    page_data = bench.pages[SHORT]
    page_data["channels"] = 1
    page_data["call"]["duration_s"] = None
    for each in (*page_data["turns"], *(e for v in page_data["verdicts"] for e in v["evidence"])):
        each["role"] = "unknown"
    bench.peaks = {**bench.peaks, SHORT: b"{}"}
    page = open_call()
    page.wait_for_function("window.audio.currentTime > 53.5 && !window.audio.paused")
    assert page.locator("[part~=hit]").count() >= 4
    assert page.locator(".turn-role").first.inner_text() == "未知"
