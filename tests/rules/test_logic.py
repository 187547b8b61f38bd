"""Three-valued logic keeps its laws, for truth and for evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rules.logic import MAX_EVIDENCE, Finding, Truth, all_of, any_of, false, true, unknown
from qa.rules.verdict import Evidence

findings = st.builds(
    Finding,
    st.sampled_from(Truth),
    st.lists(st.text("甲乙丙", min_size=1, max_size=2).map(Evidence), max_size=3).map(tuple),
    st.floats(0, 1),
)
several = st.lists(findings, min_size=1, max_size=5)


@given(several)
def test_de_morgan(parts: list[Finding]) -> None:
    assert ~all_of(parts) == any_of([~part for part in parts])
    assert ~any_of(parts) == all_of([~part for part in parts])


@given(findings)
def test_not_undoes_itself_and_keeps_the_evidence(part: Finding) -> None:
    assert ~~part == part
    assert (~part).evidence == part.evidence


@given(several)
def test_the_order_of_parts_does_not_matter(parts: list[Finding]) -> None:
    assert all_of(parts).truth == all_of(parts[::-1]).truth
    assert any_of(parts).confidence == any_of(parts[::-1]).confidence


@given(several, findings)
def test_one_more_part_can_only_narrow_all_and_widen_any(
    parts: list[Finding], more: Finding
) -> None:
    rank = {Truth.FALSE: 0, Truth.UNKNOWN: 1, Truth.TRUE: 2}
    assert rank[all_of([*parts, more]).truth] <= rank[all_of(parts).truth]
    assert rank[any_of([*parts, more]).truth] >= rank[any_of(parts).truth]


@pytest.mark.parametrize(
    ("parts", "every", "some"),
    [
        ([true(), unknown()], Truth.UNKNOWN, Truth.TRUE),
        ([false(), unknown()], Truth.FALSE, Truth.UNKNOWN),
        ([true(), false()], Truth.FALSE, Truth.TRUE),
        ([unknown()], Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_what_is_unknown_matters_only_when_nothing_decides(
    parts: list[Finding], every: Truth, some: Truth
) -> None:
    assert all_of(parts).truth is every
    assert any_of(parts).truth is some


def test_evidence_is_that_of_the_parts_that_decide() -> None:
    yes, no = true(Evidence("有")), false(Evidence("无"))
    assert any_of([no, yes]).evidence == (Evidence("有"),)
    assert all_of([no, yes]).evidence == (Evidence("无"),)


def test_evidence_is_kept_short_and_said_once() -> None:
    many = [true(Evidence(f"第{number}")) for number in range(30)]
    assert len(all_of(many).evidence) == MAX_EVIDENCE
    assert all_of([many[0], many[0]]).evidence == (Evidence("第0"),)
