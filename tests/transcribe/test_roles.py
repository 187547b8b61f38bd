"""The manifest says whose channel it is; the opening of the call confirms or contradicts it."""

import pytest

from qa.call import Role
from qa.transcribe.roles import assign_roles, opening_phrases

GREETING = "您好,欢迎致电金禾证券,工号1037为您服务,请问有什么可以帮您"
ANSWER = "你好,我想问一下新股中签的事"
AGENT_FIRST = (Role.AGENT, Role.CUSTOMER)
CUSTOMER_FIRST = (Role.CUSTOMER, Role.AGENT)


@pytest.mark.parametrize(("channel", "roles"), [(0, AGENT_FIRST), (1, CUSTOMER_FIRST)])
def test_the_manifest_is_believed_where_the_opening_agrees(
    channel: int, roles: tuple[Role, ...]
) -> None:
    opening = {channel: GREETING, 1 - channel: ANSWER}
    assigned = assign_roles(opening, 2, channel)
    assert assigned.roles == roles
    assert not assigned.swapped


@pytest.mark.parametrize(("channel", "roles"), [(0, CUSTOMER_FIRST), (1, AGENT_FIRST)])
def test_an_opening_from_the_other_channel_swaps_the_roles(
    channel: int, roles: tuple[Role, ...]
) -> None:
    assigned = assign_roles({1 - channel: GREETING, channel: ANSWER}, 2, channel)
    assert assigned.roles == roles
    assert assigned.swapped


def test_homophones_of_the_opening_are_understood() -> None:
    misheard = "您好,欢迎制电金禾证券,公号1037为您服务"
    assert assign_roles({1: misheard, 0: ANSWER}, 2, 0).swapped


def test_one_word_of_the_trade_does_not_swap() -> None:
    """A customer may quote a staff number."""
    quoted = "你们工号1037的客服昨天说会给我回电话"
    assert not assign_roles({0: "喂,您好", 1: quoted}, 2, 0).swapped


def test_a_quoting_customer_does_not_swap_where_the_agent_opens_too() -> None:
    quoted = "刚才那个工号1037为您服务的,我找他,他说欢迎致电什么的"
    assert not assign_roles({0: "您好,工号1052为您服务", 1: quoted}, 2, 0).swapped


@pytest.mark.parametrize(("speaker", "roles"), [(0, AGENT_FIRST), (1, CUSTOMER_FIRST)])
def test_an_unknown_channel_is_told_by_the_opening(speaker: int, roles: tuple[Role, ...]) -> None:
    assigned = assign_roles({speaker: GREETING, 1 - speaker: ANSWER}, 2, None)
    assert assigned.roles == roles
    assert not assigned.swapped


def test_an_unknown_channel_without_an_opening_stays_unknown() -> None:
    unknown = (Role.UNKNOWN, Role.UNKNOWN)
    assert assign_roles({0: "喂", 1: ANSWER}, 2, None).roles == unknown
    assert assign_roles({}, 2, None).roles == unknown


@pytest.mark.parametrize(("channel", "roles"), [(0, AGENT_FIRST), (1, CUSTOMER_FIRST)])
def test_where_both_are_silent_the_manifest_decides(channel: int, roles: tuple[Role, ...]) -> None:
    assert assign_roles({}, 2, channel) == assign_roles({0: "", 1: ""}, 2, channel)
    assert assign_roles({}, 2, channel).roles == roles


@pytest.mark.parametrize("channel", [None, 0])
def test_one_channel_is_of_unknown_role(channel: int | None) -> None:
    assigned = assign_roles({0: GREETING}, 1, channel)
    assert assigned.roles == (Role.UNKNOWN,)
    assert not assigned.swapped


def test_counts_different_phrases_not_repetitions() -> None:
    assert opening_phrases("为您服务,为您服务,为您服务") == 1
    assert opening_phrases("欢迎致电,工号1037为您服务") == 3
    assert opening_phrases("") == 0
