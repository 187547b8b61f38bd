"""Whose words are compared with whose."""

from dataclasses import replace

import pytest
from hand_made import call, turn

from bench.accuracy import _ours, _plain, roles_exchanged
from bench.calls import Said, Sample, Truth
from qa.call import AudioCondition, Role, Transcript, Turn

AGENT, CUSTOMER, UNKNOWN = Role.AGENT, Role.CUSTOMER, Role.UNKNOWN
STEREO = AudioCondition(channels=2, sample_rate_hz=8000)


@pytest.fixture
def sample() -> Sample:
    truth = Truth(
        duration_s=10,
        roles_known=True,
        channels_swapped=False,
        turns=(
            Said(0, "agent", "您好"),
            Said(2, "customer", "我要销户"),
            Said(4, "agent", "好的"),
        ),
        silences=(),
        overtalk=(),
        verdicts={},
    )
    return Sample(replace(call(), agent_channel=0), truth)


def transcript(*turns: Turn, condition: AudioCondition = STEREO) -> Transcript:
    return Transcript(
        duration_s=10,
        turns=turns,
        speech={each.role: (each.span,) for each in turns},
        condition=condition,
        recogniser="by hand",
        audio_sha256="0" * 64,
    )


def test_each_party_is_compared_with_itself(sample):
    heard = transcript(
        turn(0, 1, AGENT, "您好"), turn(2, 3, CUSTOMER, "我要消户"), turn(4, 5, AGENT, "好的")
    )
    errors = _ours(sample, heard)
    assert errors.characters.edits == 1
    assert errors.characters.units == len("您好我要销户好的")
    assert errors.syllables.edits == 0


def test_exchanged_roles_are_no_error_of_words(sample):
    mistaken = replace(STEREO, swapped_channels=True)
    turns = [turn(0, 1, CUSTOMER, "您好"), turn(2, 3, AGENT, "我要销户")]
    turns.append(turn(4, 5, CUSTOMER, "好的"))
    heard = transcript(*turns, condition=mistaken)
    assert roles_exchanged(sample, heard)
    assert _ours(sample, heard).characters.edits == 0


def test_a_swap_that_is_true_is_no_exchange(sample):
    swapped = Sample(sample.call, replace(sample.truth, channels_swapped=True))
    found = transcript(turn(0, 1, AGENT, "您好"), condition=replace(STEREO, swapped_channels=True))
    overlooked = transcript(turn(0, 1, CUSTOMER, "您好"))
    assert not roles_exchanged(swapped, found)
    assert roles_exchanged(swapped, overlooked)


def test_words_of_one_party_heard_from_the_other_are_errors(sample):
    heard = transcript(turn(0, 1, AGENT, "您好我要销户好的"))
    assert _ours(sample, heard).characters.edits == 8


def test_mono_is_compared_in_order_of_time(sample):
    mono = Sample(sample.call, replace(sample.truth, roles_known=False))
    heard = transcript(turn(0, 5, UNKNOWN, "您好我要销户好的"))
    assert _ours(mono, heard).characters.edits == 0
    assert _plain(mono, [["您好", "我要销户好的"], ["您好", "我要销户好的"]]).characters.edits == 0


def test_plain_is_given_the_true_roles(sample):
    channels = [["您好", "好的"], ["我要销户"]]
    swapped = Sample(sample.call, replace(sample.truth, channels_swapped=True))
    assert _plain(sample, channels).characters.edits == 0
    assert _plain(swapped, channels[::-1]).characters.edits == 0
    assert _plain(swapped, channels).characters.edits > 0
