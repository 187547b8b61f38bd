import math
from dataclasses import replace

import pytest
from judged_calls import (
    AGENT,
    FATAL_RULE,
    HUMAN,
    INBOUND,
    INSPECTOR,
    MANAGER,
    NOW,
    OTHER,
    all_answers,
    judged,
    later,
    put,
    verdict,
)
from stored_calls import a_call
from stored_calls import failed as failed_call

from qa.errors import (
    ClaimLost,
    Conflict,
    DecisionError,
    Forbidden,
    Incomplete,
    NotThere,
    ReviewError,
    UnknownCall,
)
from qa.review import deciding, evaluating, queue
from qa.review.desk import Desk, opened
from qa.review.evaluating import DraftConflict
from qa.rules.decision import Outcome
from qa.rules.verdict import State
from qa.scoring.filling import fill, score_of
from qa.scoring.values import ItemState
from qa.store.account_values import AuditFilter
from qa.store.evaluation_values import Answer, Version, VersionKind

CALL = "call-0"
CODE = "OPEN-GREETING"
CRITERION = next(each for each in INBOUND.criteria if CODE in each.rules)


def submit(desk: Desk, answers: dict[str, Answer] | None = None, minutes: float = 0) -> Version:
    draft = desk.store.draft(CALL, INSPECTOR.username)
    revision = draft.revision if draft else 0
    saved = evaluating.save_draft(
        desk, INSPECTOR, later(minutes), CALL, revision, answers or all_answers(), "总评"
    )
    return evaluating.submit(desk, INSPECTOR, later(minutes), CALL, saved.revision)


def points(version: Version, code: str) -> float | None:
    return next(item.points for item in version.body.score.items if item.code == code)


def test_the_live_total_is_that_of_the_scorecard(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    half = HUMAN[0]
    saved = evaluating.save_draft(
        desk, INSPECTOR, NOW, CALL, 0, {half.code: Answer(half.points / 2)}
    )
    machine = fill(INBOUND, judged(0, [CODE]).verdicts)
    items = [
        replace(item, points=half.points / 2, state=ItemState.SCORED)
        if item.code == half.code
        else item
        for item in machine.items
    ]
    assert saved.score == score_of(INBOUND, items)
    assert saved.score.total != machine.total


def test_a_draft_is_kept_as_it_was_saved(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    answers = {HUMAN[0].code: Answer(None, True, "不适用,客户挂断<b>")}
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, answers, "写到一半")
    draft = desk.store.draft(CALL, INSPECTOR.username)
    assert draft is not None
    assert (draft.revision, draft.saved_at) == (saved.revision, NOW) == (1, NOW)
    assert draft.body.answers == answers
    assert draft.body.comment == "写到一半"


def test_another_windows_draft_is_not_written_over(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    one, two = {HUMAN[0].code: Answer(1)}, {HUMAN[0].code: Answer(2)}
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, one)
    for stale in (0, 7):
        with pytest.raises(DraftConflict) as told:
            evaluating.save_draft(desk, INSPECTOR, NOW, CALL, stale, two)
        assert told.value.saved.body.answers == one
        assert told.value.given.answers == two
    draft = desk.store.draft(CALL, INSPECTOR.username)
    assert draft is not None
    assert (draft.revision, draft.body.answers) == (1, one)
    with pytest.raises(DraftConflict):
        evaluating.submit(desk, INSPECTOR, NOW, CALL, 0)


def test_drafts_of_two_people_do_not_meet(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    assert evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, {}, "甲").mine
    saved = evaluating.save_draft(desk, OTHER, NOW, CALL, 0, {}, "乙")
    assert not saved.mine
    first = desk.store.draft(CALL, INSPECTOR.username)
    assert first is not None
    assert first.body.comment == "甲"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"NO-SUCH": Answer(1)}, "no criterion NO-SUCH"),
        ({HUMAN[0].code: Answer(-1)}, HUMAN[0].code),
        ({HUMAN[0].code: Answer(HUMAN[0].points + 0.5)}, HUMAN[0].code),
        ({HUMAN[0].code: Answer(math.nan)}, HUMAN[0].code),
        ({HUMAN[0].code: Answer(1, comment="长" * 4001)}, "too long"),
    ],
)
def test_answers_that_do_not_fit_are_refused(
    desk: Desk, answers: dict[str, Answer], told: str
) -> None:
    put(desk.store, [judged(0)])
    with pytest.raises(ReviewError, match=told):
        evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, answers)
    assert desk.store.draft(CALL, INSPECTOR.username) is None


