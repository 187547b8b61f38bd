from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from stored_calls import NINE, NOW, a_call, a_turn, calls, judged

from qa.call import Call, Role, Turn
from qa.store import Store
from qa.store.search import finder, postgres
from qa.store.search.grams import MAX_PHRASE, folded

on_one_store = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# A small alphabet makes words repeat; quotes and operators try to be syntax.
chinese = st.text("投诉销户基金好的嗯12aB,。 ", max_size=30)
hostile = st.text("投诉ab1\"'*:&|!()<->\\ ^+-%_;", max_size=12) | st.text(max_size=12)


def say(store: Store, *texts: str, call: Call | None = None, role: Role = Role.AGENT) -> None:
    """A call with these turns, three seconds apart, is in the store."""
    call = call or a_call(0)
    store.ingest([call])
    turns = [a_turn(text, start=3.0 * i, role=role) for i, text in enumerate(texts)]
    store.save(judged(call, *turns), "me", "f", NOW)


@pytest.mark.parametrize(
    "word", ["诉", "投诉", "要投诉", "我要投诉你们", "12386", "2", "ETF", "etf", "打12386"]
)
def test_words_of_any_length_are_found(store: Store, word: str) -> None:
    say(store, "您好", "我要投诉你们,买ETF亏了,打12386。")
    (hit,) = store.search(word)
    assert hit.call_id == "call-0"
    assert hit.started_at.isoformat() == NINE.isoformat()
    assert hit.role is Role.AGENT
    assert hit.turn_start == 3.0
    assert folded(word) in folded(hit.snippet)


@pytest.mark.parametrize("word", ["诉投", "投你", "138", "EF", "您好我", "x", "退订"])
def test_what_was_not_said_is_not_found(store: Store, word: str) -> None:
    say(store, "您好", "我要投诉你们,买ETF亏了,打12386。")
    assert store.search(word) == []


def test_punctuation_spaces_case_and_width_do_not_count(store: Store) -> None:
    say(store, "股市有风险,投资需谨慎。Open API")
    for asked in ("股市有风险投资需谨慎", "风险 投资", "风险,投资!", "open api", "OPEN"):
        assert len(store.search(asked)) == 1, asked


@pytest.mark.parametrize("nothing", ["", " ", "。", '"', "*", "😀"])
def test_a_query_without_letters_or_digits_finds_nothing(store: Store, nothing: str) -> None:
    say(store, '您好 。*"😀')
    assert store.search(nothing) == []


@on_one_store
@given(texts=st.lists(chinese, min_size=1, max_size=4), asked=chinese)
@example(texts=["投", "诉"], asked="投诉")
def test_search_finds_just_what_is_within_a_turn(
    store: Store, texts: list[str], asked: str
) -> None:
    say(store, *texts)
    said = [bool(folded(asked)) and folded(asked) in folded(text) for text in texts]
    starts = [hit.turn_start for hit in store.search(asked)]
    assert starts == ([3.0 * said.index(True)] if any(said) else [])


@on_one_store
@given(asked=hostile)
@example(asked='投诉" OR "a')
@example(asked="投' | 'a")
@example(asked="grams : 投")
@example(asked="投*")
@example(asked="NEAR(投 诉)")
def test_nothing_a_person_types_is_syntax(store: Store, asked: str) -> None:
    say(store, "我要投诉")
    assert bool(store.search(asked)) is (bool(folded(asked)) and folded(asked) in "我要投诉")


def test_numbers_and_traditional_characters_are_also_asked_for_as_transcripts_have_them(
    store: Store,
) -> None:
    say(store, "投诉你们,30万亏了8%,收益3.5")
    for asked in ("投訴", "三十万", "30万", "百分之八", "8%", "8%", "3.5", "三点五"):
        assert len(store.search(asked)) == 1, asked
    for asked in ("35", "3%", "九%", "三百万"):
        assert store.search(asked) == [], asked


def test_a_number_that_a_transcript_spells_out_is_found(store: Store) -> None:
    say(store, "十大股东")
    assert len(store.search("十大")) == 1
    assert len(store.search("十")) == 1


def test_rare_characters_are_found(store: Store) -> None:
    for number, name in enumerate(["𠮷野家", "㐀㐁", "龘", "한국어", "Straße", "é́clair"]):
        say(store, f"找{name}的", call=a_call(number))
        assert [hit.call_id for hit in store.search(name)] == [f"call-{number}"], name


def test_the_newest_come_first_and_no_more_than_the_limit(store: Store) -> None:
    for number in (3, 1, 4, 0, 2):
        say(store, "投诉", call=a_call(number))
    found = [hit.call_id for hit in store.search("投诉", limit=3)]
    assert found == ["call-4", "call-3", "call-2"]
    assert store.search("投诉", limit=0) == []


