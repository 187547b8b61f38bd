"""Who was heard saying what at which time, down to the character."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qa.call import Role, Transcript, Turn
from qa.language.units import letters
from qa.measures.wording import only_backchannels
from qa.timeline import Seconds, Span, intersection

WORD_TIMING_S: Seconds = 0.3
"""How far a recogniser's word times may be off near other speech: spans are widened by it
before words are looked up."""
WORDLESS_S: Seconds = 1.0
"""A voice this short that yields no words is a backchannel: a recogniser drops a bare 嗯."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Characters in the order of the middle of their time, cleaned of punctuation."""

    text: str
    middles: tuple[Seconds, ...]

    @classmethod
    def of(cls, turns: Iterable[Turn]) -> "Heard":
        """What `turns` say; the time of a word, or of a turn without words, is shared evenly."""
        timed = sorted(timed for turn in turns for timed in _characters(turn))
        return cls("".join(char for _, char in timed), tuple(middle for middle, _ in timed))

    def index(self, at: Seconds) -> int:
        """How many characters come before `at`."""
        return bisect_left(self.middles, at)

    def between(self, start: Seconds, end: Seconds) -> str:
        """The characters whose middle lies in `[start, end)`."""
        return self.text[self.index(start) : self.index(end)]

    def is_backchannel(self, span: Span, goes_on: bool = False) -> bool:
        """Whether what was said in `span` only signals listening.

        Args:
            span: a stretch of this role's speech.
            goes_on: the role speaks on beyond the end of `span`; words at that end may then
                belong behind it, so it is enough that those surely inside are backchannels.
        """
        start = span.start - WORD_TIMING_S
        said = self.between(start, span.end + WORD_TIMING_S)
        if not said:
            return span.duration <= WORDLESS_S
        surely = self.between(start, span.end - WORD_TIMING_S) if goes_on else ""
        return only_backchannels(said) or (bool(surely) and only_backchannels(surely))


def _characters(turn: Turn) -> Iterator[tuple[Seconds, str]]:
    pieces = [(word.start, word.end, word.text) for word in turn.words]
    for start, end, text in pieces or [(turn.start, turn.end, turn.text)]:
        chars = letters(text)
        for i, char in enumerate(chars):
            yield start + (end - start) * (i + 0.5) / len(chars), char


def voices(transcript: Transcript) -> Mapping[Role, tuple[Span, ...]]:
    """Speech per role, cut to the recording: disjoint and ordered."""
    whole = [Span(0.0, transcript.duration_s)]
    return {role: intersection(spans, whole) for role, spans in transcript.speech.items()}
