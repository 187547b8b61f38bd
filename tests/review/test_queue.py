import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from judged_calls import (
    ADMIN,
    AGENT,
    DAY,
    INSPECTOR,
    LEAD,
    MANDATORY,
    NOW,
    OTHER,
    RANDOM,
    all_answers,
    judged,
    later,
    put,
)
from stored_calls import a_turn

from qa.call import Satisfaction
from qa.errors import ClaimLost, Forbidden, ReviewError, UnknownCall
from qa.people import Person, UserRole
from qa.review import evaluating, queue
from qa.review.desk import Desk
from qa.review.filters import Filter
from qa.rules.verdict import State
from qa.scoring.values import Flag, PlanKind, Review
from qa.store import open_store

ALL = Filter()


def listed(desk: Desk, filter: Filter = ALL) -> list[str]:
    page = queue.queue_page(desk, INSPECTOR, NOW, filter)
    return [each.call.call_id for each in page.calls]


def finish(desk: Desk, person: Person, call_id: str, minutes: float = 0) -> None:
    saved = evaluating.save_draft(desk, person, later(minutes), call_id, 0, all_answers())
    evaluating.submit(desk, person, later(minutes), call_id, saved.revision)


def test_the_gravest_call_comes_first_then_the_one_with_more_reasons(desk: Desk) -> None:
    plan = {
        "call-0": RANDOM,
        "call-1": Review(PlanKind.MANDATORY, ("long",)),
        "call-2": Review(PlanKind.MANDATORY, ("complaint", "dissatisfied")),
        "call-3": Review(PlanKind.TARGETED, ("new_agent",)),
        "call-4": Review(PlanKind.MANDATORY, ("fatal",)),
        "call-5": Review(PlanKind.MANDATORY, ("complaint",)),
        "call-6": Review(PlanKind.MANDATORY, ("long", "short", "random", "no_speech", "failed")),
    }
    put(desk.store, [judged(i) for i in range(7)], plan)
    order = ["call-4", "call-2", "call-5", "call-6", "call-1", "call-3", "call-0"]
    assert listed(desk) == order


