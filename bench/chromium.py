"""The workbench in a real browser: how long an inspector waits, and how many keys a call takes."""

import shutil
import sqlite3
import wave
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Error, Page, sync_playwright

from bench import review_corpus
from bench.processes import BenchError
from bench.serving import served
from bench.table import Line, Outcome, Target
from bench.workbench import Workbench
from qa.accounts.administration import add
from qa.accounts.passwords import Passwords
from qa.accounts.people import made
from qa.people import UserRole
from qa.store import open_store

SOUND, KEY, KEYSTROKES = Target("≤", 2), Target("≤", 150), Target("≤", 25)
AS_FAST = Target("≤", 1.5)
REPEATS = 5
MINUTE = "in05-promise"
KEYS = ("n", "p", "v", "c", "z", "u", "z")
"""Next and previous evidence, raw text, confirm, cannot judge, and back again."""
PASSWORD = "only for measuring 7"
HOUR_HZ = 8000
WATCH = """
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.audio = this; return play.call(this); };
window.rootOf = () => [...document.querySelectorAll("*")].map((each) => each.shadowRoot)
  .find((root) => root && root.querySelector(".earmark"));
window.addEventListener("keydown", (event) => { window.pressed ||= event.timeStamp; }, true);
"""
"""The sound is an element that is in no document; the page of a call lies in a shadow root, and
keeps keys that it knows to itself: who wants to see them has to listen first."""
LATENCY = """async () => {
  await new Promise((resolve) => setTimeout(resolve, 150));
  window.pressed = 0;
  window.latency = new Promise((resolve, reject) => {
    const watch = new MutationObserver(() => {
      if (!window.pressed) return;
      watch.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - window.pressed));
    });
    watch.observe(window.rootOf(), {subtree: true, childList: true, attributes: true});
    setTimeout(() => reject(new Error("nothing changed on screen")), 5000);
  });
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class InBrowser:
    """Medians."""

    next_to_sound_s: float
    """From the click on "next call" in the queue."""
    key_ms: Mapping[str, float]
    """From a key to the frame that shows its effect, by key."""
    keystrokes: int
    minute_s: float
    """From asking for the page of a call of about a minute to its waveform."""
    hour_s: float

    def outcome(self) -> Outcome:
        """Each beside its target."""
        slowest = max(self.key_ms, key=lambda key: self.key_ms[key])
        lines = [
            Line("click on next call → first sound", self.next_to_sound_s, "s", SOUND),
            Line("key → effect on screen, slowest", self.key_ms[slowest], "ms", KEY, slowest, 0),
            Line("keystrokes for a flagged call", self.keystrokes, "", KEYSTROKES, digits=0),
            Line("opening an hour ÷ a minute", self.hour_s / self.minute_s, "×", AS_FAST),
            Line("opening a call of an hour", self.hour_s, "s"),
        ]  # fmt: skip
        return Outcome(lines, (), asdict(self))


def in_browser(bench: Workbench) -> InBrowser:
    """Measure on the calls of the bench's night.

    Raises:
        BenchError: there is no Chromium, or the workbench does not start.
    """
    browser = shutil.which("chromium")
    if browser is None:
        raise BenchError("no chromium: apt-get install chromium")
    db = bench.scratch / "browser.db"
    night = bench.night.db_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(night)) as source, closing(sqlite3.connect(db)) as copy:
        source.backup(copy)
    url = f"sqlite:///{db}"
    _prepare(url, bench.scratch)
    with served(url, bench.scratch) as base, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser,
            args=["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
        )
        page = chromium.new_page(viewport={"width": 1366, "height": 768})
        page.add_init_script(WATCH)
        try:
            return _measured(page, base)
        except Error as error:
            raise BenchError(f"in the browser: {error}") from error
        finally:
            chromium.close()


def _measured(page: Page, base: str) -> InBrowser:
    page.goto(base)
    page.locator("input:focus").wait_for()
    for text in ("bench", PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab" if text == "bench" else "Enter")
    page.get_by_role("button", name="领取下一通").wait_for()
    minute, hour = (
        _median(partial(_opening_s, page, base, call_id))
        for call_id in (MINUTE, review_corpus.LONG_CALL)
    )
    sound = _median(partial(_next_to_sound_s, page, base))
    keys = {key: _median(partial(_key_ms, page, key)) for key in KEYS}
    return InBrowser(
        next_to_sound_s=sound,
        key_ms=keys,
        keystrokes=_keystrokes(page),
        minute_s=minute,
        hour_s=hour,
    )


def _opening_s(page: Page, base: str, call_id: str) -> float:
    page.goto(f"{base}/call?call_id={call_id}")
    return _when(page, "window.rootOf()?.querySelector('.overview')")


def _next_to_sound_s(page: Page, base: str) -> float:
    page.goto(f"{base}/queue")
    button = page.get_by_role("button", name="领取下一通")
    button.wait_for()
    page.wait_for_timeout(1000)
    began = page.evaluate("performance.now()")
    button.click()
    heard = _when(page, "window.audio && !window.audio.paused && window.audio.played.length")
    return heard - float(began) / 1000


def _when(page: Page, condition: str) -> float:
    """Seconds on the page's clock at the first frame for which the condition holds.

    The page itself looks, frame by frame: a locator looks but twice a second after a while.
    """
    seen = page.wait_for_function(f"({condition}) ? performance.now() : 0")
    return float(seen.json_value()) / 1000


def _key_ms(page: Page, key: str) -> float:
    page.evaluate(LATENCY)
    page.keyboard.press(key)
    return float(page.evaluate("window.latency"))


def _keystrokes(page: Page) -> int:
    """Judge the open call: overturn one verdict, confirm the rest, fill what is asked, submit."""
    pressed = 0

    def press(*keys: str) -> None:
        nonlocal pressed
        for key in keys:
            page.keyboard.press(key)
            pressed += 1

    faults, asked = _left(page, "已判"), _left(page, "人工")
    press("o", "2", *("c" for _ in range(faults - 1)), *("5" for _ in range(asked)), "Enter")
    page.locator(".submit-bar .hint", has_text="已提交").wait_for()
    return pressed


def _left(page: Page, of: str) -> int:
    done, every = page.locator(".count", has_text=of).inner_text().removeprefix(of).split("/")
    return int(every) - int(done)


def _median(measure: Callable[[], float]) -> float:
    measure()
    return median(measure() for _ in range(REPEATS))


def _prepare(url: str, folder: Path) -> None:
    """An inspector, and a call of an hour with its sound."""
    recording = folder / "hour.wav"
    with wave.open(str(recording), "wb") as file:
        file.setparams((2, 2, HOUR_HZ, 0, "NONE", ""))
        minute = (np.random.default_rng(3).normal(size=(60 * HOUR_HZ, 2)) * 800).astype("<i2")
        for _ in range(60):
            file.writeframes(minute.tobytes())
    long = review_corpus.long_call()
    long = replace(long, call=replace(long.call, recording=str(recording)))
    now, passwords = datetime.now(UTC), Passwords()
    with closing(open_store(url)) as store:
        store.ingest([long.call])
        store.save(long, "bench", "bench", now)
        account = made("bench", "测试", UserRole.INSPECTOR)
        hashed = passwords.hash(PASSWORD, "bench")
        add(store, "bench", account, now, password_hash=hashed)
