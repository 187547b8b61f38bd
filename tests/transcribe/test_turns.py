"""A turn lasts until the other speaks in a pause, or the pause is long."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.call import Role, Turn, Word
from qa.timeline import Span
from qa.transcribe.hearing import Heard
from qa.transcribe.turns import build_turns, mean_confidence

STEREO = (Role.AGENT, Role.CUSTOMER)
AGENT, CUSTOMER = 0, 1
PAUSE_S = 3.0


def heard(channel: int, start: float, end: float, text: str = "") -> Heard:
    step = (end - start) / max(1, len(text))
    words = tuple(
        Word(start + i * step, start + (i + 1) * step, c, 0.8) for i, c in enumerate(text)
    )
    return Heard(channel, Span(start, end), words)


def turns(*pieces: Heard, roles: Sequence[Role] = STEREO) -> list[tuple[Role, str]]:
    return [(turn.role, turn.text) for turn in built(*pieces, roles=roles)]


def built(*pieces: Heard, roles: Sequence[Role] = STEREO) -> tuple[Turn, ...]:
    return build_turns(pieces, roles, PAUSE_S, tuple)


def test_pieces_run_on_over_a_short_pause() -> None:
    (turn,) = built(heard(AGENT, 1, 2, "您好,"), heard(AGENT, 2.5, 4, "请讲"))
    assert turn.text == "您好,请讲"
    assert turn.span == Span(1, 4)


def test_a_pause_of_the_limit_splits_and_a_shorter_one_does_not() -> None:
    assert len(built(heard(AGENT, 0, 1, "稍等"), heard(AGENT, 1 + PAUSE_S, 5, "好了"))) == 2
    assert len(built(heard(AGENT, 0, 1, "稍等"), heard(AGENT, 0.99 + PAUSE_S, 5, "好了"))) == 1


def test_the_other_speaking_in_the_pause_splits() -> None:
    assert turns(
        heard(AGENT, 0, 2, "请问"), heard(CUSTOMER, 2.2, 2.8, "嗯"), heard(AGENT, 3, 4, "您贵姓")
    ) == [(Role.AGENT, "请问"), (Role.CUSTOMER, "嗯"), (Role.AGENT, "您贵姓")]


def test_a_backchannel_while_the_other_speaks_does_not_split() -> None:
    assert turns(
        heard(AGENT, 0, 3, "您的申请"),
        heard(CUSTOMER, 2.0, 2.5, "嗯"),
        heard(AGENT, 3.5, 5, "已经通过"),
    ) == [(Role.AGENT, "您的申请已经通过"), (Role.CUSTOMER, "嗯")]


def test_a_backchannel_that_outlasts_the_others_piece_splits_where_it_fills_the_pause() -> None:
    assert turns(
        heard(AGENT, 0, 3, "您好"), heard(CUSTOMER, 2.8, 3.3, "对"), heard(AGENT, 3.5, 5, "好的")
    ) == [(Role.AGENT, "您好"), (Role.CUSTOMER, "对"), (Role.AGENT, "好的")]


def test_a_voice_without_words_is_a_turn_with_empty_text() -> None:
    agent, customer = built(heard(AGENT, 0, 2, "您是自愿开户的吗"), heard(CUSTOMER, 2.5, 2.9))
    assert (customer.text, customer.raw_text, customer.words) == ("", "", ())
    assert customer.span == Span(2.5, 2.9)
    assert customer.confidence == 0.0
    assert agent.confidence == pytest.approx(0.8)


def test_turns_are_spelled_as_a_whole_and_keep_what_was_heard() -> None:
    def shout(words: Sequence[Word]) -> tuple[Word, ...]:
        joined = "".join(word.text for word in words).upper()
        return (Word(words[0].start, words[-1].end, joined, 0.1),)

    pieces = [heard(AGENT, 0, 1, "ab"), heard(AGENT, 1.2, 2, " cd")]
    (turn,) = build_turns(pieces, STEREO, PAUSE_S, shout)
    assert (turn.text, turn.raw_text) == ("AB CD", "ab cd")
    assert turn.confidence == pytest.approx(0.8)


def test_mono_turns_are_of_unknown_role_and_trusted_less() -> None:
    (turn,) = built(heard(0, 0, 2, "您好"), roles=(Role.UNKNOWN,))
    assert turn.role is Role.UNKNOWN
    assert 0 < turn.confidence < 0.8


def test_two_channels_stay_apart_also_where_roles_are_unknown() -> None:
    unknown = (Role.UNKNOWN, Role.UNKNOWN)
    pieces = (
        heard(0, 0, 2, "您好"),
        heard(1, 1.5, 3, "我想问"),
        heard(0, 3.2, 4, "请讲"),
    )
    found = turns(*pieces, roles=unknown)
    assert [text for _, text in found] == ["您好", "我想问", "请讲"]


def test_nothing_heard_makes_no_turn() -> None:
    assert built() == ()


def test_longer_words_weigh_more_in_the_confidence() -> None:
    assert mean_confidence([Word(0, 1, "一二三", 0.9), Word(1, 2, "四", 0.5)]) == pytest.approx(0.8)
    assert mean_confidence([]) == 0.0


@st.composite
def conversations(draw: st.DrawFn) -> list[Heard]:
    pieces: list[Heard] = []
    for channel in (AGENT, CUSTOMER):
        at = 0.0
        for pause, duration in draw(
            st.lists(st.tuples(st.floats(0.31, 6), st.floats(0.12, 9)), max_size=6)
        ):
            text = draw(st.sampled_from(["", "好", "请稍等一下"]))
            pieces.append(heard(channel, at + pause, at + pause + duration, text))
            at += pause + duration
    return sorted(pieces, key=lambda piece: (piece.speech, piece.channel))


@given(conversations())
def test_turns_hold_every_word_once_in_order(pieces: list[Heard]) -> None:
    found = built(*pieces)
    for channel, role in enumerate(STEREO):
        said = [word for piece in pieces if piece.channel == channel for word in piece.words]
        assert [word for turn in found if turn.role is role for word in turn.words] == said


@given(conversations())
def test_turns_are_ordered_and_those_of_a_role_apart(pieces: list[Heard]) -> None:
    found = built(*pieces)
    assert [turn.start for turn in found] == sorted(turn.start for turn in found)
    for role in STEREO:
        own = [turn for turn in found if turn.role is role]
        assert all(left.end <= right.start for left, right in pairwise(own))


@given(conversations())
def test_every_split_has_a_reason(pieces: list[Heard]) -> None:
    found = built(*pieces)
    for channel, role in enumerate(STEREO):
        others = [piece.speech for piece in pieces if piece.channel != channel]
        for left, right in pairwise([turn for turn in found if turn.role is role]):
            pause = Span(left.end, right.start)
            assert pause.duration >= PAUSE_S or any(pause.overlaps(other) for other in others)
