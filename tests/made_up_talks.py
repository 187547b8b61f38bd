"""Talks made up in lots, whose dissatisfaction is planted and therefore known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from qa.call import Role
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.talk import Talk, Utterance

PLANTED = "你们这个太过分了"
"""What dissatisfied customers say and others do not."""
_OPENINGS = ("我想查一下账户余额", "我的转账没有成功", "帮我看看佣金是多少", "新股中签怎么缴款")
_REPLIES = ("您好，请您稍等", "我帮您核实一下", "请问您的姓名", "这边已经为您登记了")
_ENDINGS = ("好的谢谢", "那我知道了", "行吧就这样", "嗯再见")
_DAY_ONE = datetime(2018, 5, 7, 1, tzinfo=UTC)


def talk(*said: str, **known: object) -> Talk:
    """A talk in which the customer and the agent take turns, the customer first."""
    roles = (Role.CUSTOMER, Role.AGENT)
    utterances = tuple(Utterance(roles[at % 2], text) for at, text in enumerate(said))
    return replace(Talk(talk_id="T-1", utterances=utterances), **known)


def talks(
    number: int, seed: int = 0, dated: bool = True, day: int = 0, customers: int = 40
) -> tuple[list[Talk], list[float]]:
    """So many talks of 10 agents, 40 % of them dissatisfied; the degrees."""
    rng = np.random.default_rng(seed)
    made, degrees = [], []
    for at in range(number):
        angry = bool(rng.random() < 0.4)
        says_so = rng.random() < (0.8 if angry else 0.05)
        middle = PLANTED if says_so else "哦这样子的"
        made.append(
            talk(
                str(rng.choice(_OPENINGS)) + "！" * int(rng.integers(0, 4 if angry else 2)),
                str(rng.choice(_REPLIES)),
                middle,
                str(rng.choice(_REPLIES)),
                str(rng.choice(_ENDINGS)),
                talk_id=f"T-{at}",
                agent_id=f"A-{rng.integers(10)}",
                customer_id=f"K-{rng.integers(customers)}",
                business_line=str(rng.choice(["inbound", "callback"])),
                started_at=_DAY_ONE + timedelta(days=day, minutes=at) if dated else None,
            )
        )
        degrees.append(float(angry))
    return made, degrees


def labelled(number: int, seed: int = 0, dated: bool = True, day: int = 0) -> Labelled:
    """The same with features."""
    return Labelled.of(*talks(number, seed, dated, day))
