"""The risk of a call: how great, why, where to hear it, and how the customer's voice went."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from stub_workbench import SHORT, Open, Workbench

pytestmark = pytest.mark.slow
CURVE = "客户的声音，与自己开头相比: 音量最多高 6.3 dB（2:31）; 音调最多高 2.7 半音（2:22）"


def opened(page: Page) -> None:
    page.locator(".risk summary").first.click()
    expect(page.locator(".risk-reasons").first).to_be_visible()


def start_of(bench: Workbench, turn: int) -> Any:
    return bench.pages[SHORT]["turns"][turn]["start"]


def test_the_risk_is_told_in_one_line_above_the_verdicts(open_call: Open) -> None:
    page = open_call(autoplay="no")
    summary = page.locator(".risk summary")
    expect(summary).to_have_text("不满风险72%客户说“有没有人负责”")
    expect(page.locator(".risk-reasons")).to_be_hidden()
    boxes = [each.bounding_box() for each in page.locator(".risk, .card:visible").all()]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == 6
    assert tops == sorted(tops)
    assert max(tops) < 700, "a verdict has left the window"


def test_a_high_window_shows_the_reasons_at_once(open_call: Open) -> None:
    page = open_call(autoplay="no")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.reload()
    expect(page.locator(".risk-reasons li")).to_have_text(
        [
            "▶ 0:36客户说“有没有人负责”",
            "▶ 0:15客户说“三次电话”",
            "客户音量比开头高出偏高(6.2dB)",
        ]
    )
    expect(page.get_by_role("img", name=CURVE)).to_be_visible()
    expect(page.locator(".card.selected .decide")).to_be_in_viewport()


def test_a_click_on_a_reason_plays_its_turn_with_a_lead_in(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    opened(page)
    start = start_of(bench, 7)
    page.locator(".risk-reason").first.click()
    page.wait_for_function(f"!window.audio.paused && window.audio.currentTime >= {start - 1}")
    assert page.evaluate("window.audio.currentTime") < start + 1
    expect(page.locator(".turn[data-i='7']")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Space")
    page.wait_for_function("window.audio.paused")


def test_reasons_are_reached_and_pressed_by_keyboard(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    page.get_by_role("tab", name="批注").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".risk summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".risk-reasons")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".risk-reason").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    start = start_of(bench, 3)
    page.wait_for_function(
        f"!window.audio.paused && Math.abs(window.audio.currentTime - {start - 1}) < 1.5"
    )
    expect(page.locator(".card.confirmed")).to_have_count(0)


def test_a_mouse_that_opens_the_card_leaves_the_keys_to_the_page(open_call: Open) -> None:
    page = open_call(autoplay="no")
    opened(page)
    page.keyboard.press("Space")
    page.wait_for_function("!window.audio.paused")
    expect(page.locator(".risk-reasons")).to_be_visible()


def test_the_phrases_are_marked_in_the_transcript(open_call: Open, bench: Workbench) -> None:
    reasons = bench.pages[SHORT]["risks"]["satisfaction"]["reasons"]
    reasons[1] = {**reasons[1], "phrase": "没有这样说"}
    reasons[2] = {**reasons[2], "turn": 4000, "phrase": "电话"}
    page = open_call(autoplay="no")
    marked = page.locator(".risky")
    expect(marked).to_have_count(1)
    expect(marked).to_have_text("有没有人负责")
    expect(marked).to_have_attribute("title", "不满风险：客户说“有没有人负责”")
    opened(page)
    expect(page.locator(".risk-reasons li")).to_have_count(3)
    expect(page.locator(".risk-reason")).to_have_count(2)


def test_a_rank_by_rules_is_not_told_as_a_probability(open_call: Open, bench: Workbench) -> None:
    bench.pages[SHORT]["risks"]["satisfaction"]["calibrated"] = False
    page = open_call(autoplay="no")
    expect(page.locator(".risk summary")).to_contain_text("规则与词语估计，不是概率")
    opened(page)
    expect(page.locator(".risk .hint")).to_contain_text("尚未学习")
    assert "%" not in page.locator(".risk").inner_text()


def test_each_risk_has_its_card_in_the_page_s_language(open_call: Open, bench: Workbench) -> None:
    risks = bench.pages[SHORT]["risks"]
    risks["complaint"] = {**risks["satisfaction"], "probability": 0.31}
    page = open_call(autoplay="no", language="en")
    expect(page.locator(".risk-name")).to_have_text(
        ["Risk of dissatisfaction", "Risk of a complaint"]
    )
    expect(page.locator(".risk strong")).to_have_text(["72%", "31%"])
    expect(page.locator(".risk-first").first).to_have_text("the customer says “有没有人负责”")
    expect(page.locator(".voice")).to_have_count(1)


def test_a_click_on_the_curve_goes_there(open_call: Open) -> None:
    page = open_call(autoplay="no")
    opened(page)
    box = page.locator(".voice svg").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    assert page.evaluate("window.audio.currentTime") == pytest.approx(225, abs=2)


def test_the_card_stays_as_it_was_left(open_call: Open) -> None:
    page = open_call(autoplay="no")
    opened(page)
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator(".risk-reasons")).to_be_visible()
    page.reload()
    expect(page.locator(".risk-reasons")).to_be_visible()
    page.locator(".risk summary").click()
    page.reload()
    expect(page.locator(".risk summary")).to_be_visible()
    expect(page.locator(".risk-reasons")).to_be_hidden()


def test_flags_and_reasons_of_the_plan_have_their_words(open_call: Open, bench: Workbench) -> None:
    call = bench.pages[SHORT]["call"]
    call["flags"] = ["predicted_dissatisfied", "predicted_complaint"]
    call["plan"] = {"kind": "random", "reasons": ["exploration", "random", "failed"]}
    page = open_call(autoplay="no")
    expect(page.locator(".chip.flag")).to_have_text(["预测不满意", "预测投诉"])
    expect(page.locator(".chip.plan")).to_have_attribute(
        "title", "模型抽查、随机抽中、机器处理失败"
    )


def test_a_call_that_nobody_scored_has_no_card(open_call: Open, bench: Workbench) -> None:
    bench.pages[SHORT].update(risks={}, voice=[])
    page = open_call(autoplay="no")
    expect(page.locator(".card.selected")).to_be_visible()
    expect(page.locator(".risk, .voice, .risky")).to_have_count(0)


def test_a_risk_without_reasons_or_known_sound_is_told_alone(
    open_call: Open, bench: Workbench
) -> None:
    bench.pages[SHORT]["risks"]["satisfaction"]["reasons"] = []
    bench.pages[SHORT]["voice"] = [[1, 8.0, -1.5, None], [3, 20.0, None, None]]
    page = open_call(autoplay="no")
    expect(page.locator(".risk summary")).to_have_text("不满风险72%")
    page.locator(".risk summary").click()
    expect(page.locator(".legend span")).to_have_text(["音量没有升高", "音调未知"])
