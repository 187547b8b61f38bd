"""Where conditions look, at the edges: turns without words, overlaps, mono, cut recordings."""

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from qa.rules.examples import Example
from qa.rules.logic import Truth
from qa.rules.position import Between

WAIT = {"wait": {"phrase": {"phrases": ["请稍等"], "role": "agent", "unknown_role": "counts"}}}


def truth(call: str, *recording: str, **operators: Mapping[str, object]) -> Truth:
    """Whether an operator holds in a call; anchors may name `wait`."""
    example = {"name": "", "call": call, "recording": recording, "holds": None}
    document = {**example, "condition": operators, "conditions": WAIT}
    context = {"conditions": WAIT}
    return Example.model_validate(document, context=context).finding().truth


def said(*phrases: str, **scope: object) -> Mapping[str, object]:
    return {"phrases": phrases, "role": "agent", **scope}


def after_wait(**window: object) -> Mapping[str, object]:
    return {"condition": "wait", "after": window}


@pytest.mark.parametrize(
    "bounds",
    [{"from_s": 0, "to_s": -5}, {"from_s": -5, "to_s": 30}, {"from_turn": 2, "to_turn": -1}],
)
def test_a_part_may_be_counted_from_both_ends(bounds: Mapping[str, float]) -> None:
    assert Between.model_validate(bounds).ends == ("start", "end")


@pytest.mark.parametrize(
    "bounds",
    [{"from_s": 3, "to_s": 0}, {"from_percent": 5, "to_percent": 0}, {"from_s": -1, "to_s": -5}],
)
def test_a_part_does_not_end_before_it_begins(bounds: Mapping[str, float]) -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        Between.model_validate(bounds)


@pytest.mark.parametrize("part", [{"first": {"turns": 1}}, {"between": {"to_turn": 1}}])
def test_a_voice_after_the_last_turn_that_counts_is_not_looked_at(
    part: Mapping[str, object],
) -> None:
    call = "坐席: 喂\n坐席 (时长 3): ~\n坐席: 您好"
    assert truth(call, phrase=said("您好", **part)) is Truth.FALSE
    assert truth(call, phrase=said("您好")) is Truth.TRUE


@pytest.mark.parametrize("role", ["customer", "any"])
def test_what_another_says_may_overlap_with_the_hit(role: str) -> None:
    scope = {"role": role, "anchor": after_wait(turns=1)}
    call = "坐席: 请稍等\n客户 (重叠 {}): 好的"
    assert truth(call.format(0.3), phrase=said("好的", **scope)) is Truth.TRUE
    assert truth(call.format(0.6), phrase=said("好的", **scope)) is Truth.FALSE


def test_what_the_same_role_says_has_to_follow_the_hit() -> None:
    thanks = said("久等", anchor=after_wait(turns=1))
    assert truth("坐席: 请稍等,让您久等了", phrase=thanks) is Truth.TRUE
    assert truth("坐席: 让您久等了,请稍等", phrase=thanks) is Truth.FALSE


def test_where_roles_are_unknown_an_anchor_reaches_twice_as_far() -> None:
    call = "坐席: 请稍等\n客户: 好的好的\n坐席: 久等了\n客户: 没事"
    counts = {"unknown_role": "counts"}
    next_turn = said("久等了", anchor=after_wait(turns=1), **counts)
    assert truth(call, phrase=next_turn) is Truth.TRUE
    assert truth(call, "mono", phrase=next_turn) is Truth.TRUE
    assert (
        truth(call, "mono", phrase=said("没事", anchor=after_wait(turns=1), **counts))
        is Truth.FALSE
    )


def test_a_window_of_more_turns_than_there_are_meets_the_end_of_the_call() -> None:
    call = "坐席: 请稍等\n客户: 好的\n坐席: 查到了\n客户: 您说"
    within_two = said("久等了", anchor=after_wait(turns=2))
    assert truth(call, phrase=within_two) is Truth.FALSE
    assert truth(call, "truncated", phrase=within_two) is Truth.UNKNOWN
    assert truth(call, "starts_in_speech", phrase=within_two) is Truth.FALSE
    within_one = said("久等了", anchor=after_wait(turns=1))
    assert truth(call, "truncated", phrase=within_one) is Truth.FALSE


def test_a_window_before_a_hit_meets_the_start_of_the_call() -> None:
    call = "客户: 您好\n坐席: 我查一下\n客户: 好\n坐席: 请稍等"
    for turns, expected in ((1, Truth.FALSE), (2, Truth.UNKNOWN)):
        scope = {"anchor": {"condition": "wait", "before": {"turns": turns}}}
        assert truth(call, "starts_in_speech", phrase=said("欢迎致电", **scope)) is expected
