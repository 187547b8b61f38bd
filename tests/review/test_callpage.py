import json
from dataclasses import replace

import pytest
from hand_made import done, mono
from judged_calls import (
    ADMIN,
    AGENT,
    INBOUND,
    INSPECTOR,
    LEAD,
    MANAGER,
    MANDATORY,
    NOW,
    OTHER,
    TRAINER,
    all_answers,
    judged,
    later,
    put,
)
from sqlalchemy import event
from stored_calls import a_call, failed

from qa.errors import Forbidden, UnknownCall
from qa.people import Person
from qa.review import appealing, deciding, evaluating, publishing, queue, remarks
from qa.review.callpage import CallPage, call_page
from qa.review.callpage_json import page_json
from qa.review.desk import Desk
from qa.rules.decision import Outcome
from qa.rules.verdict import State
from qa.scoring.values import PlanKind
from qa.store.account_values import AuditFilter
from qa.store.appeal_values import Subject

CALL = "call-0"
CODE = "OPEN-GREETING"


def shown(desk: Desk, person: Person = INSPECTOR, call_id: str = CALL) -> dict[str, object]:
    """The page as a browser gets it."""
    page = page_json(call_page(desk, person, later(3), call_id))
    text = json.dumps(page, ensure_ascii=False, allow_nan=False)
    back: dict[str, object] = json.loads(text)
    return back


def test_the_page_has_everything_of_the_call(desk: Desk) -> None:
    desk.store.ingest([done("C-1").call])
    desk.store.save(done("C-1"), "test", "f", NOW)
    desk.store.save_plan(NOW.date(), {"C-1": MANDATORY})
    page = shown(desk, call_id="C-1")
    call = page["call"]
    assert isinstance(call, dict)
    assert call["agent_name"] == "李晓红"
    assert call["plan"] == {"kind": "mandatory", "reasons": ["fatal"]}
    assert call["duration_s"] == 22.0
    assert page["channels"] == 2
    assert page["missing_recording"] is True
    assert page["silences"] == [[8.0, 18.5, False]]
    assert page["overtalk"] == [[5.4, 6.0, "agent"]]
    turns = page["turns"]
    assert isinstance(turns, list)
    assert turns[0]["raw"] == "您好,公号七号为您服务。"
    assert turns[0]["words"] == [[0.4, 3.2, "您好,工号7号为您服务。", 0.9]]
    assert turns[3]["words"] == []
    verdicts = {each["code"]: each for each in page["verdicts"]}  # type: ignore[attr-defined]
    assert verdicts["TALK-PROMISE"]["evidence"] == [
        {
            "why": "坐席承诺收益",
            "start": 5.4,
            "end": 8.0,
            "role": "agent",
            "quote": "我帮您保证收益",
            "matched": "保证收益",
        }
    ]
    assert verdicts["TALK-RATE"]["evidence"] == [{"why": "坐席说话太少"}]
    card = page["scorecard"]
    assert isinstance(card, dict)
    codes = [c["code"] for section in card["sections"] for c in section["criteria"]]
    assert codes == [criterion.code for criterion in INBOUND.criteria]
    assert page["machine"].keys() == set(codes)  # type: ignore[attr-defined]
    assert page["draft"]["revision"] == 0  # type: ignore[index]
    assert page["readonly"] is False


def test_what_people_did_is_on_the_page(desk: Desk, tmp_path: object) -> None:
    put(desk.store, [judged(0, [CODE])])
    queue.take(desk, INSPECTOR, NOW, CALL)
    deciding.decide(desk, INSPECTOR, later(1), CALL, CODE, Outcome.OVERTURNED, reason="有<i>")
    evaluating.save_draft(desk, INSPECTOR, later(1), CALL, 0, all_answers(), "<b>好</b>")
    note = remarks.Note(start=1, end=2, text="<script>", tags=("a",))
    remarks.annotate(desk, INSPECTOR, NOW, CALL, note)
    remarks.correct(desk, INSPECTOR, NOW, CALL, 1, 1, 3, "基金")
    page = shown(desk)
    verdict = next(each for each in page["verdicts"] if each["code"] == CODE)  # type: ignore[attr-defined]
    assert verdict["state"] == "fail"
    assert verdict["decision"] == {
        "outcome": "overturned",
        "true_state": None,
        "reason": "有<i>",
        "reviewer": "ins",
        "at": later(1).isoformat(),
    }
    draft = page["draft"]
    assert isinstance(draft, dict)
    assert (draft["revision"], draft["comment"], draft["total"]) == (1, "<b>好</b>", 100.0)
    assert page["annotations"][0]["text"] == "<script>"  # type: ignore[index]
    assert page["turns"][1]["corrections"][0]["text"] == "基金"  # type: ignore[index]
    assert page["claim"] == {"by": "ins", "until": later(31).isoformat()}
    other = shown(desk, OTHER)
    assert other["readonly"] is True
    assert other["draft"]["revision"] == 0  # type: ignore[index]


