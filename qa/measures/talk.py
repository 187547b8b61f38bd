"""Who talks how much, how fast, how loud and for how long at a stretch."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log10

from qa.call import Role, Turn
from qa.measures.overtalk import Party
from qa.measures.wording import clean
from qa.timeline import Seconds, Span, gaps, intersection

MONOLOGUE_PAUSE_S: Seconds = 3.0
"""A longer own pause ends a monologue, as it ends a turn (call-ai-metrics: 3 s)."""


def units(text: str, language: str) -> int:
    """What a speech rate counts in `text`.

    Chinese: characters without punctuation, digits and letters one by one as they are spoken
    (Alibaba Cloud Smart Conversation Analysis and Huawei CEC count characters a minute).
    Every other language: words.
    """
    if language == "zh":
        return len(clean(text))
    return sum(1 for word in text.split() if clean(word))


def speech_rate_cpm(turns: Iterable[Turn], talk_s: Seconds, language: str) -> float | None:
    """Characters (other languages: words) a minute over the speaking time; None without any."""
    if talk_s <= 0:
        return None
    return sum(units(turn.text, language) for turn in turns) * 60 / talk_s


def mean_level_dbfs(turns: Iterable[Turn]) -> float | None:
    """Level over all turns that have one: their mean power, weighted by length, in dB."""
    levels = [
        (turn.span.duration, turn.acoustics.level_dbfs)
        for turn in turns
        if turn.acoustics.level_dbfs is not None
    ]
    length_s = sum(duration for duration, _ in levels)
    if length_s <= 0:
        return None
    power: float = sum(duration * 10 ** (level / 10) for duration, level in levels) / length_s
    return 10 * log10(power) if power > 0 else None


def mean_confidence(turns: Sequence[Turn]) -> float | None:
    """Turn confidence weighted by turn length; None when no turn has any length."""
    length_s = sum(turn.span.duration for turn in turns)
    if length_s <= 0:
        return None
    return sum(turn.span.duration * turn.confidence for turn in turns) / length_s


def longest_monologue_s(speaker: Party, listener: Party) -> Seconds:
    """From first to last sound of the longest stretch that `speaker` speaks on.

    Own pauses below `MONOLOGUE_PAUSE_S` belong to it and the listener's backchannels do not
    end it; anything else that the listener says does. (call-ai-metrics calls 60 s a
    monologue.)
    """
    replies = [span for span in listener.speech if not listener.heard.is_backchannel(span)]
    starts = [reply.start for reply in replies]
    pieces = _without(speaker.speech, replies)
    if not pieces:
        return 0.0
    begun, longest = pieces[0].start, pieces[0].duration
    for before, piece in pairwise(pieces):
        replied = bisect_left(starts, before.end) < bisect_left(starts, piece.start)
        if replied or piece.start - before.end >= MONOLOGUE_PAUSE_S:
            begun = piece.start
        longest = max(longest, piece.end - begun)
    return longest


def _without(spans: tuple[Span, ...], taken: Sequence[Span]) -> tuple[Span, ...]:
    """What of `spans` is not covered by `taken`."""
    if not spans:
        return ()
    return intersection(spans, gaps(taken, Span(spans[0].start, spans[-1].end)))


def last_speaker(agent: Party, customer: Party) -> Role | None:
    """Whose voice is heard last; of two that end at once, who began last; None for nobody."""
    ends = {party.role: party.speech[-1] for party in (agent, customer) if party.speech}
    if len(set(ends.values())) < len(ends):
        return Role.UNKNOWN
    return max(ends, key=lambda role: (ends[role].end, ends[role].start), default=None)
