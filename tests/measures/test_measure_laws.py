"""Laws that hold for every call. Times are multiples of 1/16 s, so floats are exact."""

from dataclasses import replace
from itertools import pairwise

import pytest
from dialogue import A, C, dialogue
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.call import Role
from qa.config.sections import MeasureOptions
from qa.measures import measure
from qa.timeline import Span, intersection, total, union

OPTIONS = MeasureOptions()
DURATION_S = 60.0
TEXTS = [
    "您好请讲",
    "嗯",
    "请您稍等一下",
    "让您久等了",
    "不是这样的",
    "",
    "我帮您查一下",
    "好的好的",
]
sixteenths = st.integers(0, int(DURATION_S * 16)).map(lambda n: n / 16)
lines = st.tuples(st.sampled_from([A, C]), sixteenths, sixteenths, st.sampled_from(TEXTS)).map(
    lambda line: (line[0], min(line[1:3]), max(line[1:3]), line[3])
)
conversations = st.lists(lines, max_size=10)


def spoken(call):
    return union(span for spans in call.speech.values() for span in spans)


def swapped(role):
    return {A: C, C: A}.get(role, role)


@given(conversations)
def test_silences_and_overtalk_are_ordered_disjoint_and_inside_the_call(said):
    got = measure(dialogue(*said, duration_s=DURATION_S), OPTIONS)
    for found in (got.silences, got.overtalk):
        spans = [each.span for each in found]
        assert all(spans)
        assert all(a.end < b.start for a, b in pairwise(spans))
        assert all(s.start >= 0 and s.end <= DURATION_S for s in spans)


@given(conversations)
def test_speech_and_every_silence_fill_the_call(said):
    call = dialogue(*said, duration_s=DURATION_S)
    got = measure(call, OPTIONS.model_copy(update={"silence_min_s": 1e-9}))
    assert total(spoken(call)) + got.metrics.silence_s == DURATION_S


@given(conversations)
def test_nobody_speaks_in_a_silence_and_both_meet_in_an_overtalk(said):
    call = dialogue(*said, duration_s=DURATION_S)
    got = measure(call, OPTIONS)
    assert not intersection(spoken(call), [each.span for each in got.silences])
    both = intersection(call.speech[A], call.speech[C])
    for each in got.overtalk:
        assert intersection(both, [each.span])[0].start == each.span.start


@given(conversations)
def test_shares_sum_to_one_and_talk_less_overlap_to_the_speech_time(said):
    call = dialogue(*said, duration_s=DURATION_S)
    metrics = measure(call, OPTIONS).metrics
    overlap_s = total(intersection(call.speech[A], call.speech[C]))
    assert metrics.agent_talk_s + metrics.customer_talk_s - overlap_s == total(spoken(call))
    if spoken(call):
        assert metrics.agent_talk_share + metrics.customer_talk_share == pytest.approx(1)


@given(conversations, sixteenths)
def test_shifting_a_call_shifts_every_span(said, by):
    call = dialogue(*said, duration_s=DURATION_S)
    assume(spoken(call))
    first = spoken(call)[0].start
    still = measure(call, OPTIONS)
    later = [(role, start + by, end + by, text) for role, start, end, text in said]
    moved = measure(dialogue(*later, duration_s=DURATION_S + by), OPTIONS)
    assert moved.overtalk == tuple(replace(o, span=o.span.shift(by)) for o in still.overtalk)
    assert [s for s in moved.silences if s.span.start > first + by] == [
        replace(s, span=s.span.shift(by)) for s in still.silences if s.span.start > first
    ]


@given(conversations)
def test_swapping_the_channels_swaps_the_parties(said):
    one = measure(dialogue(*said, duration_s=DURATION_S), OPTIONS)
    exchanged = [(swapped(role), start, end, text) for role, start, end, text in said]
    other = measure(dialogue(*exchanged, duration_s=DURATION_S), OPTIONS)
    assert other.overtalk == tuple(
        replace(each, initiator=swapped(each.initiator)) for each in one.overtalk
    )
    assert [s.span for s in other.silences] == [s.span for s in one.silences]
    mine, yours = one.metrics, other.metrics
    assert mine.interruptions_by_agent == yours.interruptions_by_customer
    assert (mine.agent_talk_s, mine.customer_talk_s) == (yours.customer_talk_s, yours.agent_talk_s)
    assert mine.agent_speech_rate_cpm == yours.customer_speech_rate_cpm
    assert mine.longest_monologue_s == yours.longest_monologue_s
    assert swapped(one.last_speaker) == other.last_speaker


@given(conversations)
def test_an_interruption_has_an_initiator_and_outlasts_the_grace(said):
    for each in measure(dialogue(*said, duration_s=DURATION_S), OPTIONS).overtalk:
        if each.interruption:
            assert each.initiator is not Role.UNKNOWN
            assert each.span.duration > OPTIONS.interruption_grace_s


@given(conversations)
def test_a_monologue_is_no_longer_than_the_call_and_no_shorter_than_lone_speech(said):
    alone = [line for line in said if line[0] is A]
    metrics = measure(dialogue(*alone, duration_s=DURATION_S), OPTIONS).metrics
    longest = max((s.duration for s in dialogue(*alone, duration_s=1.0).speech[A]), default=0.0)
    assert longest <= metrics.longest_monologue_s <= DURATION_S


@given(conversations)
def test_a_longer_minimum_keeps_just_the_longer_silences(said):
    call = dialogue(*said, duration_s=DURATION_S)
    loose = measure(call, OPTIONS).silences
    tight = measure(call, OPTIONS.model_copy(update={"silence_min_s": 8.0})).silences
    assert [s.span for s in tight] == [s.span for s in loose if s.span.duration >= 8.0]


def test_spans_of_zero_length_do_no_harm():
    call = dialogue((A, 3.0, 3.0, "嗯"), duration_s=4.0)
    assert [s.span for s in measure(call, OPTIONS).silences] == [Span(0.0, 4.0)]