def test_a_common_word_with_more_hits_than_a_page(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "_FIRST_PAGE", 2)
    long = "您好" + "嗯" * 1_400
    for number in range(12):
        say(store, long, long, long, call=a_call(number))
    found = [hit.call_id for hit in store.search("您好", limit=10)]
    assert found == [f"call-{number}" for number in range(11, 1, -1)]


def test_each_role_that_says_it_is_a_hit_at_its_first_turn(store: Store) -> None:
    store.ingest(calls(1))
    turns = [
        a_turn("您好", 0, Role.AGENT),
        a_turn("要投诉", 3, Role.CUSTOMER),
        a_turn("投诉什么", 6, Role.AGENT),
        a_turn("投诉你", 9, Role.CUSTOMER),
    ]
    store.save(judged(a_call(0), *turns), "me", "f", NOW)
    assert {(hit.role, hit.turn_start) for hit in store.search("投诉")} == {
        (Role.AGENT, 6.0),
        (Role.CUSTOMER, 3.0),
    }
    assert [hit.role for hit in store.search("投诉", role=Role.CUSTOMER)] == [Role.CUSTOMER]
    assert store.search("投诉", role=Role.UNKNOWN) == []


def test_the_scope_narrows_the_search(store: Store) -> None:
    say(store, "投诉", call=a_call(0))
    say(store, "投诉", call=a_call(1, business_line="callback"))
    say(store, "投诉", call=a_call(2, started_at=NINE + timedelta(seconds=30)))

    def found(**scope: object) -> set[str]:
        return {hit.call_id for hit in store.search("投诉", **scope)}  # type: ignore[arg-type]

    assert found(business_line="callback") == {"call-1"}
    assert found(since=NINE + timedelta(seconds=1)) == {"call-1", "call-2"}
    assert found(until=NINE + timedelta(seconds=30)) == {"call-0"}
    assert found(since=NINE, until=NINE + timedelta(minutes=1)) == {"call-0", "call-2"}


def test_a_hit_shows_what_was_said_around_it(store: Store) -> None:
    say(store, "甲" * 30 + "我要,投诉" + "乙" * 30, call=a_call(0))
    (hit,) = store.search("要投诉")
    assert hit.snippet == "…" + "甲" * 19 + "我要,投诉" + "乙" * 20 + "…"


def test_words_across_the_border_of_documents_are_found(store: Store) -> None:
    long = "".join(chr(0x4E00 + i) for i in range(5_000))
    say(store, long)
    for start in (0, *range(1_390, 1_510, 13), *range(2_790, 2_910, 13), 4_996):
        assert len(store.search(long[start : start + 4])) == 1, start
    assert len(store.search(long[1_390 : 1_390 + MAX_PHRASE])) == 1


def test_a_very_long_query_is_checked_to_its_end(store: Store) -> None:
    long = "".join(chr(0x4E00 + i) for i in range(600))
    say(store, long)
    assert len(store.search(long)) == 1
    assert len(store.search(long[3:400])) == 1
    assert store.search(long[:300] + "一") == []


def test_a_new_result_replaces_what_can_be_found(store: Store) -> None:
    say(store, "我要投诉")
    say(store, "我要销户")
    assert store.search("投诉") == []
    assert len(store.search("销户")) == 1


def test_a_call_whose_start_is_corrected_moves_in_the_order(store: Store) -> None:
    say(store, "投诉", call=a_call(0))
    say(store, "投诉", call=a_call(1))
    store.ingest([a_call(0, started_at=NINE + timedelta(days=1))])
    assert [hit.call_id for hit in store.search("投诉")] == ["call-0", "call-1"]
    assert [hit.call_id for hit in store.search("投诉", since=NINE + timedelta(hours=1))] == [
        "call-0"
    ]
    say(store, "别的", call=a_call(0, started_at=NINE + timedelta(days=1)))
    assert [hit.call_id for hit in store.search("投诉")] == ["call-1"]


def test_older_documents_are_asked_when_the_newest_do_not_suffice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_WINDOWS", (2, 3))
    for number in range(12):
        say(store, "投诉" if number % 3 == 0 else "您好", call=a_call(number))
    found = [hit.call_id for hit in store.search("投诉")]
    assert found == ["call-9", "call-6", "call-3", "call-0"]


def test_a_turn_without_text_is_no_trouble(store: Store) -> None:
    say(store, "", "。", "您好")
    assert [hit.turn_start for hit in store.search("您好")] == [6.0]


def test_words_are_not_joined_across_turns(store: Store) -> None:
    say(store, "对", "不起", "一", "二三")
    assert store.search("对不起") == []
    assert store.search("一二") == []
    assert len(store.search("不起")) == 1


def test_a_call_of_the_unknown_role_is_found(store: Store) -> None:
    store.ingest(calls(1))
    turn: Turn = a_turn("投诉", 0, Role.UNKNOWN)
    store.save(judged(a_call(0), turn), "me", "f", NOW)
    assert store.search("投诉")[0].role is Role.UNKNOWN
