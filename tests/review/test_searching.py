from dataclasses import replace
from datetime import timedelta

import pytest
from judged_calls import AGENT, INSPECTOR, LEAD, NOW, TRAINER, judged, put
from stored_calls import a_turn

from qa.call import Role
from qa.errors import Forbidden, ReviewError
from qa.review.desk import Desk
from qa.review.filters import Filter
from qa.review.searching import search_calls
from qa.scoring.values import Flag, JudgedCall


def saying(number: int, text: str, **changed: object) -> JudgedCall:
    call = judged(number, **changed)
    assert call.transcript is not None
    return replace(call, transcript=replace(call.transcript, turns=(a_turn(text),)))


def ids(desk: Desk, filter: Filter) -> list[str]:
    return [each.call.call_id for each in search_calls(desk, INSPECTOR, NOW, filter).calls]


def test_all_calls_are_listed_the_latest_first_planned_or_not(desk: Desk) -> None:
    put(desk.store, [judged(i) for i in range(3)], {})
    assert ids(desk, Filter()) == ["call-2", "call-1", "call-0"]


def test_what_was_said_is_found_with_its_place(desk: Desk) -> None:
    put(desk.store, [saying(0, "我想开通创业板"), saying(1, "天气不错")])
    page = search_calls(desk, INSPECTOR, NOW, Filter(text="创业板"))
    assert [each.call.call_id for each in page.calls] == ["call-0"]
    (hit,) = page.hits["call-0"]
    assert "创业板" in hit.snippet


def test_text_and_filter_narrow_together(desk: Desk) -> None:
    put(
        desk.store,
        [
            saying(0, "创业板"),
            saying(1, "创业板", team="二组"),
            replace(saying(2, "创业板"), flags=(Flag.COMPLAINT,)),
        ],
    )
    assert ids(desk, Filter(text="创业板")) == ["call-2", "call-1", "call-0"]
    assert ids(desk, Filter(text="创业板", teams=("二组",))) == ["call-1"]
    assert ids(desk, Filter(text="创业板", flags=(Flag.COMPLAINT,))) == ["call-2"]
    assert ids(desk, Filter(text="创业板", agents=("nobody",))) == []


@pytest.mark.parametrize("about", ["call-1", "李晓", "王先", "C77", "100%"])
def test_calls_are_found_by_who_took_part(desk: Desk, about: str) -> None:
    special = judged(1, agent_name="李晓红", customer_name="王先生100%", customer_id="C777")
    put(desk.store, [judged(0, customer_name="1000"), special])
    assert ids(desk, Filter(about=about)) == ["call-1"]


@pytest.mark.parametrize("text", [None, "您好"])
def test_pages_hold_every_call_once(desk: Desk, text: str | None) -> None:
    start = judged(0).call.started_at
    together = (0, 1, 1, 1, 1, 50, 50)
    seconds = [start + timedelta(seconds=each) for each in together]
    put(desk.store, [saying(i, "您好", started_at=at) for i, at in enumerate(seconds)])
    found: list[str] = []
    after = None
    while True:
        page = search_calls(desk, INSPECTOR, NOW, Filter(text=text), after=after, limit=3)
        found += [each.call.call_id for each in page.calls]
        after = page.next
        if after is None:
            break
    assert found == [f"call-{i}" for i in reversed(range(7))]


def test_pages_of_a_text_go_on_over_minutes_and_roles(desk: Desk) -> None:
    calls = [saying(i, "您好") for i in range(5)]
    both = calls[3].transcript
    assert both is not None
    said = (a_turn("您好"), a_turn("您好呀", start=3, role=Role.CUSTOMER))
    calls[3] = replace(calls[3], transcript=replace(both, turns=said))
    put(desk.store, calls)
    first = search_calls(desk, INSPECTOR, NOW, Filter(text="您好"), limit=2)
    assert [each.call.call_id for each in first.calls] == ["call-4", "call-3"]
    assert {hit.role for hit in first.hits["call-3"]} == {Role.AGENT, Role.CUSTOMER}
    rest = search_calls(desk, INSPECTOR, NOW, Filter(text="您好"), after=first.next, limit=9)
    assert [each.call.call_id for each in rest.calls] == ["call-2", "call-1", "call-0"]


@pytest.mark.parametrize("after", ["", "yesterday~x", "2026-03-02T09:00:00~x"])
def test_a_made_up_place_is_refused(desk: Desk, after: str) -> None:
    with pytest.raises(ReviewError):
        search_calls(desk, INSPECTOR, NOW, Filter(), after=after)


def test_a_lead_finds_the_own_teams_calls_and_an_agent_none(desk: Desk) -> None:
    put(desk.store, [saying(0, "创业板"), saying(1, "创业板", team="二组")])
    for filter in (Filter(), Filter(text="创业板")):
        found = search_calls(desk, LEAD, NOW, filter)
        assert [each.call.call_id for each in found.calls] == ["call-0"]
        assert len(search_calls(desk, TRAINER, NOW, filter).calls) == 2
        with pytest.raises(Forbidden):
            search_calls(desk, AGENT, NOW, filter)
