"""A small notation for calls: who says what from when to when."""

from collections.abc import Sequence

from qa.call import AudioCondition, Role, Transcript, Turn, Word
from qa.timeline import Span, union

A, C, U = Role.AGENT, Role.CUSTOMER, Role.UNKNOWN
Line = tuple[Role, float, float, str]


def turn(role: Role, start: float, end: float, text: str, confidence: float = 0.9) -> Turn:
    return Turn(start, end, role, text, text, confidence)


def worded(role: Role, *words: tuple[float, float, str]) -> Turn:
    """A turn whose words carry their own times, off from the voice or not."""
    text = "".join(word for *_, word in words)
    heard = tuple(Word(start, end, word, 0.9) for start, end, word in words)
    return Turn(words[0][0], words[-1][1], role, text, text, 0.9, heard)


def dialogue(
    *lines: Line | Turn,
    duration_s: float,
    voices: Sequence[tuple[Role, float, float]] = (),
    condition: AudioCondition | None = None,
    language: str = "zh",
) -> Transcript:
    """A transcript whose voice activity is its turns, unless `voices` gives it."""
    turns = [line if isinstance(line, Turn) else turn(*line) for line in lines]
    active = voices or [(each.role, each.start, each.end) for each in turns]
    roles = {role for role, *_ in active} | ({A, C} if not condition else set())
    return Transcript(
        duration_s=duration_s,
        turns=tuple(sorted(turns, key=lambda each: each.start)),
        speech={
            role: union(Span(start, end) for who, start, end in active if who is role)
            for role in roles
        },
        condition=condition or AudioCondition(channels=2, sample_rate_hz=8000),
        recogniser="test",
        audio_sha256="0" * 64,
        language=language,
    )
