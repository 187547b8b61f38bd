"""Whatever goes wrong is told in words, and nothing that the inspector did is lost."""

import json

import pytest
from playwright.sync_api import Page, expect
from stub_workbench import SHORT, Open, Workbench

pytestmark = pytest.mark.slow

HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> **粗** '
    "[x](javascript:alert(1)) \u202eRTL\u202c مرحبا 😀"
)


def notice(page: Page, text: str) -> None:
    expect(page.locator(".notice", has_text=text)).to_be_visible()


def answer_first(page: Page) -> None:
    """Five points for the first criterion that a person fills, and one verdict confirmed."""
    page.keyboard.press("c")
    page.keyboard.press("g")
    page.keyboard.press("5")


def all_saved(page: Page) -> None:
    expect(page.locator(".save")).to_have_class("save saved")
    expect(page.locator(".save")).to_have_attribute("title", "")


def test_a_silent_server_keeps_everything_here_and_gets_it_later(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    bench.refuse = (503, "down")
    answer_first(page)
    notice(page, "服务器没有回应")
    expect(page.locator(".save")).to_have_text("未连上，已存在本机")
    bench.refuse = None
    all_saved(page)
    expect(page.locator(".notice")).to_have_count(0)
    assert bench.pages[SHORT]["draft"]["answers"]["HANDLING"]["points"] == 7
    assert len(bench.sent("POST", "/decisions")) >= 1


def test_a_notice_stays_where_it_is_while_the_server_stays_silent(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    bench.refuse = (503, "down")
    answer_first(page)
    notice(page, "服务器没有回应")
    box = page.locator(".notice").element_handle()
    for _ in range(2):
        page.wait_for_event("response", lambda answer: answer.status == 503)
    assert box.evaluate("box => box.isConnected")
    page.locator(".notice").get_by_role("button", name="重试").click()
    notice(page, "服务器没有回应")
    assert not box.evaluate("box => box.isConnected")
    bench.refuse = None
    all_saved(page)


def test_a_closed_tab_loses_nothing(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    bench.refuse = (503, "down")
    answer_first(page)
    page.keyboard.press("a")
    page.keyboard.type("记一笔")
    page.keyboard.press("Control+Enter")
    page.close()
    bench.refuse = None
    again = open_call(autoplay="no")
    expect(again.locator(".criterion.human.scored .points")).to_have_text("7")
    expect(again.locator(".card.confirmed")).to_have_count(1)
    all_saved(again)
    assert bench.pages[SHORT]["draft"]["answers"]["HANDLING"]["points"] == 7
    assert [each["text"] for each in bench.pages[SHORT]["annotations"]] == ["记一笔"]


def test_an_expired_sign_in_says_so_and_goes_on_after_signing_in(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    bench.refuse = (401, "signed_out")
    answer_first(page)
    notice(page, "登录已过期")
    expect(page.get_by_role("button", name="去登录")).to_be_visible()
    bench.refuse = None
    page.locator(".notice").get_by_role("button", name="重试").click()
    all_saved(page)
    assert bench.pages[SHORT]["draft"]["answers"]["HANDLING"]["points"] == 7


def test_another_window_that_saved_meanwhile_is_not_overwritten(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    bench.pages[SHORT]["draft"] = {
        "revision": 9,
        "answers": {},
        "comment": "别处写的",
        "saved_at": "2018-06-11T22:00:00+08:00",
    }
    answer_first(page)
    notice(page, "另一个窗口在 22:00:00 保存过")
    page.get_by_role("button", name="用服务器上的").click()
    expect(page.locator(".remark")).to_have_value("别处写的")
    expect(page.locator(".criterion.human.scored")).to_have_count(0)
    all_saved(page)


def test_of_two_drafts_the_inspector_can_keep_the_own_one(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    bench.pages[SHORT]["draft"] = {
        "revision": 9,
        "answers": {},
        "comment": "别处写的",
        "saved_at": None,
    }
    answer_first(page)
    page.get_by_role("button", name="用我的").click()
    all_saved(page)
    draft = bench.pages[SHORT]["draft"]
    assert (draft["revision"], draft["answers"]["HANDLING"]["points"], draft["comment"]) == (
        10,
        7,
        "",
    )


def test_a_lost_claim_keeps_the_draft_and_shows_the_way_back(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    bench.refuse = (409, "claim_expired")
    answer_first(page)
    notice(page, "认领已失效")
    notice(page, "不行:claim_expired → 再试")
    kept = page.evaluate(f"localStorage.getItem('earmark.li.{SHORT}.draft')")
    assert json.loads(kept)["answers"]["HANDLING"]["points"] == 7
    page.locator(".notice", has_text="认领已失效").get_by_role("button", name="回到队列").click()
    assert page.evaluate("window.told") == [["finished", SHORT]]


def test_what_the_server_refuses_is_shown_with_its_words(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    bench.refuse = (422, "too_long")
    page.keyboard.press("a")
    page.keyboard.type("太长的批注")
    page.keyboard.press("Control+Enter")
    notice(page, "批注没有被接受：不行:too_long")
    notice(page, "太长的批注")
    bench.refuse = None
    page.locator(".notice").get_by_role("button", name="重试").click()
    all_saved(page)
    assert [each["text"] for each in bench.pages[SHORT]["annotations"]] == ["太长的批注"]


def test_a_call_deleted_meanwhile_is_told(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    del bench.pages[SHORT]
    page.keyboard.press("g")
    page.keyboard.press("5")
    notice(page, "这通通话已不存在")
    assert "7" in page.evaluate(f"localStorage.getItem('earmark.li.{SHORT}.draft')")


def test_a_missing_recording_leaves_the_page_usable(open_call: Open, bench: Workbench) -> None:
    bench.pages[SHORT]["missing_recording"] = True
    page = open_call()
    notice(page, "录音文件不在原处")
    page.keyboard.press("Space")
    answer_first(page)
    all_saved(page)
    assert not bench.sent("GET", "/audio")


def test_a_recording_that_vanished_meanwhile_is_told(open_call: Open, bench: Workbench) -> None:
    del bench.sounds[SHORT]
    page = open_call()
    notice(page, "录音放不出来")


def test_a_call_that_could_not_be_judged_can_still_be_scored(
    open_call: Open, bench: Workbench
) -> None:
    bench.pages[SHORT].update(
        turns=[],
        silences=[],
        overtalk=[],
        verdicts=[],
        machine={},
        failure={"kind": "worker_crashed", "message": "进程中断"},
    )
    page = open_call(autoplay="no")
    notice(page, "进程中断")
    page.keyboard.press("g")
    for _ in range(10):
        page.keyboard.press("5")
    expect(page.locator(".total strong")).to_have_text("100")


def test_a_published_evaluation_can_only_be_read(open_call: Open, bench: Workbench) -> None:
    bench.pages[SHORT]["readonly"] = True
    page = open_call()
    for key in ("c", "g", "5", "a", "Control+Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(900)
    assert not [each for each in bench.log if each.method in ("PUT", "POST")]
    expect(page.locator(".submit-bar .hint")).to_have_text("只读")


def test_names_and_words_are_shown_as_text(open_call: Open, bench: Workbench) -> None:
    page_data = bench.pages[SHORT]
    page_data["call"].update(agent_name=HOSTILE, customer_name=HOSTILE, tier=HOSTILE, team=HOSTILE)
    page_data["turns"][0].update(text=HOSTILE, raw=HOSTILE, words=[])
    fault = next(each for each in page_data["verdicts"] if each["code"] == "TALK-PROMISE")
    fault["name"] = fault["evidence"][0]["why"] = HOSTILE
    page_data["scorecard"]["sections"][0]["name"] = HOSTILE
    page_data["scorecard"]["sections"][0]["criteria"][0].update(name=HOSTILE, guide=HOSTILE)
    reason = {"zh": HOSTILE, "en": HOSTILE, "turn": 0, "phrase": HOSTILE}
    risk = {"probability": 0.7, "calibrated": False, "model": HOSTILE, "reasons": [reason]}
    page_data["risks"] = {"satisfaction": risk, "complaint": risk}
    page_data["categories"][0]["name"] = HOSTILE
    page_data["draft"]["comment"] = HOSTILE
    note = {
        "id": "n",
        "start": 3,
        "end": 8,
        "role": "agent",
        "text": HOSTILE,
        "tags": [HOSTILE],
        "quality": "bad",
        "by": HOSTILE,
    }
    page_data["annotations"].append(note)
    page = open_call(autoplay="no")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.locator(".risk summary").first.click()
    expect(page.locator(".risk-reason span").nth(1)).to_have_text(HOSTILE)
    expect(page.locator(".risky")).to_have_text(HOSTILE)
    page.keyboard.press("v")
    page.get_by_role("tab", name="批注").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, script:not([type=module])").count() == 0
    assert page.locator(".turn[data-i='0'] .turn-text").inner_text() == HOSTILE
    expect(page.locator(".note.card p")).to_have_text(HOSTILE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
