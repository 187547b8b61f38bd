import pytest
from dialogue import A, C, dialogue, worded

from qa.call import Role
from qa.config.sections import MeasureOptions
from qa.measures import measure

LONG = "我昨天转进来的那笔钱为什么到现在还没有到账"


def found(*lines, duration_s=30.0, options=None, **more):
    call = dialogue(*lines, duration_s=duration_s, **more)
    measures = measure(call, options or MeasureOptions())
    return [(o.span.start, o.span.end, o.initiator, o.interruption) for o in measures.overtalk]


def test_who_starts_second_and_cuts_in_interrupts():
    assert found((C, 0.0, 5.0, LONG), (A, 4.0, 8.0, "您先听我说完")) == [(4.0, 5.0, A, True)]
    assert found((A, 0.0, 5.0, LONG), (C, 4.0, 8.0, "你先听我说完")) == [(4.0, 5.0, C, True)]


def test_speaking_into_a_speech_that_goes_on_is_an_interruption_too():
    assert found((C, 0.0, 9.0, LONG), (A, 4.0, 5.5, "这个不归我们管")) == [(4.0, 5.5, A, True)]


def test_overlap_up_to_the_grace_is_none():
    assert found((C, 0.0, 5.0, LONG), (A, 4.5, 8.0, "您先听我说完")) == [(4.5, 5.0, A, False)]
    wide = MeasureOptions(interruption_grace_s=1.5)
    assert found((C, 0.0, 5.0, LONG), (A, 4.0, 8.0, "您先听我说"), options=wide)[0][3] is False


@pytest.mark.parametrize("said", ["嗯", "对对对", "好的好的", "是的，没错", "哦，明白了", "恩恩"])
def test_backchannels_never_interrupt(said):
    assert found((C, 0.0, 9.0, LONG), (A, 4.0, 5.2, said)) == [(4.0, 5.2, A, False)]


@pytest.mark.parametrize("said", ["不是", "不对不对", "您等等", "什么", "嗯但是这个不行"])
def test_short_words_with_content_do_interrupt(said):
    assert found((C, 0.0, 9.0, LONG), (A, 4.0, 5.2, said)) == [(4.0, 5.2, A, True)]


def test_a_short_voice_without_words_is_a_backchannel_a_long_one_is_not():
    assert found((C, 0.0, 9.0, LONG), (A, 4.0, 4.9, ""))[0][3] is False
    assert found((C, 0.0, 9.0, LONG), (A, 4.0, 6.0, ""))[0][3] is True


def test_a_backchannel_that_leads_into_the_own_turn_does_not_interrupt():
    answer = worded(A, (4.2, 4.5, "嗯"), (4.5, 4.8, "好的"), (5.1, 7.0, "那我帮您登记"))
    assert found((C, 0.0, 5.0, LONG), answer, voices=[(C, 0.0, 5.0), (A, 4.2, 7.0)]) == [
        (4.2, 5.0, A, False)
    ]


def test_word_times_may_be_off_by_three_tenths_of_a_second():
    early = worded(A, (3.75, 3.95, "嗯"))
    late = worded(A, (5.25, 5.45, "嗯嗯"))
    cut_in = worded(A, (3.75, 3.95, "不"), (3.95, 4.05, "是"))
    for words, interruption in ((early, False), (late, False), (cut_in, True)):
        heard = found((C, 0.0, 9.0, LONG), words, voices=[(C, 0.0, 9.0), (A, 4.0, 5.2)])
        assert heard == [(4.0, 5.2, A, interruption)]


def test_two_who_start_together_do_not_interrupt():
    assert found((C, 3.0, 6.0, LONG), (A, 3.4, 7.0, "请问还有什么需要")) == [(3.4, 6.0, A, False)]


def test_to_breathe_is_not_to_give_up_the_floor():
    voices = [(C, 0.0, 3.0), (C, 3.9, 7.0), (A, 4.5, 8.0)]
    lines = (C, 0.0, 7.0, LONG), (A, 4.5, 8.0, "您先听我说完")
    assert found(*lines, voices=voices) == [(4.5, 7.0, A, True)]


def test_starting_at_once_has_no_initiator():
    assert found((C, 3.0, 6.0, LONG), (A, 3.0, 6.0, "请问")) == [(3.0, 6.0, Role.UNKNOWN, False)]


def test_a_short_pause_inside_counts_the_stretch_once():
    voices = [(C, 0.0, 9.0), (A, 4.0, 5.0), (A, 5.4, 6.5)]
    lines = (C, 0.0, 9.0, LONG), (A, 4.0, 6.5, "不是您先听我说完")
    assert found(*lines, voices=voices) == [(4.0, 6.5, A, True)]


def test_resuming_after_a_short_pause_is_not_starting_second():
    voices = [(A, 0.0, 5.0), (A, 5.4, 9.0), (C, 5.2, 7.0)]
    lines = (A, 0.0, 9.0, LONG + LONG), (C, 5.2, 7.0, "你们怎么回事")
    assert found(*lines, voices=voices) == [(5.4, 7.0, C, True)]


def test_the_jitter_at_a_change_of_turns_is_no_overtalk():
    assert found((C, 0.0, 5.0, LONG), (A, 4.875, 8.0, "好的")) == []
    assert found((C, 0.0, 5.0, LONG), (A, 4.75, 8.0, "好的")) == [(4.75, 5.0, A, False)]


def test_interruptions_are_counted_per_party():
    call = dialogue(
        (C, 0.0, 5.0, LONG),
        (A, 4.0, 8.0, "您先听我说完"),
        (C, 7.0, 12.0, LONG),
        (A, 11.0, 15.0, "这个不是我们的问题"),
        (C, 14.0, 14.8, "嗯嗯"),
        duration_s=15.0,
    )
    metrics = measure(call, MeasureOptions()).metrics
    assert (metrics.interruptions_by_agent, metrics.interruptions_by_customer) == (2, 1)
    assert metrics.overtalk_s == pytest.approx(3.8)
