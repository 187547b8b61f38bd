import math
from dataclasses import replace

import pytest
from judged_calls import (
    AGENT,
    INSPECTOR,
    LEAD,
    MANAGER,
    NOW,
    TRAINER,
    judged,
    later,
    put,
)
from sqlalchemy import delete

from qa.casebook import browsing, filing, tree
from qa.casebook.filing import Filing
from qa.errors import Conflict, Forbidden, NotThere, ReviewError, UnknownCall
from qa.review import remarks
from qa.review.desk import Desk
from qa.store.case_values import CaseFilter
from qa.store.remark_values import Quality
from qa.store.tables import calls

CALL = "call-0"


def category(desk: Desk, code: str = "attitude.patience") -> int:
    return next(each.key for each in desk.store.categories() if each.code == code)


def asked(desk: Desk, **changed: object) -> Filing:
    values: dict[str, object] = {
        "start": 0.5,
        "end": 4.0,
        "quality": Quality.BAD,
        "category": category(desk),
        "tags": ("抢话", " 新人 ", "抢话"),
        "lesson": "先听完<b>再说",
        "better": "您请讲",
    }
    return Filing(**values | changed)  # type: ignore[arg-type]


def found(desk: Desk, **filter: object) -> list[int]:
    return [each.key for each in browsing.cases(desk, TRAINER, CaseFilter(**filter))]  # type: ignore[arg-type]


def test_a_case_keeps_what_was_said_and_which_rules_failed_there(desk: Desk) -> None:
    put(desk.store, [judged(0, ["OPEN-GREETING"])])
    case = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk))
    assert [each.text for each in case.excerpt] == ["您好<b>请问", "买股票"]
    assert case.text.rules == ("OPEN-GREETING",)
    assert case.text.tags == ("抢话", "新人")
    assert (case.filed_by, case.filed_at, case.revision, case.there) == ("ins", NOW, 1, True)
    assert browsing.case(desk, TRAINER, case.key) == case


def test_an_annotation_becomes_a_case_and_knows_it(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    note = remarks.annotate(desk, INSPECTOR, NOW, CALL, remarks.Note(start=1, end=2, text="x"))
    case = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk), annotation=note.key)
    (again,) = remarks.annotation_history(desk, INSPECTOR, CALL)
    assert (case.annotation, again.case) == (note.key, case.key)
    sent_again = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk), annotation=note.key)
    assert sent_again == case
    with pytest.raises(ReviewError, match="not of this call"):
        filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk), annotation=note.key + 99)


@pytest.mark.parametrize(
    "changed",
    [
        {"start": -1.0},
        {"start": 4.0, "end": 4.0},
        {"start": 9.0, "end": 1.0},
        {"end": math.nan},
        {"end": math.inf},
        {"start": 70.0, "end": 71.0},
        {"end": 1e9},
        {"category": 10**9},
        {"lesson": "长" * 4001},
        {"tags": ["x" * 41]},
        {"tags": [str(i) for i in range(21)]},
        {"lesson": "\0"},
    ],
    ids=str,
)
def test_absurd_cases_are_refused(desk: Desk, changed: dict[str, object]) -> None:
    put(desk.store, [judged(0)])
    with pytest.raises(ReviewError):
        filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk, **changed))
    assert found(desk) == []


def test_a_span_that_the_player_draws_a_little_long_ends_with_the_call(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    case = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk, end=61.0))
    assert case.text.span.end == 60.5


def test_cases_are_found_by_everything_that_they_say(desk: Desk) -> None:
    put(desk.store, [judged(0), judged(1, business_line="callback", team="二组")])
    good = asked(
        desk,
        quality=Quality.GOOD,
        category=category(desk, "complaint.reception"),
        tags=["安抚", "100%"],
        lesson="语气_平和",
        rules=["OPEN-GREETING"],
    )
    one = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk)).key
    two = filing.file_case(desk, INSPECTOR, NOW, "call-1", good).key
    assert found(desk) == [two, one]
    assert found(desk, quality=Quality.GOOD) == [two]
    assert found(desk, categories=(category(desk, "complaint"),)) == [two]
    assert found(desk, categories=(category(desk, "attitude"),)) == [one]
    assert found(desk, tags=("安抚", "100%")) == [two]
    assert found(desk, tags=("安抚", "抢话")) == []
    assert found(desk, rule="OPEN-GREETING") == [two]
    assert found(desk, lines=("callback",)) == [two]
    assert found(desk, text="语气_") == [two]
    assert found(desk, text="100%") == [two]
    assert found(desk, text="买股票") == [two, one]
    assert found(desk, text="%") == [two]
    assert browsing.choices(desk, TRAINER).tags == ("100%", "安抚", "抢话", "新人")


def test_cases_come_in_pages(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    keys = [filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk)).key for _ in range(5)]
    first = browsing.cases(desk, TRAINER, CaseFilter(), limit=3)
    rest = browsing.cases(desk, TRAINER, CaseFilter(), before=first[-1].key, limit=3)
    assert [each.key for each in (*first, *rest)] == keys[::-1]