def test_submitting_makes_the_chain_machine_then_human(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    queue.next_call(desk, INSPECTOR, NOW, queue.Filter())
    version = submit(desk)
    machine, human = desk.store.versions(CALL)
    assert human == version
    assert (machine.kind, human.kind) == (VersionKind.MACHINE, VersionKind.HUMAN)
    assert (machine.version, human.version) == (1, 2)
    assert machine.body.score == judged(0, [CODE]).score
    assert (human.made_by, human.made_at) == ("ins", NOW)
    assert human.body.comment == "总评"
    assert human.body.rulebook == "inbound@0123456789ab"
    assert desk.store.scorecard(human.body.score.scorecard) == INBOUND
    assert desk.store.draft(CALL, INSPECTOR.username) is None
    assert desk.store.claim_of(CALL, expired=NOW) is None
    log = desk.store.audit(AuditFilter(call_id=CALL), limit=9)
    assert [entry.details["what"] for _, entry in log] == ["evaluation_submitted"]


def test_all_that_only_a_person_can_tell_must_be_answered(desk: Desk) -> None:
    put(desk.store, [judged(0, [FATAL_RULE])])
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, {})
    with pytest.raises(Incomplete) as told:
        evaluating.submit(desk, INSPECTOR, NOW, CALL, 1)
    assert told.value.missing == (*(each.code for each in HUMAN), FATAL_RULE)
    assert desk.store.versions(CALL) == []
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 1, all_answers())
    with pytest.raises(Incomplete) as told:
        evaluating.submit(desk, INSPECTOR, NOW, CALL, 2)
    assert told.value.missing == (FATAL_RULE,)
    deciding.decide(desk, INSPECTOR, NOW, CALL, FATAL_RULE, Outcome.CONFIRMED)
    version = evaluating.submit(desk, INSPECTOR, NOW, CALL, 2)
    assert version.body.score.fatal
    assert version.body.score.total == 0


def test_an_overturned_verdict_gives_the_points_back(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    before = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers()).score
    decided = deciding.decide(
        desk, INSPECTOR, NOW, CALL, CODE, Outcome.OVERTURNED, reason="听到了开头语"
    )
    assert decided.verdict.state is State.PASS
    assert before.total is not None
    assert decided.score.total == 100.0 > before.total
    version = evaluating.submit(desk, INSPECTOR, later(1), CALL, 1)
    assert points(version, CRITERION.code) == CRITERION.points
    said = next(each for each in version.body.verdicts if each.code == CODE)
    assert (said.machine, said.state, said.reason) == (State.FAIL, State.PASS, "听到了开头语")


def test_an_overturned_fatal_fail_is_fatal_no_more(desk: Desk) -> None:
    put(desk.store, [judged(0, [FATAL_RULE])])
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers())
    decided = deciding.decide(
        desk, INSPECTOR, NOW, CALL, FATAL_RULE, Outcome.OVERTURNED, reason="只是转述"
    )
    assert not decided.score.fatal
    assert decided.score.total == 100


def test_overturning_wants_a_reason(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    with pytest.raises(ReviewError, match="say why"):
        deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.OVERTURNED, reason=" ")
    assert desk.store.decisions_of(CALL) == []


def test_what_nobody_can_judge_waits_for_points(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers())
    deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.CANNOT_JUDGE)
    with pytest.raises(Incomplete, match=CRITERION.code):
        evaluating.submit(desk, INSPECTOR, NOW, CALL, 1)
    submit(desk, {**all_answers(), CRITERION.code: Answer(na=True)}, 1)


