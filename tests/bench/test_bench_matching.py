"""Precision, recall, F1 and the pairing of spans."""

from hypothesis import given
from hypothesis import strategies as st

from bench.matching import Hits, match_spans
from qa.timeline import Span

times = st.integers(0, 500).map(lambda tenths: tenths / 10)
spans = st.builds(lambda start, length: Span(start, start + length), times, times)


def test_rates_and_their_absence():
    hits = Hits(right=3, wrong=1, missed=2)
    assert (hits.precision, hits.recall, hits.f1) == (0.75, 0.6, 6 / 9)
    assert Hits(missed=1).precision is None
    assert Hits(wrong=1).recall is None
    assert Hits(wrong=1).f1 == 0
    assert Hits().f1 is None


def test_both_ends_must_be_near():
    truth = [Span(10, 14)]
    assert match_spans(truth, [Span(10.3, 13.7)], 0.3).hits == Hits(1, 0, 0)
    assert match_spans(truth, [Span(10.31, 14)], 0.3).hits == Hits(0, 1, 1)
    assert match_spans(truth, [Span(10, 14.31)], 0.3).hits == Hits(0, 1, 1)


def test_a_span_is_paired_only_once():
    twice = [Span(1, 5), Span(1.1, 5.1)]
    assert match_spans([Span(1, 5)], twice, 0.3).hits == Hits(1, 1, 0)
    assert match_spans(twice, [Span(1, 5)], 0.3).hits == Hits(1, 0, 1)


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_every_span_is_accounted_for(truth, found):
    hits = match_spans(truth, found, 0.3).hits
    assert hits.right + hits.missed == len(truth)
    assert hits.right + hits.wrong == len(found)


@given(st.lists(spans, max_size=8))
def test_a_perfect_answer_has_nothing_wrong(truth):
    assert match_spans(truth, truth, 0.0).hits == Hits(len(truth), 0, 0)