def test_an_edit_keeps_how_the_case_read_before(desk: Desk) -> None:
    put(desk.store, [judged(0, ["OPEN-GREETING"])])
    before = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk))
    changed = asked(desk, start=3.0, lesson="新的教训", tags=["新"])
    after = filing.edit_case(desk, TRAINER, later(1), before.key, 1, changed)
    assert (after.text.lesson, after.text.tags, after.revision) == ("新的教训", ("新",), 2)
    assert [each.text for each in after.excerpt] == ["买股票"]
    assert after.text.rules == before.text.rules
    history = filing.history(desk, TRAINER, before.key)
    assert [(each.what, each.made_by) for each in history] == [
        ("filed", "ins"),
        ("edited", "trainer"),
    ]
    assert history[0].text == before.text
    with pytest.raises(Conflict, match="changed meanwhile"):
        filing.edit_case(desk, TRAINER, later(2), before.key, 1, asked(desk))
    assert browsing.case(desk, TRAINER, before.key) == after


def test_a_case_is_retired_and_comes_back(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    case = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk))
    gone = filing.retire_case(desk, TRAINER, later(1), case.key, 1)
    assert gone.retired_at == later(1)
    assert found(desk) == []
    assert found(desk, retired=True) == [case.key]
    assert browsing.case(desk, TRAINER, case.key).text == case.text
    filing.retire_case(desk, TRAINER, later(2), case.key, 2, back=True)
    assert found(desk) == [case.key]
    assert [each.what for each in filing.history(desk, TRAINER, case.key)] == [
        "filed",
        "retired",
        "restored",
    ]


def test_a_case_outlives_its_call(desk: Desk) -> None:
    put(desk.store, [judged(0)])
    case = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk))
    with desk.store._database.writing() as connection:
        connection.execute(delete(calls))
    alone = browsing.case(desk, TRAINER, case.key)
    assert alone == replace(case, there=False)
    edited = filing.edit_case(
        desk, TRAINER, later(1), case.key, 1, asked(desk, start=70, end=80, lesson="还在")
    )
    assert (edited.text.lesson, edited.text.span) == ("还在", case.text.span)
    with pytest.raises(UnknownCall):
        filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk))


def test_everybody_has_their_own_part_in_the_casebook(desk: Desk) -> None:
    put(desk.store, [judged(0), judged(1, team="二组")])
    case = filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk))
    other = filing.file_case(desk, INSPECTOR, NOW, "call-1", asked(desk))
    assert [each.key for each in browsing.cases(desk, LEAD, CaseFilter())] == [case.key]
    with pytest.raises(NotThere):
        browsing.case(desk, LEAD, other.key)
    for refused in (
        lambda: filing.file_case(desk, AGENT, NOW, CALL, asked(desk)),
        lambda: filing.edit_case(desk, INSPECTOR, NOW, case.key, 1, asked(desk)),
        lambda: filing.retire_case(desk, LEAD, NOW, case.key, 1),
        lambda: browsing.cases(desk, AGENT, CaseFilter()),
        lambda: tree.add_category(desk, TRAINER, NOW, None, "新"),
    ):
        with pytest.raises(Forbidden):
            refused()
    with pytest.raises(NotThere):
        filing.edit_case(desk, MANAGER, NOW, 10**9, 1, asked(desk))


def test_counts_and_choices_are_of_what_the_person_sees(desk: Desk) -> None:
    put(
        desk.store,
        [judged(0), judged(1, business_line="callback", team="二组", agent_id="A2")],
    )
    good = asked(desk, category=category(desk, "complaint.reception"), rules=["OPEN-GREETING"])
    filing.file_case(desk, INSPECTOR, NOW, CALL, asked(desk))
    two = filing.file_case(desk, INSPECTOR, NOW, "call-1", good)
    counts = browsing.counts(desk, TRAINER, CaseFilter(categories=(category(desk),)))
    keys = [category(desk, code) for code in ("attitude", "complaint", "complaint.reception")]
    assert [counts[key] for key in keys] == [1, 1, 1]
    assert counts[category(desk, "knowledge")] == 0
    assert sum(browsing.counts(desk, LEAD, CaseFilter()).values()) == 2
    choices = browsing.choices(desk, TRAINER)
    assert (choices.lines, choices.teams) == (("callback", "inbound"), ("一组", "二组"))
    assert (set(choices.agents), choices.rules) == ({"A001", "A2"}, ("OPEN-GREETING",))
    assert browsing.choices(desk, LEAD).lines == ("inbound",)
    assert found(desk, agent="A2") == [two.key]
    for look in (browsing.choices, lambda *who: browsing.counts(*who, CaseFilter())):
        with pytest.raises(Forbidden):
            look(desk, AGENT)
