"""Who talks how much, how fast, how loud and for how long at a stretch."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log10

from qa.call import Role, Turn
from qa.language.units import units
from qa.measures.overtalk import Party
from qa.timeline import Seconds, Span, gaps, intersection, total

MONOLOGUE_PAUSE_S: Seconds = 3.0
"""A longer own pause ends a monologue, as it ends a turn (call-ai-metrics: 3 s)."""


def speech_rate_cpm(
    turns: Iterable[Turn], speech: Sequence[Span], language: str, min_speech_s: Seconds = 0.0
) -> float | None:
    """Characters (other languages: words) a minute over the speaking time.

    The time of turns whose words were lost does not count: their characters are missing too.
    None where the speaking time is none, or below `min_speech_s`.
    """
    heard = [turn for turn in turns if turn.text]
    talk_s = speaking_s(heard, speech)
    if talk_s <= 0 or talk_s < min_speech_s:
        return None
    return sum(units(turn.text, language) for turn in heard) * 60 / talk_s


def speaking_s(turns: Iterable[Turn], speech: Sequence[Span]) -> Seconds:
    """How much of a role's `speech` lies in its turns."""
    return total(intersection(speech, [turn.span for turn in turns]))


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


def monologues(speaker: Party, listener: Party) -> Iterator[Span]:
    """Every stretch that `speaker` speaks on, from first to last sound, in order.

    Own pauses below `MONOLOGUE_PAUSE_S` belong to it and the listener's backchannels do not
    end it; anything else that the listener says does. (call-ai-metrics calls 60 s a
    monologue.)
    """
    replies = [span for span in listener.speech if not listener.heard.is_backchannel(span)]
    starts = [reply.start for reply in replies]
    pieces = _without(speaker.speech, replies)
    if not pieces:
        return
    begun = pieces[0].start
    for before, piece in pairwise(pieces):
        replied = bisect_left(starts, before.end) < bisect_left(starts, piece.start)
        if replied or piece.start - before.end >= MONOLOGUE_PAUSE_S:
            yield Span(begun, before.end)
            begun = piece.start
    yield Span(begun, pieces[-1].end)


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
