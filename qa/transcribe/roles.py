"""Which channel is the agent's.

The manifest says; the opening of the call confirms or contradicts it. Only an agent says a
staff number, names the company with 欢迎致电, or offers 为您服务, so a channel that opens with such
words while the other never does is the agent's, whatever the manifest says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.call import Role
from qa.language.pinyin import fold, syllables
from qa.timeline import Seconds

OPENING_S: Seconds = 30.0
"""The opening phrase comes within this time of the first word."""
_OPENINGS = (
    "欢迎致电",
    "感谢您的致电",
    "为您服务",
    "为你服务",
    "工号",
    "很高兴为您",
    "请问有什么可以帮",
    "有什么可以帮您",
    "请问是本人吗",
    "证券的客服",
    "证券客服",
    "证券公司的",
    "客户回访",
    "给您做回访",
    "视频见证",
    "本次通话",
    "通话将被录音",
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
    swapped = heard[agent_channel] == 0 and heard[1 - agent_channel] >= 2
    return Assignment(_roles(1 - agent_channel if swapped else agent_channel), swapped)


def opening_phrases(text: str) -> int:
    """How many different agent's opening phrases a text holds, by sound."""
    heard = _sound(text)
    return sum(_sound(phrase) in heard for phrase in _OPENINGS)


def _sound(text: str) -> str:
    return "".join(f"/{fold(syllable)}" for syllable in syllables(text) if syllable.isalnum())


def _roles(agent_channel: int) -> tuple[Role, ...]:
    pair: Sequence[Role] = (Role.AGENT, Role.CUSTOMER)
    return tuple(pair) if agent_channel == 0 else tuple(reversed(pair))
