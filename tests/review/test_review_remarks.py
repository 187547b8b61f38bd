import io
import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_calls import (
    AGENT,
    INSPECTOR,
    NOW,
    OTHER,
    TRAINER,
    judged,
    later,
    put,
)
from stored_calls import a_call, a_turn, failed

from qa.call import Role
from qa.errors import Conflict, Forbidden, NotThere, ReviewError, UnknownCall
from qa.review import callpage, remarks
from qa.review.desk import Desk
from qa.review.remarks import Note
from qa.review.training import corrected, write_corrections
from qa.store.remark_values import Correction, Quality, Reworded

CALL = "call-0"
HTML = "<img src=x onerror=alert(1)>**粗**"


def texts(desk: Desk) -> list[str]:
    page = callpage.call_page(desk, INSPECTOR, NOW, CALL)
    return [each.remark.text for each in page.annotations]


def test_an_annotation_is_kept_as_it_was_written(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    note = Note(
        start=1.25,
        end=2.5,
        text=HTML,
        role=Role.AGENT,
        tags=("语气", "语气", " "),
        quality=Quality.BAD,
    )
    made = remarks.annotate(desk, INSPECTOR, NOW, CALL, note)
    assert remarks.annotation_history(desk, INSPECTOR, CALL) == [made]
    assert made.remark.text == HTML
    assert made.remark.tags == ("语气",)


def test_an_edit_retires_the_old_remark_and_keeps_it(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    first = remarks.annotate(desk, INSPECTOR, NOW, CALL, Note(start=1, end=2, text="一"))
    second = remarks.edit_annotation(desk, OTHER, later(1), first.key, text="二")
    assert texts(desk) == ["二"]
    remarks.retire_annotation(desk, INSPECTOR, later(2), second.key)
    assert texts(desk) == []
    history = remarks.annotation_history(desk, INSPECTOR, CALL)
    assert [(each.remark.text, each.retired_by, each.replaces) for each in history] == [
        ("一", "other", None),
        ("二", "ins", first.key),
    ]
    for gone in (
        lambda: remarks.edit_annotation(desk, INSPECTOR, NOW, first.key, text="x"),
        lambda: remarks.retire_annotation(desk, INSPECTOR, NOW, second.key),
        lambda: remarks.retire_annotation(desk, INSPECTOR, NOW, 10**9),
    ):
        with pytest.raises(NotThere):
            gone()


def test_who_knows_an_earlier_reading_edits_the_present_one(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    first = remarks.annotate(desk, INSPECTOR, NOW, CALL, Note(start=1, end=2, text="一"))
    remarks.edit_annotation(desk, INSPECTOR, later(1), first.key, text="二")
    third = remarks.edit_annotation(desk, INSPECTOR, later(2), first.key, text="三")
    assert texts(desk) == ["三"]
    assert third.remark.span == first.remark.span
    remarks.retire_annotation(desk, INSPECTOR, later(3), first.key)
    assert texts(desk) == []


def test_what_is_sent_twice_is_kept_once(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    note = Note(start=1, end=2, text="一")
    first = remarks.annotate(desk, INSPECTOR, NOW, CALL, note)
    assert remarks.annotate(desk, INSPECTOR, later(1), CALL, note) == first
    assert remarks.annotate(desk, OTHER, later(1), CALL, note) != first
    words = (0, 0, 1, "你")
    made = remarks.correct(desk, INSPECTOR, NOW, CALL, *words)
    assert remarks.correct(desk, INSPECTOR, later(1), CALL, *words) == made


@pytest.mark.parametrize(
    "note",
    [
        Note(start=-0.1, end=2, text="x"),
        Note(start=2, end=2, text="x"),
        Note(start=3, end=2, text="x"),
        Note(start=math.nan, end=2, text="x"),
        Note(start=0, end=math.inf, text="x"),
        Note(start=0, end=62, text="x"),
        Note(start=60.5, end=61, text="x"),
        Note(start=0, end=1),
        Note(start=0, end=1, text="  "),
        Note(start=0, end=1, text="长" * 4001),
    ],
    ids=str,
)
def test_absurd_remarks_are_refused(desk: Desk, note: Note) -> None:
    put(desk.store, [judged(0)])
    with pytest.raises(ReviewError):
        remarks.annotate(desk, INSPECTOR, NOW, CALL, note)
    assert texts(desk) == []


def test_a_call_of_unknown_length_can_be_annotated(desk: Desk) -> None:
    put(desk.store, [failed(a_call(0))])
    remarks.annotate(desk, INSPECTOR, NOW, CALL, Note(start=100, end=200, text="x"))
    with pytest.raises(ReviewError, match="outside"):
        remarks.annotate(desk, INSPECTOR, NOW, CALL, Note(start=100, end=20_000, text="x"))


def test_a_correction_leaves_the_transcript_as_it_is(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    made = remarks.correct(desk, INSPECTOR, NOW, CALL, 1, 1, 3, "基金")
    page = callpage.call_page(desk, INSPECTOR, NOW, CALL)
    assert page.corrections == (made,)
    assert made.words.original == "股票"
    assert page.judged is not None
    assert page.judged.transcript is not None
    assert page.judged.transcript.turns[1].text == "买股票"


@pytest.mark.parametrize(
    ("turn", "start", "end", "text"),
    [
        *((2, 0, 1, "x"), (-1, 0, 1, "x"), (0, 5, 2, "x"), (0, 0, 99, "x"), (0, -1, 1, "x")),
        *((1, 1, 3, "股票"), (1, 2, 2, "")),
    ],
)
def test_absurd_corrections_are_refused(
    desk: Desk, turn: int, start: int, end: int, text: str
) -> None:
    put(desk.store, [judged(0)])
    with pytest.raises(ReviewError):
        remarks.correct(desk, INSPECTOR, NOW, CALL, turn, start, end, text)
    assert desk.store.corrections() == []


def test_the_same_place_is_corrected_anew_and_a_part_of_it_is_not(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    remarks.correct(desk, INSPECTOR, NOW, CALL, 1, 1, 3, "基金")
    again = remarks.correct(desk, OTHER, later(1), CALL, 1, 1, 3, "债券")
    assert [each.words.text for each in desk.store.corrections()] == ["债券"]
    with pytest.raises(Conflict, match="covers a part"):
        remarks.correct(desk, INSPECTOR, later(2), CALL, 1, 0, 2, "x")
    remarks.retire_correction(desk, INSPECTOR, later(3), CALL, again.key)
    assert desk.store.corrections() == []
    with pytest.raises(NotThere):
        remarks.retire_correction(desk, INSPECTOR, later(3), CALL, again.key)


def test_corrections_of_another_transcript_are_not_shown(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    remarks.correct(desk, INSPECTOR, NOW, CALL, 1, 1, 3, "基金")
    anew = judged(0)
    assert anew.transcript is not None
    heard = replace(anew.transcript, turns=(a_turn("您好"), a_turn("完全不同")))
    desk.store.save(replace(anew, transcript=heard), "test", "f", later(1))
    assert callpage.call_page(desk, INSPECTOR, NOW, CALL).corrections == ()
    assert len(desk.store.corrections()) == 1


def test_corrections_become_training_data(desk: Desk) -> None:
    put(desk.store, [judged(0, agent_channel=1)])
    remarks.correct(desk, INSPECTOR, NOW, CALL, 1, 1, 3, "基金")
    remarks.correct(desk, OTHER, later(1), CALL, 1, 0, 0, "我")
    remarks.correct(desk, OTHER, later(2), CALL, 0, 2, 5, "")
    out = io.BytesIO()
    assert write_corrections(desk.store, out) == 2
    lines = [json.loads(line) for line in out.getvalue().decode().splitlines()]
    assert [(each["original"], each["text"]) for each in lines] == [
        ("您好<b>请问", "您好请问"),
        ("买股票", "我买基金"),
    ]
    assert (lines[1]["start"], lines[1]["end"], lines[1]["channel"]) == (3.0, 5.0, 1)
    assert (lines[1]["recording"], lines[1]["by"]) == ("/recordings/0.wav", ["ins", "other"])
    late = io.BytesIO()
    assert write_corrections(desk.store, late, since=later(2)) == 1


@given(st.text(min_size=1, max_size=12), st.data())
def test_corrections_change_their_own_places_alone(text: str, data: st.DataObject) -> None:
    places = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True))
    )
    spans = list(zip(places[::2], places[1::2], strict=False))
    made, expected, at = [], "", 0
    for start, end in spans:
        new = data.draw(st.text(max_size=3))
        made.append(_correction(text, start, end, new))
        expected += text[at:start] + new
        at = end
    shuffled = data.draw(st.permutations(made))
    assert corrected(text, shuffled) == expected + text[at:]


def _correction(text: str, start: int, end: int, new: str) -> Correction:
    words = Reworded(
        turn=0,
        start=start,
        end=end,
        original=text[start:end],
        text=new,
        turn_text=text,
        turn_start=0.0,
        turn_end=1.0,
        role=Role.AGENT,
    )
    return Correction(key=start, call_id=CALL, words=words, made_by="x", made_at=NOW)


def test_only_who_inspects_remarks(desk: Desk) -> None:
    for act in (
        lambda: remarks.annotate(desk, AGENT, NOW, CALL, Note(start=0, end=1, text="x")),
        lambda: remarks.correct(desk, AGENT, NOW, CALL, 0, 0, 1, "x"),
        lambda: remarks.retire_annotation(desk, TRAINER, NOW, 1),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(UnknownCall):
        remarks.annotate(desk, INSPECTOR, NOW, CALL, Note(start=0, end=1, text="x"))