def test_a_decision_is_undone_and_stays_in_the_history(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    for minute, reason in enumerate(("手滑", "再次手滑")):
        deciding.decide(
            desk, INSPECTOR, later(2 * minute), CALL, CODE, Outcome.OVERTURNED, reason=reason
        )
        undone = deciding.withdraw(desk, INSPECTOR, later(2 * minute + 1), CALL, CODE)
        assert undone.verdict.outcome is None
        assert undone.verdict.state is State.FAIL
    outcomes = [each.outcome for each in desk.store.decisions_of(CALL)]
    assert outcomes == [Outcome.OVERTURNED, Outcome.WITHDRAWN] * 2


def test_the_latest_decision_counts(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.OVERTURNED, reason="听错")
    for minute in (1, 2):
        last = deciding.decide(desk, INSPECTOR, later(minute), CALL, CODE, Outcome.CONFIRMED)
        assert last.verdict.state is State.FAIL
        deciding.withdraw(desk, INSPECTOR, later(minute + 0.5), CALL, CODE)


def test_decisions_that_contradict_themselves_are_refused(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    with pytest.raises(DecisionError):
        deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.CONFIRMED, true_state=State.PASS)
    with pytest.raises(NotThere, match="NO-SUCH"):
        deciding.decide(desk, INSPECTOR, NOW, CALL, "NO-SUCH", Outcome.CONFIRMED)


def test_a_call_that_was_judged_again_needs_another_look(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.OVERTURNED, reason="x")
    desk.store.rejudge(judged(0, []), later(1))
    with pytest.raises(Conflict, match="judged again"):
        deciding.decide(desk, INSPECTOR, later(2), CALL, CODE, Outcome.CONFIRMED, seen=State.FAIL)
    found = opened(desk, INSPECTOR, CALL)
    verdicts = {each.code: each for each in evaluating.verdicts_of(found)}
    assert verdicts[CODE].outcome is None
    assert verdicts[CODE].state is State.PASS
    desk.store.rejudge(judged(0, [CODE]), later(3))
    again = {each.code: each for each in evaluating.verdicts_of(opened(desk, INSPECTOR, CALL))}
    assert again[CODE].state is State.PASS


def test_a_verdict_without_decision_of_a_rulebook_that_lost_it(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    fewer = replace(judged(0), verdicts=(verdict(FATAL_RULE, State.PASS, fatal=True),))
    desk.store.rejudge(fewer, later(1))
    with pytest.raises(NotThere, match="judged again"):
        deciding.decide(desk, INSPECTOR, later(2), CALL, CODE, Outcome.CONFIRMED, seen=State.FAIL)


def test_a_call_that_somebody_else_has_cannot_be_judged_and_the_draft_is_kept(
    desk: Desk,
) -> None:
    put(desk.store, [judged(0)])
    queue.take(desk, INSPECTOR, NOW, CALL)
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers(), "我的")
    queue.take(desk, OTHER, later(31), CALL)
    with pytest.raises(ClaimLost, match="other"):
        evaluating.submit(desk, INSPECTOR, later(32), CALL, 1)
    with pytest.raises(ClaimLost):
        deciding.decide(desk, INSPECTOR, later(32), CALL, CODE, Outcome.CONFIRMED)
    saved = evaluating.save_draft(desk, INSPECTOR, later(33), CALL, 1, all_answers(), "还是我的")
    assert not saved.mine
    draft = desk.store.draft(CALL, INSPECTOR.username)
    assert draft is not None
    assert draft.body.comment == "还是我的"


def test_who_comes_second_loses_no_draft(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers(), "我的")
    saved = evaluating.save_draft(desk, OTHER, later(31), CALL, 0, all_answers())
    evaluating.submit(desk, OTHER, later(32), CALL, saved.revision)
    with pytest.raises(Conflict, match="has been evaluated"):
        evaluating.submit(desk, INSPECTOR, later(33), CALL, 1)
    draft = desk.store.draft(CALL, INSPECTOR.username)
    assert draft is not None
    assert draft.body.comment == "我的"


def test_an_evaluation_is_opened_again_with_a_reason_and_gets_a_version(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    first = submit(desk)
    with pytest.raises(Conflict, match="has been evaluated"):
        evaluating.save_draft(desk, INSPECTOR, later(1), CALL, 0, {})
    with pytest.raises(Conflict, match="has been evaluated"):
        deciding.decide(desk, INSPECTOR, later(1), CALL, CODE, Outcome.CONFIRMED)
    with pytest.raises(ReviewError, match="say why"):
        evaluating.reopen(desk, INSPECTOR, later(1), CALL, "")
    draft = evaluating.reopen(desk, INSPECTOR, later(1), CALL, "客户来电更正")
    assert draft.body.answers == first.body.answers
    lower = {**all_answers(), HUMAN[0].code: Answer(0)}
    second = submit(desk, lower, 2)
    assert [each.version for each in desk.store.versions(CALL)] == [1, 2, 3]
    assert (second.version, second.why) == (3, "客户来电更正")
    assert desk.store.versions(CALL)[1] == first
    assert points(second, HUMAN[0].code) == 0


def test_two_who_open_again_do_not_write_over_each_other(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    submit(desk)
    evaluating.reopen(desk, INSPECTOR, later(1), CALL, "甲")
    draft = evaluating.reopen(desk, MANAGER, later(40), CALL, "乙")
    evaluating.submit(desk, MANAGER, later(41), CALL, draft.revision)
    with pytest.raises(Conflict, match="has been evaluated"):
        evaluating.submit(desk, INSPECTOR, later(42), CALL, 1)
    assert [each.why for each in desk.store.versions(CALL)[2:]] == ["乙"]


def test_nothing_is_opened_again_that_nobody_evaluated(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    with pytest.raises(ReviewError, match="nobody has evaluated"):
        evaluating.reopen(desk, INSPECTOR, NOW, CALL, "x")


def test_a_criterion_that_the_scorecard_lost_meanwhile_is_kept_and_does_not_count(
    desk: Desk,
) -> None:
    put(desk.store, [judged(0)])
    evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers(0), "评语")
    lost = HUMAN[0].code
    sections = tuple(
        section.model_copy(
            update={"criteria": tuple(c for c in section.criteria if c.code != lost)}
        )
        for section in INBOUND.sections
    )
    card = INBOUND.model_copy(
        update={"sections": tuple(section for section in sections if section.criteria)}
    )
    changed = replace(desk, scorecards={"inbound": card})
    saved = evaluating.save_draft(changed, INSPECTOR, NOW, CALL, 1, all_answers(0), "评语")
    version = evaluating.submit(changed, INSPECTOR, NOW, CALL, saved.revision)
    assert version.body.answers[lost] == Answer(0)
    assert lost not in {item.code for item in version.body.score.items}
    assert version.body.score.scorecard == card.identity


def test_a_call_that_the_machine_could_not_judge_is_judged_by_a_person(desk: Desk) -> None:
    put(desk.store, [failed_call(a_call(0))])
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers())
    with pytest.raises(Incomplete, match=CRITERION.code):
        evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)
    every = {each.code: Answer(each.points) for each in INBOUND.criteria}
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 1, every)
    version = evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)
    assert version.body.score.total == 100
    assert [each.kind for each in desk.store.versions(CALL)] == [VersionKind.HUMAN]


def test_a_line_without_scorecard_is_told(desk: Desk) -> None:
    put(desk.store, [judged(0, business_line="chat")])
    with pytest.raises(ReviewError, match="chat has no scorecard"):
        evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, {})


def test_a_call_that_was_deleted_meanwhile_is_told(desk: Desk) -> None:
    for act in (
        lambda: evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, {}),
        lambda: evaluating.submit(desk, INSPECTOR, NOW, CALL, 0),
        lambda: deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.CONFIRMED),
        lambda: evaluating.reopen(desk, INSPECTOR, NOW, CALL, "x"),
    ):
        with pytest.raises(UnknownCall, match=CALL):
            act()


def test_an_agent_judges_nothing(desk: Desk) -> None:
    for act in (
        lambda: evaluating.save_draft(desk, AGENT, NOW, CALL, 0, {}),
        lambda: evaluating.submit(desk, AGENT, NOW, CALL, 0),
        lambda: deciding.decide(desk, AGENT, NOW, CALL, CODE, Outcome.CONFIRMED),
        lambda: evaluating.reopen(desk, AGENT, NOW, CALL, "x"),
    ):
        with pytest.raises(Forbidden):
            act()
