"""Silence: when nobody speaks, and whether the agent had asked for it."""

from qa.call import Role, Transcript
from qa.config.sections import MeasureOptions
from qa.measures.heard import WORD_TIMING_S, WORDLESS_S, Heard, voices
from qa.measures.values import Silence
from qa.measures.wording import asks_to_wait
from qa.timeline import Seconds, Span, gaps, intersection, total, union

_ROUNDING_S: Seconds = 1e-6
"""A gap of 3 s on a 20 ms grid may come out as 2.9999999999999996."""
_LOOK_BACK = 16
"""Characters before the window that may begin a request which ends inside it."""


def silences(transcript: Transcript, options: MeasureOptions) -> tuple[Silence, ...]:
    """All silences of at least `options.silence_min_s`, ordered and disjoint.

    Silence is what the voice activity of both parties leaves uncovered (not gaps between
    recognised words: a recogniser drops words). Amazon Transcribe Call Analytics counts
    non-talk time from 3 s. The wait before the first sound and the tail after the last one
    count: the line is open, somebody pays for it with patience, and an agent who picks up
    and says nothing, or never hangs up, is dead air of the plainest kind.

    A silence is announced when, within `options.announce_window_s` before it, the last thing
    the agent said about waiting was to wait (稍等, 我帮您查一下), not that the wait is over
    (让您久等了). A request by the customer announces nothing. It holds over a cough or an
    嗯 of at most a second into the next silence. Where roles are unknown, anybody's words
    count.
    """
    spoken = union(span for spans in voices(transcript).values() for span in spans)
    quiet = gaps(spoken, Span(0.0, transcript.duration_s))
    agent = Heard.of(turn for turn in transcript.turns if turn.role is not Role.CUSTOMER)
    everyone = Heard.of(transcript.turns)
    found: list[Silence] = []
    for span in quiet:
        if span.duration < options.silence_min_s - _ROUNDING_S:
            continue
        announced = _announced(agent, span.start, options.announce_window_s)
        if not announced and found and found[-1].announced:
            announced = _still_waiting(Span(found[-1].span.end, span.start), spoken, everyone)
        found.append(Silence(span, announced))
    return tuple(found)


def _announced(agent: Heard, start: Seconds, window_s: Seconds) -> bool:
    first = agent.index(start - window_s - WORD_TIMING_S)
    begin = max(0, first - _LOOK_BACK)
    text = agent.text[begin : agent.index(start + WORD_TIMING_S)]
    return asks_to_wait(text, since=first - begin)


def _still_waiting(between: Span, spoken: tuple[Span, ...], everyone: Heard) -> bool:
    voiced = intersection(spoken, [between])
    return total(voiced) <= WORDLESS_S and all(map(everyone.is_backchannel, voiced))
