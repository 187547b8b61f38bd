from dataclasses import replace

import pytest
from judged_calls import (
    AGENT,
    HUMAN,
    INBOUND,
    INSPECTOR,
    LEAD,
    MANAGER,
    NOW,
    all_answers,
    judged,
    later,
    put,
)

from qa.errors import Conflict, Forbidden, NotThere, ReviewError
from qa.review import appealing, deciding, evaluating, publishing
from qa.review.desk import Desk
from qa.review.precision import rule_precisions
from qa.rules.decision import Outcome
from qa.rules.verdict import State
from qa.store import CallFilter
from qa.store.appeal_values import AppealState, Step, Subject
from qa.store.evaluation_values import Answer, VersionKind

CALL = "call-0"
CODE = "OPEN-GREETING"
CRITERION = next(each for each in INBOUND.criteria if CODE in each.rules)
DAY = 24 * 60


@pytest.fixture
def published(desk: Desk) -> Desk:
    put(desk.store, [judged(0, [CODE])])
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers(1))
    evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)
    assert publishing.publish(desk, MANAGER, NOW, [CALL]) == 1
    return desk


def dispute(desk: Desk, subject: Subject = Subject.VERDICT, code: str = CODE) -> int:
    return appealing.appeal(desk, AGENT, later(1), CALL, subject, code, "我说了您好")


def total(desk: Desk) -> float:
    found = publishing.results(desk, AGENT)[0].version.body.score.total
    assert found is not None
    return found


def test_an_agent_sees_a_result_only_once_it_is_published(desk: Desk) -> None:
    put(desk.store, [judged(0), judged(1, agent_id="A002"), judged(2)])
    for call_id in ("call-0", "call-1"):
        saved = evaluating.save_draft(desk, INSPECTOR, NOW, call_id, 0, all_answers())
        evaluating.submit(desk, INSPECTOR, NOW, call_id, saved.revision)
    assert publishing.results(desk, AGENT) == []
    with pytest.raises(Forbidden):
        publishing.acknowledge(desk, AGENT, NOW, "call-0")
    assert publishing.publish(desk, MANAGER, NOW, ["call-0", "call-1"]) == 2
    assert publishing.publish(desk, MANAGER, later(1), ["call-0", "call-1"]) == 0
    assert [each.call.call_id for each in publishing.results(desk, AGENT)] == ["call-0"]
    assert len(publishing.results(desk, MANAGER)) == 2
    with pytest.raises(Forbidden):
        publishing.acknowledge(desk, AGENT, NOW, "call-1")


def test_a_lead_sees_the_own_teams_results(desk: Desk) -> None:
    put(desk.store, [judged(0), judged(1, team="二组")])
    for call_id in ("call-0", "call-1"):
        saved = evaluating.save_draft(desk, INSPECTOR, NOW, call_id, 0, all_answers())
        evaluating.submit(desk, INSPECTOR, NOW, call_id, saved.revision)
    publishing.publish(desk, MANAGER, NOW, ["call-0", "call-1"])
    assert [each.call.call_id for each in publishing.results(desk, LEAD)] == ["call-0"]


def test_results_come_in_pages(desk: Desk) -> None:
    ids = [f"call-{i}" for i in range(5)]
    put(desk.store, [judged(i) for i in range(5)])
    for call_id in ids:
        saved = evaluating.save_draft(desk, INSPECTOR, NOW, call_id, 0, all_answers())
        evaluating.submit(desk, INSPECTOR, NOW, call_id, saved.revision)
    publishing.publish(desk, MANAGER, NOW, ids)
    first = publishing.results(desk, AGENT, limit=3)
    rest = publishing.results(desk, AGENT, before=first[-1].version.key, limit=3)
    assert [each.call.call_id for each in (*first, *rest)] == ids[::-1]


