"""Stretches of a call are marked, annotated, corrected and filed."""

import pytest
from playwright.sync_api import Page, expect
from stub_workbench import SHORT, Open, Workbench

pytestmark = pytest.mark.slow


def saved(page: Page) -> None:
    """Waits until the server has everything."""
    expect(page.locator(".save")).to_have_class("save saved")


def test_a_stretch_of_the_waveform_becomes_an_annotation_and_a_case(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    box = page.locator(".wave").bounding_box()
    assert box
    page.mouse.move(box["x"] + 600, box["y"] + 70)
    page.mouse.down()
    page.mouse.move(box["x"] + 640, box["y"] + 70, steps=5)
    page.mouse.up()
    page.keyboard.press("a")
    page.keyboard.type("推给别的部门")
    page.locator(".note-form .segments button", has_text="差").click()
    page.get_by_text("同时归入案例库").click()
    page.locator(".note-form select").select_option("2")
    page.get_by_placeholder("启示").fill("首问负责")
    page.get_by_placeholder("更好的说法").fill("我来帮您跟进")
    page.keyboard.press("Control+Enter")
    saved(page)
    (note,) = bench.pages[SHORT]["annotations"]
    assert (note["text"], note["quality"]) == ("推给别的部门", "bad")
    assert note["end"] - note["start"] == pytest.approx(40 / box["width"] * 300, abs=1.5)
    (case,) = bench.sent("POST", "/api/cases")
    assert case.body["annotation_id"] == note["id"]
    assert (case.body["category"], case.body["lesson"], case.body["better"]) == (
        "2",
        "首问负责",
        "我来帮您跟进",
    )
    expect(page.locator("[part~=annotation]")).to_have_count(1)


def test_a_selection_in_the_text_is_annotated_and_corrected(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    text = page.locator(".turn .low").first
    text.scroll_into_view_if_needed()
    text.dblclick()
    expect(page.locator(".span-chip")).to_be_visible()
    page.wait_for_timeout(100)
    expect(page.get_by_role("button", name="改正选中的字")).to_be_visible()
    page.keyboard.press("w")
    field = page.locator("input.correction")
    original = field.input_value()
    assert original
    assert original in "融资融券"
    field.fill("改过的字")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator(".corrected").first).to_have_text("改过的字")
    expect(page.locator("del").first).to_have_text(original)
    (request,) = bench.sent("POST", "/corrections")
    said = bench.pages[SHORT]["turns"][request.body["turn"]]["text"]
    assert said[request.body["start"] : request.body["end"]] == original
    assert request.body["text"] == "改过的字"


def test_a_click_on_a_turn_plays_from_there(open_call: Open, bench: Workbench) -> None:
    page = open_call(autoplay="no")
    turn = bench.pages[SHORT]["turns"][14]
    page.locator(".turn[data-i='14'] .turn-text").click(position={"x": 3, "y": 8})
    page.wait_for_function("!window.audio.paused")
    assert page.evaluate("window.audio.currentTime") == pytest.approx(turn["start"], abs=0.6)


def test_the_recognised_text_is_there_on_demand(open_call: Open) -> None:
    page = open_call(autoplay="no")
    first = page.locator(".turn[data-i='0'] .turn-text")
    assert "工号" in first.inner_text()
    page.keyboard.press("v")
    assert "公号" in first.inner_text()


def test_words_selected_in_the_text_are_annotated_with_their_time(
    open_call: Open, bench: Workbench
) -> None:
    page = open_call(autoplay="no")
    turn = bench.pages[SHORT]["turns"][12]
    page.wait_for_timeout(800)  # The transcript scrolls to the first evidence.
    box = page.locator(".turn[data-i='12'] .turn-text").bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 10, steps=6)
    page.mouse.up()
    expect(page.locator(".span-chip")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.type("语气生硬")
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "!document.querySelector('#host').shadowRoot.querySelector('.note-form')"
    )
    saved(page)
    (note,) = bench.pages[SHORT]["annotations"]
    assert note["role"] == "agent"
    assert turn["start"] <= note["start"] < note["end"] < turn["end"]
