import pytest
from judged_calls import INSPECTOR, LEAD, MANAGER, NOW, all_answers, judged, put

from qa.errors import Forbidden
from qa.review import evaluating, publishing
from qa.review.choosing import choices
from qa.review.desk import Desk


def evaluate(desk: Desk, count: int) -> list[str]:
    put(desk.store, [judged(number) for number in range(count + 1)])
    ids = [f"call-{number}" for number in range(count)]
    for call_id in ids:
        saved = evaluating.save_draft(desk, INSPECTOR, NOW, call_id, 0, all_answers())
        evaluating.submit(desk, INSPECTOR, NOW, call_id, saved.revision)
    return ids


def test_what_people_evaluated_waits_until_it_is_published(desk: Desk) -> None:
    ids = evaluate(desk, 3)
    waiting = [each.call.call_id for each in publishing.unpublished(desk, MANAGER)]
    assert waiting == ids[::-1]
    publishing.publish(desk, MANAGER, NOW, [ids[1]])
    assert [each.call.call_id for each in publishing.unpublished(desk, MANAGER)] == [
        ids[2],
        ids[0],
    ]


def test_what_waits_comes_in_pages(desk: Desk) -> None:
    ids = evaluate(desk, 5)
    seen: list[str] = []
    before = None
    while page := publishing.unpublished(desk, MANAGER, before=before, limit=2):
        seen += [each.call.call_id for each in page]
        before = page[-1].version.key
    assert seen == ids[::-1]


@pytest.mark.parametrize("person", [INSPECTOR, LEAD])
def test_only_who_may_publish_sees_what_waits(desk: Desk, person: object) -> None:
    with pytest.raises(Forbidden):
        publishing.unpublished(desk, person)  # type: ignore[arg-type]


def test_choices_are_what_the_calls_have_and_a_lead_sees_the_own_team(desk: Desk) -> None:
    put(
        desk.store,
        [
            judged(0, agent_name="王五"),
            judged(1, agent_id="A002", team="二组"),
            judged(2, agent_id="A003", team=None, business_line="callback"),
        ],
    )
    found = choices(desk, INSPECTOR)
    assert (found.lines, found.teams) == (("callback", "inbound"), ("一组", "二组"))
    assert found.agents == {"A001": "王五", "A002": "A002", "A003": "A003"}
    mine = choices(desk, LEAD)
    assert (mine.lines, mine.teams, list(mine.agents)) == (("inbound",), ("一组",), ["A001"])