def test_what_nobody_evaluated_is_not_published(published: Desk) -> None:
    put(published.store, [judged(1)])
    with pytest.raises(NotThere, match="call-1, nobody"):
        publishing.publish(published, MANAGER, NOW, [CALL, "call-1", "nobody"])
    with pytest.raises(Forbidden):
        publishing.publish(published, INSPECTOR, NOW, [CALL])


def test_the_agent_takes_note_once(published: Desk) -> None:
    assert publishing.acknowledge(published, AGENT, later(1), CALL)
    assert not publishing.acknowledge(published, AGENT, later(2), CALL)
    assert publishing.results(published, AGENT)[0].version.acknowledged_at == later(1)


def test_a_new_version_is_seen_only_when_it_is_published(published: Desk) -> None:
    before = total(published)
    draft = evaluating.reopen(published, INSPECTOR, later(1), CALL, "复核")
    saved = evaluating.save_draft(
        published, INSPECTOR, later(1), CALL, draft.revision, all_answers()
    )
    evaluating.submit(published, INSPECTOR, later(1), CALL, saved.revision)
    assert total(published) == before
    publishing.publish(published, MANAGER, later(2), [CALL])
    assert total(published) > before


def test_an_upheld_appeal_changes_verdict_and_score_and_counts_against_the_rule(
    published: Desk,
) -> None:
    before = total(published)
    key = dispute(published)
    appealing.comment(published, LEAD, later(2), key, "录音里确实有")
    version = appealing.uphold(published, MANAGER, later(3), key, "听到了开头语")
    assert version.kind is VersionKind.APPEAL
    assert (version.made_by, version.why) == ("boss", "听到了开头语")
    assert total(published) > before
    changed = next(each for each in version.body.verdicts if each.code == CODE)
    assert (changed.machine, changed.state) == (State.FAIL, State.PASS)
    kinds = [each.kind for each in published.store.versions(CALL)]
    assert kinds == [VersionKind.MACHINE, VersionKind.HUMAN, VersionKind.APPEAL]
    store = published.store
    tallies = store.decision_tallies(CallFilter())
    precision = {
        rule.code: rule for rule in rule_precisions(store.verdict_tallies(CallFilter()), tallies)
    }
    assert precision[CODE].precision == 0.0
    about = appealing.appeals(published, AGENT)[0]
    assert about.state is AppealState.UPHELD
    assert [(each.step, each.by) for each in about.events] == [
        (Step.FILED, "agent"),
        (Step.COMMENTED, "lead"),
        (Step.UPHELD, "boss"),
    ]


def test_an_upheld_appeal_against_a_person_leaves_the_rule_its_good_name(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.OVERTURNED, reason="没有说全")
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers())
    evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)
    publishing.publish(desk, MANAGER, NOW, [CALL])
    assert total(desk) < 100
    version = appealing.uphold(desk, MANAGER, later(2), dispute(desk), "说全了")
    assert version.body.score.total == 100
    assert desk.store.decisions_of(CALL)[-1].outcome is Outcome.CONFIRMED


def test_points_given_by_hand_do_not_hide_an_upheld_verdict(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    by_hand = {**all_answers(), CRITERION.code: Answer(0, comment="无开头语")}
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, by_hand)
    evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)
    publishing.publish(desk, MANAGER, NOW, [CALL])
    version = appealing.uphold(desk, MANAGER, later(2), dispute(desk), "有")
    assert version.body.score.total == 100
    assert version.body.answers[CRITERION.code] == Answer(None, comment="无开头语")


def test_an_upheld_appeal_on_a_criterion_changes_its_points(published: Desk) -> None:
    code = HUMAN[0].code
    before = total(published)
    key = dispute(published, Subject.CRITERION, code)
    with pytest.raises(ReviewError, match="points"):
        appealing.uphold(published, MANAGER, later(2), key, "x", points=HUMAN[0].points + 1)
    version = appealing.uphold(published, MANAGER, later(2), key, "应得满分")
    assert version.body.answers[code].points == HUMAN[0].points
    assert total(published) > before
    assert published.store.decisions_of(CALL) == []


