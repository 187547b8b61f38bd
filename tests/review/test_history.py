from judged_calls import HUMAN, INSPECTOR, MANAGER, NOW, all_answers, judged, later, put

from qa.review import evaluating, publishing
from qa.review.desk import Desk
from qa.review.history import history
from qa.store.appeal_values import Subject
from qa.store.evaluation_values import Answer, VersionKind

CALL = "call-0"


def evaluate(desk: Desk) -> None:
    put(desk.store, [judged()])
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers(1))
    evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)


def test_each_version_tells_what_it_changed(desk: Desk) -> None:
    evaluate(desk)
    evaluating.reopen(desk, INSPECTOR, later(1), CALL, "听错了")
    code = HUMAN[0].code
    answers = {**all_answers(1), code: Answer(0)}
    saved = evaluating.save_draft(desk, INSPECTOR, later(2), CALL, 1, answers)
    evaluating.submit(desk, INSPECTOR, later(2), CALL, saved.revision)
    machine, first, second = history(tuple(desk.store.versions(CALL)))
    assert (machine.version.kind, machine.changes) == (VersionKind.MACHINE, ())
    assert {each.code for each in first.changes} == {each.code for each in HUMAN}
    (change,) = second.changes
    assert (change.subject, change.code) == (Subject.CRITERION, code)
    assert (change.before, change.after) == (1, 0)
    assert second.total_before == first.version.body.score.total
    assert second.version.why == "听错了"


def test_no_version_has_no_history() -> None:
    assert history(()) == ()


def test_what_was_changed_after_publishing_waits_to_be_published_again(desk: Desk) -> None:
    evaluate(desk)
    publishing.publish(desk, MANAGER, NOW, [CALL])
    assert publishing.unpublished(desk, MANAGER) == []
    evaluating.reopen(desk, INSPECTOR, later(1), CALL, "听错了")
    evaluating.submit(desk, INSPECTOR, later(2), CALL, 1)
    (waiting,) = publishing.unpublished(desk, MANAGER)
    assert (waiting.call.call_id, waiting.version.version) == (CALL, 3)
