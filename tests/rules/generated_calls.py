"""Random calls out of few words: short, overlapping, half heard, of unknown speakers, cut off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from generated import seeds
from hypothesis import strategies as st

from qa.call import AudioCondition, Call, EndedBy, Role, Transcript, Turn, Word
from qa.timeline import union

PIECES = (
    "请稍等", "让您久等了", "再见", "在见", "我不", "知道", "不知道您", "我要", "投诉", "头诉电话",
    "保证", "不能保证", "收益", "工号1024为您服务", "公号7为您服务", "祝您生活", "愉快", "您好",
    "嗯", "但是", "那个",
)  # fmt: skip
_PARTIES = (Role.AGENT, Role.CUSTOMER)
_TICK_S = 1 / 16


def transcripts(most: int = 14) -> st.SearchStrategy[Transcript]:
    """Calls of up to so many turns, often wrong in some way."""
    return seeds.map(lambda seed: transcript(Random(seed), most))


def transcript(random: Random, most: int) -> Transcript:
    roles = random.choice([_PARTIES] * 12 + [(Role.UNKNOWN,)] * 2 + [tuple(Role), _PARTIES[:1]])
    turns: list[Turn] = []
    end = random.choice([0.0, 0.5, 3.0])
    for _ in range(random.randint(0, most)):
        start = max(0.0, end + random.choice([-2, -0.5, -0.25, 0, 0.25, 0.5, 1, 4, 5]))
        turns.append(_turn(random, start, random.choice(roles)))
        end = turns[-1].end
    turns.sort(key=lambda turn: turn.start)
    end = max((turn.end for turn in turns), default=0.0)
    return Transcript(
        duration_s=end + random.choice([0.25, 1, 6]),
        turns=tuple(turns),
        speech={
            role: union(turn.span for turn in turns if turn.role is role) for role in set(roles)
        },
        condition=AudioCondition(
            channels=1 if roles == (Role.UNKNOWN,) else 2,
            sample_rate_hz=8000,
            truncated=random.random() < 0.1,
            starts_in_speech=random.random() < 0.1,
            ends_in_speech=random.random() < 0.1,
        ),
        recogniser="generated",
        audio_sha256="",
    )


def _turn(random: Random, start: float, role: Role) -> Turn:
    confidence = random.choice([0.9] * 9 + [0.6, 0.31, 0.1])
    if random.random() < 0.05:
        lasts = random.choice([0.5, 0.5, 1.5, 2.5])
        return Turn(start, start + lasts, role, "", "", 0.0)
    text = random.choice(["", "。"]).join(
        random.choice(PIECES) + random.choice(["", "", ",", "。"])
        for _ in range(random.randint(1, 4))
    )
    spoken = [char for char in text if char.isalnum()]
    step = random.choice([2, 4]) * _TICK_S
    turn = Turn(start, start + step * max(1, len(spoken)), role, text, text, confidence)
    if random.random() < 0.5:
        return turn
    return replace(turn, words=_words(random, spoken, start, step, confidence))


def _words(
    random: Random, spoken: Sequence[str], start: float, step: float, confidence: float
) -> tuple[Word, ...]:
    """Words of a character or two; some of them doubtful."""
    words, at = [], 0
    while at < len(spoken):
        text = "".join(spoken[at : at + random.randint(1, 2)])
        begun, ended = start + step * at, start + step * (at + len(text))
        sure = confidence if random.random() < 0.8 else 0.1
        words.append(Word(begun, ended, text, sure))
        at += len(text)
    return tuple(words)


def manifest_row(random: Random) -> Call:
    """What the manifest knows, or does not."""
    return Call(
        call_id="C-1",
        recording="",
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
        business_line="inbound",
        agent_id="A-1",
        ended_by=random.choice([None, *EndedBy]),
        team=random.choice([None, "一组"]),
        queue_s=random.choice([None, 30.0, 95.0]),
        attributes=random.choice([{}, {"vip": "yes"}, {"vip": "no"}]),
    )


def called(most: int = 14) -> st.SearchStrategy[tuple[Call, Transcript]]:
    """A row of the manifest, and what was heard."""
    return seeds.map(lambda seed: (manifest_row(Random(seed)), transcript(Random(seed), most)))
