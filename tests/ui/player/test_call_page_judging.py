"""A call judged from first evidence to submission, by keyboard and by mouse."""

import logging
import re

import pytest
from playwright.sync_api import Page, expect
from stub_workbench import SHORT, Open, Workbench

pytestmark = pytest.mark.slow

LOG = logging.getLogger(__name__)
HUMAN = 4
MOST_KEYSTROKES = 25


def saved(page: Page) -> None:
    """Waits until the server has everything."""
    expect(page.locator(".save")).to_have_class("save saved")


class Keyboard:
    """Counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def test_a_flagged_call_takes_at_most_25_keystrokes(open_call: Open, bench: Workbench) -> None:
    page = open_call()
    keys = Keyboard(page)
    faults = [
        each for each in bench.pages[SHORT]["verdicts"] if each["state"] in ("fail", "undetermined")
    ]
    keys.press("o", "2")
    for _ in faults[1:]:
        keys.press("c")
    keys.press("5", "4", "3", "5")
    expect(page.locator(".submit-bar .hint")).to_contain_text("回车提交")
    keys.press("Enter")
    expect(page.locator(".submit-bar .hint")).to_have_text("已提交")
    LOG.info("%d keystrokes for %d faults and %d criteria", keys.count, len(faults), HUMAN)
    assert keys.count <= MOST_KEYSTROKES
    decided = {
        each["code"]: each["decision"]
        for each in bench.pages[SHORT]["verdicts"]
        if each["decision"]
    }
    assert set(decided) == {each["code"] for each in faults}
    assert decided["TALK-PROMISE"]["outcome"] == "overturned"
    assert decided["TALK-PROMISE"]["true_state"] == "pass"
    assert decided["TALK-PROMISE"]["reason"] == "语境不符"
    answers = bench.pages[SHORT]["draft"]["answers"]
    assert {code: each["points"] for code, each in answers.items()} == {
        "HANDLING": 7,
        "UNDERSTANDING": 7.5,
        "TONE": 3.5,
        "ACCURACY": 15,
    }
    (submitted,) = bench.sent("POST", "/submit")
    assert submitted.body == {"revision": bench.pages[SHORT]["draft"]["revision"]}
    assert submitted.headers["X-Earmark"] == "1"
    assert page.locator(".total strong").inner_text() == "61.5"


def test_the_next_call_opens_without_streamlit(open_call: Open, bench: Workbench) -> None:
    other = "in-20180611-0060"
    bench.queue.append(other)
    page = open_call()
    Keyboard(page).press("c", "c", "c", "c", "c", "5", "5", "5", "5", "Enter")
    expect(page.locator(".submit-bar .hint")).to_have_text("已提交")
    page.keyboard.press("Enter")
    page.wait_for_function("!window.audio.paused && window.audio.currentTime > 53")
    expect(page.locator("h1")).to_have_text(other)
    assert page.evaluate("window.told") == [["call_id", other]]


def test_an_empty_queue_leads_back(open_call: Open, bench: Workbench) -> None:
    page = open_call()
    Keyboard(page).press("c", "c", "c", "c", "c", "5", "5", "5", "5", "Enter")
    expect(page.locator(".submit-bar .hint")).to_have_text("已提交")
    page.keyboard.press("Enter")
    page.wait_for_function("window.told.length")
    assert page.evaluate("window.told") == [["finished", SHORT]]


def test_a_call_can_be_handed_back_with_what_was_done(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("g")
    page.keyboard.press("5")
    page.get_by_role("button", name="交回").click()
    page.wait_for_function("window.told.length")
    assert page.evaluate("window.told") == [["finished", SHORT]]
    assert bench.pages[SHORT]["draft"]["answers"]["HANDLING"]["points"] == 7
    assert [each.path.rsplit("/")[-1] for each in bench.log[-2:]] == ["draft", "release"]


def test_evidence_is_walked_with_a_second_of_lead_in(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    blame = next(each for each in bench.pages[SHORT]["verdicts"] if each["code"] == "TALK-BLAME")
    page.keyboard.press("n")
    expect(page.locator(".card.selected .card-name")).to_have_text("指责客户或同事")
    at = page.evaluate("window.audio.currentTime")
    assert at == pytest.approx(blame["evidence"][0]["start"] - 1, abs=0.3)
    page.keyboard.press("p")
    expect(page.locator(".card.selected .card-name")).to_have_text("承诺收益")


def test_all_that_was_seen_is_confirmed_with_one_key_and_nothing_unseen(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("n")
    page.keyboard.press("Shift+C")
    expect(page.locator(".card.confirmed")).to_have_count(2)
    expect(page.locator(".passing")).to_contain_text("还有 3 项没看")
    for key in ("n", "n", "n", "Shift+C"):
        page.keyboard.press(key)
    expect(page.locator(".card.confirmed")).to_have_count(5)
    expect(page.locator(".column.scorecard")).to_have_class("column scorecard active")


def test_a_decision_can_be_taken_back(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("u")
    expect(page.locator(".card.cannot_judge")).to_have_count(1)
    page.keyboard.press("z")
    expect(page.locator(".card.cannot_judge")).to_have_count(0)
    saved(page)
    assert [each.path[-12:] for each in bench.log if each.method == "DELETE"] == ["TALK-PROMISE"]


def test_an_overturned_fatal_fault_changes_the_total_at_once(open_call: Open) -> None:
    page = open_call(autoplay="no")
    total = page.locator(".total strong")
    assert total.inner_text() == "0"
    page.keyboard.press("o")
    page.keyboard.press("Enter")
    page.keyboard.type("c 只是举例")
    page.keyboard.press("Enter")
    assert total.inner_text() == "82.98"
    assert page.locator(".card.overturned .decided").inner_text().startswith("推翻为“通过”")


def test_points_go_up_and_down_with_the_arrows_while_scoring(open_call: Open) -> None:
    page = open_call(autoplay="no")
    at = page.evaluate("window.audio.currentTime")
    page.keyboard.press("g")
    page.keyboard.press("ArrowLeft")
    row = page.locator(".criterion.selected")
    expect(row.locator(".points")).to_have_text("7")
    page.keyboard.press("ArrowLeft")
    expect(row.locator(".points")).to_have_text("6.5")
    page.keyboard.press("ArrowDown")
    expect(row.locator(".criterion-name")).to_have_text("耐心倾听，不抢话")
    page.keyboard.press("0")
    assert page.evaluate("window.audio.currentTime") == at
    expect(page.locator(".criterion.not_applicable .criterion-name")).to_have_text(
        "耐心倾听，不抢话"
    )


def test_submission_waits_for_every_answer(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".passing")).to_contain_text("还有 4 项没有评分")
    assert not bench.sent("POST", "/submit")


def test_typing_in_a_field_moves_nothing(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    at = page.evaluate("window.audio.currentTime")
    page.locator(".remark").click()
    page.keyboard.type("ncouslel5 ?")
    assert page.locator(".remark").input_value() == "ncouslel5 ?"
    assert page.evaluate("[window.audio.currentTime, window.audio.paused]") == [at, True]
    saved(page)
    assert bench.pages[SHORT]["draft"]["comment"] == "ncouslel5 ?"
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator(".card.selected .card-name")).to_have_text("指责客户或同事")


def test_a_comment_of_a_criterion_is_kept(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.keyboard.type("拖了两周")
    saved(page)
    assert bench.pages[SHORT]["draft"]["answers"]["HANDLING"] == {
        "points": None,
        "na": False,
        "comment": "拖了两周",
    }


def test_the_help_lists_the_keys_and_closes(open_call: Open) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("维持看过的全部")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_english_is_one_switch_away_and_keeps_what_was_done(open_call: Open) -> None:
    page = open_call(autoplay="no")
    page.keyboard.press("c")
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator(".card.confirmed strong")).to_have_text("Confirmed")
    assert not re.search(r"[一-鿿]", page.locator(".transport").inner_text())
    assert page.evaluate("window.told") == [["language", "en"]]
    page.evaluate("void window.mount({ ...window.data })")
    expect(page.locator(".card.confirmed strong")).to_have_text("Confirmed")
    page.keyboard.press("n")
    expect(page.locator(".card.selected .card-name")).to_have_text("客户投诉")
