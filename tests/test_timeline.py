"""The algebra of spans, against a brute-force model on a grid."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.timeline import Span, gaps, intersection, total, union

GRID = 40
ticks = st.integers(0, GRID)
spans = st.builds(lambda a, b: Span(float(min(a, b)), float(max(a, b))), ticks, ticks)
span_lists = st.lists(spans, max_size=8)
WHOLE = Span(0.0, float(GRID))


def cells(some):
    """The unit cells that spans cover: what a span list means, told by brute force."""
    return {i for i in range(GRID) if any(s.start <= i and i + 1 <= s.end for s in some)}


def ordered_and_disjoint(some):
    return all(some) and all(a.end < b.start for a, b in pairwise(some))


def test_a_span_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end before it starts"):
        Span(2.0, 1.0)


def test_an_empty_span_is_falsy():
    assert not Span(1.0, 1.0)
    assert Span(1.0, 1.5)


def test_spans_that_only_touch_do_not_overlap_but_unite():
    left, right = Span(0.0, 1.0), Span(1.0, 2.0)
    assert not left.overlaps(right)
    assert union([left, right]) == (Span(0.0, 2.0),)


def test_union_bridges_gaps_up_to_the_bridge():
    pair = [Span(0.0, 1.0), Span(1.5, 2.0)]
    assert union(pair, bridge=0.5) == (Span(0.0, 2.0),)
    assert union(pair, bridge=0.4) == tuple(pair)


@given(span_lists)
def test_union_covers_the_same_time_and_is_ordered_and_disjoint(some):
    assert cells(union(some)) == cells(some)
    assert ordered_and_disjoint(union(some))


@given(span_lists)
def test_union_is_idempotent_and_ignores_order(some):
    assert union(union(some)) == union(some) == union(reversed(some))


@given(span_lists, span_lists)
def test_intersection_covers_what_both_cover(left, right):
    assert cells(intersection(left, right)) == cells(left) & cells(right)
    assert ordered_and_disjoint(intersection(left, right))
    assert intersection(left, right) == intersection(right, left)


@given(span_lists)
def test_gaps_and_spans_fill_the_whole(some):
    quiet = gaps(some, WHOLE)
    assert cells(quiet) == cells([WHOLE]) - cells(some)
    assert ordered_and_disjoint(quiet)
    assert total(quiet) + total(some) == WHOLE.duration


@given(span_lists, spans)
def test_gaps_stay_within_any_window(some, window):
    assert cells(gaps(some, window)) == cells([window]) - cells(some)


@given(span_lists, span_lists)
def test_inclusion_and_exclusion(left, right):
    both = total(intersection(left, right))
    assert total([*left, *right]) == total(left) + total(right) - both


@given(spans, spans)
def test_meeting_agrees_with_overlaps(left, right):
    assert bool(left & right) == (left.overlaps(right) and bool(left) and bool(right))
    assert cells([left & right]) == cells([left]) & cells([right])


@given(span_lists, span_lists, ticks)
def test_shifting_everything_shifts_every_result(left, right, by):
    moved = [s.shift(by) for s in left], [s.shift(by) for s in right]
    assert union(moved[0]) == tuple(s.shift(by) for s in union(left))
    assert intersection(*moved) == tuple(s.shift(by) for s in intersection(left, right))
    assert gaps(moved[0], WHOLE.shift(by)) == tuple(s.shift(by) for s in gaps(left, WHOLE))