def test_the_categories_are_a_tree(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    tree = shown(desk)["categories"]
    assert isinstance(tree, list)
    assert len(tree) == 9
    assert tree[0]["name"] == "服务态度"
    assert tree[0]["children"][0]["name_en"] == "Warmth and courtesy"


@pytest.mark.parametrize("kind", ["failed", "mono", "unprocessed", "unplanned", "no scorecard"])
def test_calls_that_lack_something_have_a_page(desk: Desk, kind: str) -> None:
    if kind == "unprocessed":
        desk.store.ingest([a_call(0)])
    elif kind == "failed":
        put(desk.store, [failed(a_call(0))])
    elif kind == "mono":
        put(desk.store, [replace(mono("call-0"))])
    else:
        line = "chat" if kind == "no scorecard" else "inbound"
        put(desk.store, [judged(0, business_line=line)])
        desk.store.save_plan(NOW.date(), {})
    page = shown(desk)
    if kind in ("failed", "unprocessed"):
        assert page["turns"] == []
        assert page["channels"] is None
        assert (page["failure"] is not None) == (kind == "failed")
    if kind == "mono":
        assert page["channels"] == 1
        assert {each["role"] for each in page["turns"]} == {"unknown"}  # type: ignore[attr-defined]
        assert page["overtalk"] == []
    if kind == "no scorecard":
        assert page["scorecard"] is None
        assert page["score"] is None
    if kind == "unplanned":
        assert page["call"]["plan"]["kind"] == PlanKind.MANDATORY  # type: ignore[index]


def test_a_recording_that_is_there_is_not_missing(desk: Desk, tmp_path_factory: object) -> None:
    put(desk.store, [judged(0, recording=__file__)])
    assert shown(desk)["missing_recording"] is False


def test_a_page_costs_the_same_few_statements_whatever_is_on_it(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE]), judged(1)])

    def statements() -> int:
        seen: list[str] = []
        engine = desk.store._database._engine

        def note(*given: object) -> None:
            seen.append(str(given[2]))

        event.listen(engine, "before_cursor_execute", note)
        try:
            desk.store.open_call(CALL, "ins")
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    before = statements()
    for at in range(5):
        remarks.annotate(desk, INSPECTOR, NOW, CALL, remarks.Note(start=at, end=at + 1, text="x"))
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers())
    evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)
    publishing.publish(desk, MANAGER, NOW, [CALL])
    for code in (CODE, "CLOSE-FAREWELL"):
        appealing.appeal(desk, AGENT, NOW, CALL, Subject.VERDICT, code, "x")
    assert statements() <= before + 1 <= 16


def test_an_agent_sees_the_published_result_and_nothing_of_the_work(desk: Desk) -> None:
    put(desk.store, [judged(0, [CODE])])
    deciding.decide(desk, INSPECTOR, NOW, CALL, CODE, Outcome.OVERTURNED, reason="有")
    remarks.annotate(desk, INSPECTOR, NOW, CALL, remarks.Note(start=1, end=2, text="内部"))
    saved = evaluating.save_draft(desk, INSPECTOR, NOW, CALL, 0, all_answers())
    evaluating.submit(desk, INSPECTOR, NOW, CALL, saved.revision)
    with pytest.raises(Forbidden):
        shown(desk, AGENT)
    publishing.publish(desk, MANAGER, NOW, [CALL])
    draft = evaluating.reopen(desk, INSPECTOR, later(1), CALL, "秘密")
    low = {each: replace(answer, points=0) for each, answer in all_answers().items()}
    saved = evaluating.save_draft(desk, INSPECTOR, later(1), CALL, draft.revision, low)
    evaluating.submit(desk, INSPECTOR, later(1), CALL, saved.revision)
    page = call_page(desk, AGENT, later(2), CALL)
    assert page.score is not None
    assert page.score.total == 100
    assert [each.version for each in page.versions] == [2]
    assert page.readonly
    assert (page.draft, page.claim, page.annotations, page.decisions) == (None, None, (), ())
    verdict = next(each for each in page.verdicts if each.code == CODE)
    assert verdict.state is State.PASS
    assert "秘密" not in json.dumps(page_json(page), ensure_ascii=False)


def test_everybody_sees_only_what_is_theirs(desk: Desk) -> None:
    put(desk.store, [judged(0), judged(1, team="二组", agent_id="A002")])
    assert isinstance(call_page(desk, LEAD, NOW, CALL), CallPage)
    assert call_page(desk, TRAINER, NOW, CALL).readonly
    for person, call_id in ((LEAD, "call-1"), (AGENT, CALL), (ADMIN, CALL)):
        with pytest.raises(Forbidden):
            call_page(desk, person, NOW, call_id)
    with pytest.raises(UnknownCall):
        call_page(desk, INSPECTOR, NOW, "nobody")


def test_a_look_is_logged_once_in_a_while(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    for minute in (0, 1, 9, 30):
        call_page(desk, INSPECTOR, later(minute), CALL)
    log = desk.store.audit(AuditFilter(call_id=CALL, action="saw"), limit=9)
    assert [entry.at for _, entry in log] == [later(30), NOW]
