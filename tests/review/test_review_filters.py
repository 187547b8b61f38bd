from datetime import date
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.accounts.permissions import Scope
from qa.call import Satisfaction
from qa.errors import ReviewError
from qa.review.filters import Filter, as_call_filter
from qa.rules.verdict import State
from qa.scoring.values import Flag, PlanKind

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
texts = words.filter(lambda text: len(text) <= 200)
numbers = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates(date(1970, 1, 1), date(9000, 1, 1))


def lists(each: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(each, max_size=4).map(tuple)


filters = st.builds(
    Filter,
    buckets=lists(st.sampled_from(PlanKind)),
    lines=lists(texts),
    teams=lists(texts),
    agents=lists(texts),
    flags=lists(st.sampled_from(Flag)),
    ratings=lists(st.sampled_from(Satisfaction)),
    rule=st.none() | texts,
    state=st.none() | st.sampled_from(State),
    since=st.none() | days,
    until=st.none() | days,
    score_from=st.none() | numbers,
    score_to=st.none() | numbers,
    longer_s=st.none() | numbers,
    shorter_s=st.none() | numbers,
    text=st.none() | texts,
    about=st.none() | texts,
    evaluated=st.none() | st.booleans(),
)


@given(filters)
def test_a_filter_comes_back_from_its_address(filter: Filter) -> None:
    assert Filter.of(parse_qs(urlencode(filter.query(), doseq=True))) == filter


def test_an_empty_filter_leaves_the_address_bare() -> None:
    assert Filter().query() == {}


def test_all_unreadable_values_are_told_together() -> None:
    with pytest.raises(ReviewError, match=r"flags=nonsense.*since=yesterday.*score_from=nan"):
        Filter.of({"flags": ["nonsense"], "since": ["yesterday"], "score_from": ["nan"]})


def test_unknown_parameters_and_empty_values_are_ignored() -> None:
    assert Filter.of({"utm": ["x"], "text": [""], "flags": [""]}) == Filter()


def test_days_are_those_of_the_company() -> None:
    found = as_call_filter(
        Filter(since=date(2026, 3, 2), until=date(2026, 3, 2)), ZoneInfo("Asia/Shanghai")
    )
    assert found.since is not None
    assert found.until is not None
    assert found.since.isoformat() == "2026-03-02T00:00:00+08:00"
    assert (found.until - found.since).days == 1


def test_nobody_asks_for_more_than_their_scope() -> None:
    lead, agent = Scope(team="一组"), Scope(agent_id="A1")
    assert Filter().within(lead).teams == ("一组",)
    assert Filter(teams=("一组", "二组")).within(lead).teams == ("一组",)
    assert Filter(teams=("二组",)).within(lead).teams not in ((), ("一组",), ("二组",))
    assert Filter(agents=("A2",)).within(agent).agents not in ((), ("A1",), ("A2",))
    assert Filter(agents=("A2",)).within(Scope()) == Filter(agents=("A2",))
