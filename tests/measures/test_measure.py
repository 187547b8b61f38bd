from dataclasses import replace

import pytest
from dialogue import A, C, U, dialogue, turn

from qa.call import Acoustics, AudioCondition, Role
from qa.config.sections import MeasureOptions
from qa.measures import measure

OPTIONS = MeasureOptions()


def metrics(*lines, duration_s=60.0, **more):
    return measure(dialogue(*lines, duration_s=duration_s, **more), OPTIONS).metrics


def test_talk_and_its_shares():
    got = metrics((A, 0.0, 6.0, "您好"), (C, 5.0, 7.0, "你好啊"))
    assert (got.agent_talk_s, got.customer_talk_s, got.overtalk_s) == (6.0, 2.0, 1.0)
    assert (got.agent_talk_share, got.customer_talk_share) == (0.75, 0.25)


def test_nobody_speaks():
    got = measure(dialogue(duration_s=10.0), OPTIONS)
    assert got.last_speaker is None
    assert (got.metrics.agent_talk_s, got.metrics.silence_s) == (0.0, 10.0)
    assert got.metrics.agent_talk_share is None
    assert got.metrics.first_response_s is None
    assert got.metrics.agent_speech_rate_cpm is None
    assert got.metrics.mean_confidence is None
    assert got.metrics.longest_monologue_s == 0.0


def test_silence_and_its_longest():
    got = metrics((A, 4.0, 6.0, "您好"), (C, 12.0, 13.0, "你好"), duration_s=14.0)
    assert (got.silence_s, got.longest_silence_s) == (10.0, 6.0)


def test_first_response_is_the_agents_first_sound():
    assert metrics((C, 0.5, 1.0, "喂"), (A, 2.5, 4.0, "您好")).first_response_s == 2.5


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ([(A, 0.0, 9.0, "再见"), (C, 4.0, 5.0, "好")], A),
        ([(A, 0.0, 2.0, "您好"), (C, 4.0, 5.0, "好")], C),
        ([(A, 0.0, 5.0, "您好"), (C, 4.0, 5.0, "好")], C),
        ([(A, 4.0, 5.0, "您好"), (C, 4.0, 5.0, "好")], Role.UNKNOWN),
        ([(C, 4.0, 5.0, "好")], C),
    ],
)
def test_who_spoke_last(lines, last):
    assert measure(dialogue(*lines, duration_s=10.0), OPTIONS).last_speaker is last


def test_speech_rate_counts_characters_over_the_speaking_time():
    lines = (A, 0.0, 4.0, "您好，工号1024为您服务。"), (A, 10.0, 12.0, "再见！")
    voices = [(A, 0.0, 3.0), (A, 10.0, 11.0)]
    assert metrics(*lines, voices=voices).agent_speech_rate_cpm == pytest.approx(14 * 60 / 4)


def test_turns_whose_words_were_lost_do_not_slow_the_speech_rate():
    lines = (A, 0.0, 4.0, "您好，工号1024为您服务。"), (A, 10.0, 20.0, "")
    assert metrics(*lines).agent_speech_rate_cpm == pytest.approx(12 * 60 / 4)
    assert metrics((A, 10.0, 20.0, "")).agent_speech_rate_cpm is None


def test_a_monologue_runs_on_over_backchannels_and_short_pauses():
    got = metrics(
        (A, 0.0, 10.0, "我给您介绍一下"),
        (C, 8.0, 8.6, "嗯"),
        (A, 12.0, 20.0, "这个产品"),
        (C, 20.5, 21.5, "哦好的"),
        (A, 22.0, 30.0, "风险等级是中高"),
    )
    assert got.longest_monologue_s == 30.0


def test_a_monologue_ends_with_a_reply_or_a_long_pause():
    got = metrics(
        (A, 0.0, 10.0, "我给您介绍一下"),
        (C, 10.5, 11.5, "多少钱"),
        (A, 12.0, 20.0, "这个产品"),
        (A, 23.0, 30.0, "风险等级是中高"),
    )
    assert got.longest_monologue_s == 10.0


def test_a_reply_into_running_speech_cuts_the_monologue():
    got = metrics((A, 0.0, 10.0, "我给您介绍一下"), (C, 6.0, 7.0, "我不需要"))
    assert got.longest_monologue_s == 6.0


def test_levels_are_averaged_as_power_over_time():
    loud = replace(turn(A, 0.0, 1.0, "您好"), acoustics=Acoustics(level_dbfs=-10.0))
    soft = replace(turn(A, 2.0, 3.0, "您好"), acoustics=Acoustics(level_dbfs=-40.0))
    unheard = turn(A, 4.0, 9.0, "您好")
    got = metrics(loud, soft, unheard)
    assert got.agent_level_dbfs == pytest.approx(-13.006, abs=0.001)
    assert got.customer_level_dbfs is None


def test_confidence_is_weighted_by_length():
    got = metrics(turn(A, 0.0, 3.0, "您好", 0.8), turn(C, 3.0, 4.0, "嗯", 0.4))
    assert got.mean_confidence == pytest.approx(0.7)


@pytest.mark.parametrize(
    "condition",
    [
        AudioCondition(channels=1, sample_rate_hz=8000),
        AudioCondition(channels=2, sample_rate_hz=8000, identical_channels=True),
        AudioCondition(channels=2, sample_rate_hz=8000),
    ],
    ids=["mono", "identical", "no agent channel"],
)
def test_with_unknown_roles_only_what_needs_no_role_is_measured(condition):
    call = dialogue(
        (U, 0.0, 4.0, "您好请讲"), (U, 9.0, 10.0, "你好"), duration_s=10.0, condition=condition
    )
    got = measure(call, OPTIONS)
    assert got.overtalk == ()
    assert got.last_speaker is U
    assert (got.metrics.silence_s, got.metrics.mean_confidence) == (5.0, pytest.approx(0.9))
    measured = {"silence_s", "longest_silence_s", "mean_confidence"}
    for name in got.metrics.__slots__:
        assert (getattr(got.metrics, name) is None) == (name not in measured), name