def test_a_rejected_appeal_changes_nothing_but_the_history(published: Desk) -> None:
    before = total(published)
    key = dispute(published)
    appealing.reject(published, MANAGER, later(2), key, "没有听到")
    assert total(published) == before
    assert published.store.decisions_of(CALL) == []
    (about,) = appealing.appeals(published, MANAGER, state=AppealState.REJECTED)
    assert [each.text for each in about.events] == ["我说了您好", "没有听到"]
    for again in (
        lambda: appealing.reject(published, MANAGER, later(3), key, "x"),
        lambda: appealing.uphold(published, MANAGER, later(3), key, "x"),
        lambda: appealing.comment(published, LEAD, later(3), key, "x"),
    ):
        with pytest.raises(Conflict):
            again()


def test_the_same_is_disputed_once(published: Desk) -> None:
    key = dispute(published)
    with pytest.raises(Conflict, match="disputed before"):
        dispute(published)
    appealing.uphold(published, MANAGER, later(2), key, "x")
    with pytest.raises(Conflict, match="disputed before"):
        dispute(published)
    dispute(published, Subject.CRITERION, HUMAN[0].code)


def test_two_appeals_on_one_result_are_upheld_one_after_the_other(published: Desk) -> None:
    first, second = dispute(published), dispute(published, Subject.CRITERION, HUMAN[0].code)
    appealing.uphold(published, MANAGER, later(2), first, "x")
    version = appealing.uphold(published, MANAGER, later(3), second, "y")
    state = next(each.state for each in version.body.verdicts if each.code == CODE)
    assert state is State.PASS
    assert version.body.answers[HUMAN[0].code].points == HUMAN[0].points
    assert len(published.store.versions(CALL)) == 4


def test_an_appeal_needs_to_come_in_time(published: Desk) -> None:
    assert publishing.results(published, AGENT)[0].appeal_until == later(7 * DAY)
    with pytest.raises(ReviewError, match="time for an appeal is over"):
        appealing.appeal(published, AGENT, later(7 * DAY + 1), CALL, Subject.VERDICT, CODE, "晚了")
    wider = replace(published, options=published.options.model_copy(update={"appeal_days": 9}))
    appealing.appeal(wider, AGENT, later(7 * DAY + 1), CALL, Subject.VERDICT, CODE, "不晚")


@pytest.mark.parametrize(
    ("subject", "code"), [(Subject.VERDICT, "NO-SUCH"), (Subject.CRITERION, CODE)]
)
def test_only_what_the_result_says_can_be_disputed(
    published: Desk, subject: Subject, code: str
) -> None:
    with pytest.raises(NotThere, match=code):
        dispute(published, subject, code)
    with pytest.raises(ReviewError, match="say why"):
        appealing.appeal(published, AGENT, later(1), CALL, Subject.VERDICT, CODE, " ")


def test_everybody_has_their_own_part_in_an_appeal(published: Desk) -> None:
    stranger = replace(AGENT, agent_id="A999")
    with pytest.raises(Forbidden):
        appealing.appeal(published, stranger, later(1), CALL, Subject.VERDICT, CODE, "x")
    key = dispute(published)
    assert appealing.appeals(published, stranger) == []
    other_lead = replace(LEAD, team="二组")
    assert appealing.appeals(published, other_lead) == []
    for refused in (
        lambda: appealing.appeal(published, LEAD, later(1), CALL, Subject.VERDICT, CODE, "x"),
        lambda: appealing.comment(published, other_lead, later(1), key, "x"),
        lambda: appealing.comment(published, AGENT, later(1), key, "x"),
        lambda: appealing.reject(published, LEAD, later(1), key, "x"),
        lambda: appealing.uphold(published, INSPECTOR, later(1), key, "x"),
    ):
        with pytest.raises(Forbidden):
            refused()
    with pytest.raises(NotThere):
        appealing.reject(published, MANAGER, later(1), 10**9, "x")
