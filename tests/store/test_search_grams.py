from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_calls import NINE, a_turn

from qa.call import Role
from qa.errors import StoreError
from qa.store.search.grams import MAX_PHRASE, documents, folded, pairs, positions
from qa.store.search.keys import UNBOUNDED, Found, beyond, key, lowest, read

instants = st.datetimes(datetime(1970, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
call_keys = st.integers(0, (1 << 27) - 1)


@given(st.text())
def test_folding_keeps_a_position_for_each_character(text: str) -> None:
    assert len(positions(text)) == len(folded(text))
    assert list(positions(text)) == sorted(positions(text))
    assert folded(folded(text)) == folded(text)


def test_folding() -> None:
    assert folded("您好,ETF-12386!") == "您好etf12386"
    assert folded("涨3.5%。1.23.") == "涨3点5%1点23"


def test_what_is_indexed_of_a_known_text_stays_as_it_is() -> None:
    """Entries are removed by computing them again: another result needs a migration."""
    said = [a_turn("您好,很高兴。"), a_turn("ETF", role=Role.CUSTOMER), a_turn("嗯"), a_turn("。")]
    found = {(doc.role, doc.part): doc.pieces for doc in documents(said)}
    assert found == {(Role.AGENT, 0): ("您好很高兴", "嗯"), (Role.CUSTOMER, 0): ("etf",)}
    long = next(documents([a_turn("甲" * 1_501)]))
    assert [len(piece) for piece in long.pieces] == [1_500]


@given(
    st.integers(1, 6_000), st.integers(0, 5_999), st.integers(1, MAX_PHRASE), st.integers(0, 900)
)
def test_every_phrase_lies_whole_in_some_piece(
    length: int, start: int, size: int, before: int
) -> None:
    said = "".join(chr(0x4E00 + i) for i in range(length))
    phrase = said[start : start + size]
    found = documents([a_turn("一" * before), a_turn(said)])
    pieces = [piece for document in found for piece in document.pieces]
    assert any(phrase in piece for piece in pieces)
    assert all(len(piece) <= 1_500 for piece in pieces)


def test_pairs_overlap() -> None:
    assert pairs("很高兴") == ["很高", "高兴"]
    assert pairs("嗯") == []


@given(instants, call_keys, st.sampled_from(Role), st.integers(0, 255))
def test_a_number_says_call_and_role(at: datetime, call: int, role: Role, part: int) -> None:
    number = key(at, call, role, part)
    assert read(number) == Found(call, role)
    assert lowest(at) <= number < beyond(at) <= UNBOUNDED


@given(instants, instants, call_keys, call_keys)
def test_numbers_grow_with_time(one: datetime, other: datetime, a: int, b: int) -> None:
    if lowest(one) < lowest(other):
        assert key(one, a, Role.UNKNOWN, 255) < key(other, b, Role.AGENT, 0)


@given(st.sets(st.tuples(instants, call_keys, st.sampled_from(Role), st.integers(0, 255))))
def test_numbers_are_unique(what: set[tuple[datetime, int, Role, int]]) -> None:
    by_minute = {(lowest(at), call, role, part) for at, call, role, part in what}
    assert len({key(*document) for document in what}) == len(by_minute)


@pytest.mark.parametrize("year", [1900, 2150])
def test_years_out_of_range_are_kept_at_its_ends(year: int) -> None:
    number = key(NINE.replace(year=year), 5, Role.AGENT, 0)
    assert 0 <= number < UNBOUNDED
    assert read(number) == Found(5, Role.AGENT)


def test_what_has_no_number_is_refused() -> None:
    for call, part in ((1 << 27, 0), (1, 256)):
        with pytest.raises(StoreError, match="no number"):
            key(NINE, call, Role.AGENT, part)