def test_of_two_alike_the_later_day_comes_first(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    put(desk.store, [judged(1)], day=DAY + timedelta(days=1))
    assert listed(desk) == ["call-1", "call-0"]


def test_calls_that_nobody_must_hear_are_not_in_the_queue(desk: Desk) -> None:
    put(desk.store, [judged(0), judged(1)], {"call-0": MANDATORY})
    assert listed(desk) == ["call-0"]


def test_pages_hold_every_call_once(desk: Desk) -> None:
    put(desk.store, [judged(i) for i in range(7)])
    found: list[str] = []
    after = None
    while True:
        page = queue.queue_page(desk, INSPECTOR, NOW, ALL, after=after, limit=3)
        found += [each.call.call_id for each in page.calls]
        after = page.next
        if after is None:
            break
    assert found == [f"call-{i}" for i in reversed(range(7))]


def test_a_made_up_place_is_refused(desk: Desk) -> None:
    with pytest.raises(ReviewError, match="no place in the queue"):
        queue.queue_page(desk, INSPECTOR, NOW, ALL, after="<script>")


@pytest.mark.parametrize(
    "filter",
    [
        Filter(lines=("callback",)),
        Filter(teams=("二组",)),
        Filter(agents=("A9",)),
        Filter(ratings=(Satisfaction.DISSATISFIED,)),
        Filter(rule="OPEN-GREETING", state=State.FAIL),
        Filter(flags=(Flag.COMPLAINT,)),
        Filter(text="独角兽"),
        Filter(about="李晓"),
        Filter(longer_s=1000.0),
        Filter(buckets=(PlanKind.RANDOM,)),
        Filter(score_to=50.0),
        Filter(since=DAY + timedelta(days=1)),
    ],
    ids=lambda filter: ",".join(filter.query()),
)
def test_filters_leave_the_calls_that_meet_them(desk: Desk, filter: Filter) -> None:
    special = judged(
        1,
        ["OPEN-GREETING", "CLOSE-FAREWELL", "TALK-PROMISE"],
        business_line="callback",
        team="二组",
        agent_id="A9",
        agent_name="李晓红",
        satisfaction=Satisfaction.DISSATISFIED,
        started_at=judged(0).call.started_at + timedelta(days=1),
    )
    assert special.transcript is not None
    heard = replace(special.transcript, duration_s=2000.0, turns=(a_turn("我要看独角兽基金"),))
    special = replace(special, transcript=heard, flags=(Flag.COMPLAINT,))
    put(desk.store, [judged(0), special, judged(2)], {"call-0": MANDATORY, "call-1": RANDOM})
    assert listed(desk, filter) == ["call-1"]
    assert [each.total for each in queue.progress(desk, INSPECTOR, NOW, filter)] == [0, 0, 1]


def test_progress_counts_what_is_done_by_whom_and_when(desk: Desk) -> None:
    put(desk.store, [judged(i) for i in range(5)])
    finish(desk, INSPECTOR, "call-0")
    finish(desk, OTHER, "call-1")
    finish(desk, OTHER, "call-2")
    mandatory = queue.progress(desk, INSPECTOR, later(1), ALL)[0]
    assert (mandatory.kind, mandatory.total, mandatory.done) == (PlanKind.MANDATORY, 5, 3)
    assert mandatory.by == {"ins": 1, "other": 2}
    assert mandatory.today == 3
    tomorrow = queue.progress(desk, INSPECTOR, later(24 * 60), ALL)[0]
    assert (tomorrow.done, tomorrow.today, tomorrow.today_by) == (3, 0, {})
    assert listed(desk) == ["call-4", "call-3"]


def test_a_plan_that_is_drawn_again_does_not_ask_for_what_is_done(desk: Desk) -> None:
    put(desk.store, [judged(0), judged(1)])
    finish(desk, INSPECTOR, "call-0")
    desk.store.save_plan(DAY, {"call-0": MANDATORY, "call-1": MANDATORY})
    assert listed(desk) == ["call-1"]


def test_the_next_call_is_the_first_of_the_queue_that_nobody_has(desk: Desk) -> None:
    put(desk.store, [judged(i) for i in range(3)])
    first = queue.next_call(desk, INSPECTOR, NOW, ALL)
    second = queue.next_call(desk, OTHER, NOW, ALL)
    assert first is not None
    assert second is not None
    assert (first.call_id, second.call_id) == ("call-2", "call-1")
    shown = queue.queue_page(desk, INSPECTOR, NOW, ALL).calls
    assert [each.claimed_by for each in shown] == ["ins", "other", None]


def test_who_has_an_unfinished_call_gets_it_again_whatever_the_filter(desk: Desk) -> None:
    put(desk.store, [judged(i) for i in range(3)])
    first = queue.next_call(desk, INSPECTOR, NOW, ALL)
    again = queue.next_call(desk, INSPECTOR, later(1), Filter(lines=("offsite",)))
    assert first is not None
    assert again is not None
    assert again.call_id == first.call_id
    assert again.renewed_at == later(1)


def test_nothing_left_gives_nothing(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    assert queue.next_call(desk, INSPECTOR, NOW, Filter(lines=("offsite",))) is None
    queue.next_call(desk, INSPECTOR, NOW, ALL)
    assert queue.next_call(desk, OTHER, NOW, ALL) is None


def test_a_call_handed_back_is_the_next_one_again(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    queue.next_call(desk, INSPECTOR, NOW, ALL)
    assert not queue.release(desk, OTHER, "call-0")
    assert queue.release(desk, INSPECTOR, "call-0")
    assert not queue.release(desk, INSPECTOR, "call-0")
    taken = queue.next_call(desk, OTHER, NOW, ALL)
    assert taken is not None
    assert taken.person == "other"


def test_an_idle_claim_expires_and_its_holder_is_told(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    queue.next_call(desk, INSPECTOR, NOW, ALL)
    assert queue.next_call(desk, OTHER, later(29), ALL) is None
    taken = queue.next_call(desk, OTHER, later(31), ALL)
    assert taken is not None
    assert (taken.person, taken.claimed_at) == ("other", later(31))
    with pytest.raises(ClaimLost, match="other"):
        queue.renew(desk, INSPECTOR, later(32), "call-0")


def test_a_claim_that_is_renewed_does_not_expire(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    queue.next_call(desk, INSPECTOR, NOW, ALL)
    queue.renew(desk, INSPECTOR, later(25), "call-0")
    assert queue.next_call(desk, OTHER, later(40), ALL) is None


def test_an_expired_claim_that_nobody_took_goes_on(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    queue.next_call(desk, INSPECTOR, NOW, ALL)
    assert queue.renew(desk, INSPECTOR, later(90), "call-0").person == "ins"


def test_a_call_outside_the_plan_can_be_taken(desk: Desk) -> None:
    put(desk.store, [judged(0)], {})
    desk.store.save_plan(DAY, {})
    assert queue.take(desk, INSPECTOR, NOW, "call-0").person == "ins"
    with pytest.raises(ClaimLost):
        queue.take(desk, OTHER, NOW, "call-0")
    with pytest.raises(UnknownCall, match="nobody"):
        queue.take(desk, OTHER, NOW, "nobody")


def test_twenty_inspectors_at_once_never_get_the_same_call(desk: Desk) -> None:
    put(desk.store, [judged(i) for i in range(60)])
    claimed: list[str] = []
    failures: list[BaseException] = []

    def work(number: int) -> None:
        person = Person(f"p{number}", "", UserRole.INSPECTOR)
        mine = replace(desk, store=open_store(desk.store.url, lock_timeout_s=30))
        try:
            start.wait()
            for minute in range(3):
                claim = queue.next_call(mine, person, later(minute), ALL)
                assert claim is not None
                claimed.append(claim.call_id)
                finish(mine, person, claim.call_id, minute)
        except BaseException as error:
            failures.append(error)
        finally:
            mine.store.close()

    start = threading.Barrier(20)
    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Counter(claimed) == Counter(f"call-{i}" for i in range(60))


def test_two_tabs_of_one_inspector_get_the_same_call(desk: Desk) -> None:
    put(desk.store, [judged(i) for i in range(20)])
    claimed: list[str] = []

    def work() -> None:
        mine = replace(desk, store=open_store(desk.store.url))
        start.wait()
        claim = queue.next_call(mine, INSPECTOR, NOW, ALL)
        assert claim is not None
        claimed.append(claim.call_id)
        mine.store.close()

    start = threading.Barrier(6)
    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert claimed == ["call-19"] * 6


@pytest.mark.parametrize("person", [AGENT, ADMIN, LEAD], ids=lambda person: person.role)
def test_only_who_inspects_sees_the_queue_and_claims(desk: Desk, person: Person) -> None:
    for refused in (queue.queue_page, queue.progress, queue.next_call):
        with pytest.raises(Forbidden):
            refused(desk, person, NOW, ALL)
    with pytest.raises(Forbidden):
        queue.release(desk, person, "call-0")
