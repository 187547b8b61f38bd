"""The notation of cases: turns, silences, options."""

import pytest
from calls import GOOD, MONO

from qa.call import Acoustics, Role
from qa.rules.case_notation import PAUSE_S, parse_call


def test_turns_follow_each_other_at_an_ordinary_rate() -> None:
    transcript = parse_call("坐席: 您好,请讲\n\ncustomer: 你好", GOOD)
    agent, customer = transcript.turns
    assert (agent.role, customer.role) == (Role.AGENT, Role.CUSTOMER)
    assert (agent.start, agent.end) == (0, 1)
    assert customer.start == pytest.approx(1 + PAUSE_S)
    assert transcript.duration_s == pytest.approx(customer.end)
    assert transcript.speech[Role.AGENT] == (agent.span,)


def test_silences_and_options() -> None:
    notation = "坐席 (语速 480, 把握 0.3): 您好请讲\n静音 12\n客户(重叠 0.2,时长 2):~"
    agent, customer = parse_call(notation, GOOD).turns
    assert agent.end == pytest.approx(0.5)
    assert agent.confidence == pytest.approx(0.3)
    assert customer.text == ""
    assert customer.end - customer.start == pytest.approx(2)
    assert parse_call("坐席: 好\nsilence 12\n坐席: 好", GOOD).turns[1].start == pytest.approx(12.25)


def test_how_a_turn_sounds() -> None:
    agent, customer = parse_call("坐席 (音量 -25.5, 音高 210, 语速 300): 您好\n客户: ~", GOOD).turns
    assert agent.acoustics == Acoustics(level_dbfs=-25.5, pitch_hz=210, rate_cpm=300)
    assert customer.acoustics == Acoustics()


def test_silences_at_both_ends_last_as_long_as_written() -> None:
    transcript = parse_call("静音 5\n坐席: 您好请讲\n静音 7", GOOD)
    assert transcript.turns[0].start == pytest.approx(5)
    assert transcript.duration_s - transcript.turns[0].end == pytest.approx(7)


def test_a_word_thrown_in_does_not_delay_the_next_turn() -> None:
    customer, _, agent = parse_call(
        "客户 (时长 5): 你好\n坐席 (重叠 2): 嗯\n坐席: 您好", GOOD
    ).turns
    assert agent.start == pytest.approx(customer.end + PAUSE_S)


def test_an_overlapping_turn_starts_before_the_other_ends() -> None:
    agent, customer = parse_call("坐席: 您好请讲您好请讲\n客户 (重叠 1): 等一下", GOOD).turns
    assert customer.start == pytest.approx(agent.end - 1)


def test_a_mono_call_has_no_roles() -> None:
    assert {turn.role for turn in parse_call("坐席: 您好\n客户: 你好", MONO).turns} == {
        Role.UNKNOWN
    }


@pytest.mark.parametrize(
    "line",
    [
        "您好",
        "老板: 您好",
        "静音",
        "静音 999999999",
        "坐席 (语速 快): 您好",
        "坐席 (语速 0): 您好",
        "坐席 (时长 -1): 您好",
        "坐席 (重叠 inf): 您好",
        "坐席 (音高 nan): 您好",
        "坐席 (把握 7): 您好",
        "坐席 (响 3): 好",
    ],
)
def test_anything_else_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 of the call"):
        parse_call(f"坐席: 好\n{line}", GOOD)
