from hypothesis import given
from hypothesis import strategies as st

from qa.casebook.query import filter_of, key_of
from qa.store.case_values import CaseFilter
from qa.store.remark_values import Quality


def test_an_address_is_read() -> None:
    query = {
        "category": ["12"],
        "quality": ["bad"],
        "tag": ["安抚", "100%"],
        "line": ["inbound"],
        "team": ["一组"],
        "agent": ["A001"],
        "rule": ["OPEN-GREETING"],
        "text": ["<b>"],
        "retired": ["yes"],
        "view": ["table"],
    }
    found, wrong = filter_of(query)
    assert wrong == []
    assert found == CaseFilter(
        categories=(12,),
        quality=Quality.BAD,
        tags=("安抚", "100%"),
        lines=("inbound",),
        team="一组",
        agent="A001",
        rule="OPEN-GREETING",
        text="<b>",
        retired=True,
    )


def test_what_cannot_be_read_is_named_and_counts_for_nothing() -> None:
    query = {
        "category": ["x"],
        "quality": ["ugly"],
        "text": ["a\0b"],
        "team": ["长" * 201],
        "line": [""],
    }
    found, wrong = filter_of(query)
    assert sorted(wrong) == ["category", "quality", "team", "text"]
    assert found == CaseFilter()


@given(
    st.dictionaries(
        st.sampled_from(["category", "quality", "tag", "text", "line"]),
        st.lists(st.text(), max_size=3),
    )
)
def test_no_address_is_too_odd(query: dict[str, list[str]]) -> None:
    found, wrong = filter_of(query)
    assert set(wrong) <= set(query)
    assert all(tag.isprintable() for tag in found.tags)


@given(st.text())
def test_a_key_is_a_number_that_databases_know(written: str) -> None:
    key = key_of(written)
    assert key is None or (0 <= key < 2**63 and str(key) == (written.lstrip("0") or "0"))
