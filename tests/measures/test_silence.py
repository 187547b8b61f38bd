from dialogue import A, C, U, dialogue, turn, worded

from qa.call import AudioCondition
from qa.config.sections import MeasureOptions
from qa.measures.silence import silences
from qa.timeline import Span

OPTIONS = MeasureOptions()
MONO = AudioCondition(channels=1, sample_rate_hz=8000)


def found(*lines, duration_s, options=OPTIONS, **more):
    return [
        (s.span.start, s.span.end, s.announced)
        for s in silences(dialogue(*lines, duration_s=duration_s, **more), options)
    ]


def test_only_gaps_of_at_least_three_seconds_count():
    lines = (A, 0.0, 2.0, "您好"), (C, 4.9, 6.0, "你好"), (A, 9.0, 10.0, "请讲")
    assert found(*lines, duration_s=10.0) == [(6.0, 9.0, False)]


def test_rounding_does_not_lose_a_gap_of_exactly_three_seconds():
    grid = [(n * 0.02, (n + 150) * 0.02) for n in range(1, 1000)]
    end, start = next((end, start) for end, start in grid if start - end < 3.0)
    lines = (A, 0.0, end, "您好"), (C, start, start + 1.0, "你好")
    assert found(*lines, duration_s=start + 1.0) == [(end, start, False)]


def test_the_wait_before_the_first_word_and_the_tail_after_the_last_count():
    assert found((A, 5.0, 7.0, "您好"), duration_s=11.0) == [(0, 5.0, False), (7.0, 11.0, False)]


def test_a_call_without_any_speech_is_one_silence():
    assert found(duration_s=20.0) == [(0.0, 20.0, False)]
    assert found(duration_s=2.0) == []


def test_one_party_speaking_is_no_silence():
    lines = (A, 0.0, 10.0, "您好"), (C, 2.0, 3.0, "嗯")
    assert found(*lines, duration_s=10.0) == []


def test_the_configured_minimum_is_used():
    lines = (A, 0.0, 2.0, "您好"), (C, 6.0, 8.0, "你好")
    assert found(*lines, duration_s=8.0, options=MeasureOptions(silence_min_s=4.5)) == []


def test_a_request_to_wait_just_before_announces_the_silence():
    lines = (A, 0.0, 3.0, "好的，请您稍等"), (A, 13.0, 15.0, "让您久等了")
    assert found(*lines, duration_s=15.0) == [(3.0, 13.0, True)]


def test_the_customers_assent_may_come_between_request_and_silence():
    lines = (A, 0.0, 3.0, "好的，请您稍等"), (C, 3.2, 3.6, "好的"), (A, 13.0, 15.0, "您好")
    assert found(*lines, duration_s=15.0) == [(3.6, 13.0, True)]


def test_a_request_long_before_the_silence_does_not_announce_it():
    lines = (
        (A, 0.0, 2.0, "请您稍等"),
        (A, 2.5, 12.0, "您的账户余额是三千五百元"),
        (C, 17.0, 18.0, "喂"),
    )
    assert found(*lines, duration_s=18.0) == [(12.0, 17.0, False)]


def test_the_window_is_counted_from_the_end_of_the_request():
    lines = (
        (A, 0.0, 1.0, "请您稍等"),
        (C, 1.0, 6.5, "哎呀你们怎么每次都要等这么久"),
        (A, 12.0, 13.0, "您好"),
    )
    assert found(*lines, duration_s=13.0) == [(6.5, 12.0, True)]
    narrow = MeasureOptions(announce_window_s=3.0)
    assert found(*lines, duration_s=13.0, options=narrow) == [(6.5, 12.0, False)]


def test_a_request_in_the_middle_of_a_long_turn_is_placed_by_its_words():
    early = worded(
        A, (0.0, 1.0, "请您稍等"), (1.0, 20.0, "这个产品的风险等级是中高风险适合稳健型客户")
    )
    late = worded(
        A, (0.0, 19.0, "这个产品的风险等级是中高风险适合稳健型客户"), (19.0, 20.0, "请您稍等")
    )
    assert found(early, duration_s=30.0) == [(20.0, 30.0, False)]
    assert found(late, duration_s=30.0) == [(20.0, 30.0, True)]


def test_word_times_that_run_late_still_announce():
    late = worded(A, (0.5, 1.2, "好的"), (2.9, 3.4, "稍等"))
    voices = (A, 0.5, 3.1), (A, 10.0, 11.0)
    assert found(late, duration_s=11.0, voices=voices) == [(3.1, 10.0, True)]


def test_a_request_by_the_customer_announces_nothing():
    lines = (A, 0.0, 2.0, "请问您的证件号"), (C, 2.2, 3.0, "你稍等一下"), (C, 13.0, 15.0, "找到了")
    assert found(*lines, duration_s=15.0) == [(3.0, 13.0, False)]


def test_words_after_the_silence_do_not_announce_it():
    lines = (A, 0.0, 2.0, "您好"), (A, 10.0, 12.0, "请稍等")
    assert found(*lines, duration_s=12.0) == [(2.0, 10.0, False)]


def test_with_unknown_roles_anybody_may_announce():
    lines = (U, 0.0, 2.0, "请稍等"), (U, 10.0, 12.0, "久等了")
    assert found(*lines, duration_s=12.0, condition=MONO) == [(2.0, 10.0, True)]


def test_an_announcement_holds_over_a_cough_and_a_bare_assent():
    lines = (
        (A, 0.0, 2.0, "请稍等"),
        (C, 14.0, 14.5, "嗯"),
        (A, 26.0, 26.8, ""),
        (A, 40.0, 42.0, "让您久等了"),
    )
    assert [announced for *_, announced in found(*lines, duration_s=42.0)] == [True] * 3


def test_an_announcement_ends_when_the_conversation_goes_on():
    lines = (
        (A, 0.0, 2.0, "请稍等"),
        (C, 14.0, 14.9, "还要多久"),
        (A, 26.0, 28.0, "让您久等了"),
    )
    assert found(*lines, duration_s=28.0) == [(2.0, 14.0, True), (14.9, 26.0, False)]


def test_voice_beyond_the_recordings_end_is_cut_off():
    call = dialogue(
        turn(A, 0.0, 2.0, "您好"), duration_s=5.5, voices=[(A, 0.0, 2.0), (C, 5.4, 9.0)]
    )
    assert [s.span for s in silences(call, OPTIONS)] == [Span(2.0, 5.4)]
