"""Which channel is the agent's.

The manifest says; the beginning of the call confirms or contradicts it. Only an agent says a
staff number, thanks for the call in the company's name, or asks 请您 and works 为您, so a channel
that keeps saying such things while the other hardly does is the agent's, whatever the manifest
says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.call import Role
from qa.language.pinyin import fold, syllables
from qa.timeline import Seconds

OPENING_S: Seconds = 60.0
"""Who is who shows within this time of the first word."""
_SURE = 3
"""So many different phrases on the other channel contradict the manifest …"""
_TIMES = 4
"""… when they are so many times those on the manifest's."""
_PHRASES = (
    "欢迎致电",
    "感谢您的来电",
    "感谢您的致电",
    "感谢您的配合",
    "很高兴为您",
    "为您服务",
    "为您办理",
    "为您查",
    "帮您查",
    "帮您登记",
    "有什么可以帮",
    "请问您的",
    "请问您是",
    "请问是",
    "请您",
    "麻烦您",
    "打扰您",
    "您本人",
    "您的姓名",
    "工号",
    "客服",
    "回访",
    "视频见证",
    "见证人员",
    "见证员",
    "录音录像",
    "通话将被录音",
    "您稍等",
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The role of each channel, and whether that contradicts the manifest."""

    roles: tuple[Role, ...]
    swapped: bool = False


def assign_roles(
    opening: Mapping[int, str], channels: int, agent_channel: int | None
) -> Assignment:
    """Decide who speaks on which channel.

    Args:
        opening: what each channel says in the first `OPENING_S` seconds of talk.
        channels: 1 when the parties cannot be told apart.
        agent_channel: the manifest's word.
    """
    if channels == 1:
        return Assignment((Role.UNKNOWN,))
    heard = [opening_phrases(opening.get(channel, "")) for channel in range(channels)]
    if agent_channel is None:
        if heard[0] == heard[1]:
            return Assignment((Role.UNKNOWN, Role.UNKNOWN))
        return Assignment(_roles(int(heard[1] > heard[0])))
    other = heard[1 - agent_channel]
    swapped = other >= _SURE and other >= _TIMES * heard[agent_channel]
    return Assignment(_roles(1 - agent_channel if swapped else agent_channel), swapped)


def opening_phrases(text: str) -> int:
    """How many different agent's opening phrases a text holds, by sound."""
    heard = _sound(text)
    return sum(_sound(phrase) in heard for phrase in _PHRASES)


def _sound(text: str) -> str:
    return "".join(f"/{fold(syllable)}" for syllable in syllables(text) if syllable.isalnum())


def _roles(agent_channel: int) -> tuple[Role, ...]:
    pair: Sequence[Role] = (Role.AGENT, Role.CUSTOMER)
    return tuple(pair) if agent_channel == 0 else tuple(reversed(pair))
