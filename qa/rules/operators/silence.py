"""`silence`: a silence longer than allowed, or so many of them.

    silence: {longer_than_s: 8, announced: no}

    silence:
      longer_than_s: 6
      at_least: 5
      except_before: ["@customer_asks_to_wait"]
      except_after: [不好意思]

Nobody speaks, by voice activity; silences below `measures.silence_min_s` (3 s) are not measured.
A silence is announced when the measures say so (the agent asked the customer to wait), or when
one of `announced_by` was said, by either party, shortly before it: a customer who fetches a paper
is not left waiting. One that a phrase before or after it excuses does not count.

Roles do not matter, so mono recordings are judged too. Unknown where nobody was heard; where one
channel is empty, since whoever belongs there may have spoken; and where the words that would
announce or excuse a silence were not made out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from qa.measures.values import Silence as Quiet
from qa.rules.doubts import doubts_about
from qa.rules.ear import Listener
from qa.rules.evidence import clock
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, true, unknown
from qa.rules.operators.base import Operator, Phrases
from qa.rules.operators.measured import not_found
from qa.rules.operators.phrase import Phrase
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import EARLY_S, Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Seconds, Span

_ROUNDING_S: Seconds = 1e-6
_TAIL_S: Seconds = 0.05
"""A silence that ends no earlier than this before the recording does is the last one."""
_start, _end = attrgetter("start"), attrgetter("end")
_TOLD: Mapping[bool | str, str] = {True: "已告知", False: "未告知", "any": ""}


class Silence(Operator, Position):
    """Silences longer than allowed."""

    longer_than_s: Annotated[float, Field(gt=0)]
    """Seconds; a longer silence counts."""
    at_least: Annotated[int, Field(ge=1)] = 1
    """How many of them there have to be."""
    announced: bool | Literal["any"] = "any"
    """Only those that were announced (yes), only those that were not (no), or any."""
    announced_by: Phrases = ()
    """What announces a silence, besides what the measures know."""
    except_before: Phrases = ()
    """A silence does not count when one of these was said shortly before it, by either party."""
    except_after: Phrases = ()
    """A silence does not count when one of these is said shortly after it, by either party."""
    window_s: Annotated[float, Field(ge=0)] = 8
    """Seconds: how long before the silence `announced_by` and `except_before` may end, and how
    long after it `except_after` may begin."""
    trailing: bool = False
    """Whether silence after the last word counts; usually it is the line being closed."""

    @model_validator(mode="after")
    def _announced_matters(self) -> "Silence":
        if self.announced_by and self.announced == "any":
            raise ValueError("`announced_by` needs `announced: yes` or `announced: no`")
        return self

    def vocabulary(self) -> Iterable[str]:
        """Announcements and excuses."""
        return (*self.announced_by, *self.except_before, *self.except_after)

    def listeners(self) -> Iterable[Listener]:
        """One for each list of phrases."""
        return self._announcement, self._excuse, self._late_excuse

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look at every silence."""
        if not hearing.turns and not any(hearing.transcript.speech.values()):
            return unknown(Evidence("整通录音没有听到人声,可能是录音故障"))
        return over(self, "any", hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        long = [item for item in self._within(hearing, part) if self._is_long(item)]
        if len(long) < self.at_least:
            return self._too_few(hearing, part)
        counts = {item: self._counts(hearing, item) for item in long}
        sure = [item for item in long if counts[item] is Truth.TRUE]
        maybe = [item for item in long if counts[item] is Truth.UNKNOWN]
        if len(sure) + len(maybe) < self.at_least:
            return self._too_few(hearing, part)
        if hearing.condition.empty_channels:
            doubt = "有一个声道没有声音,可能有一方没有录上"
            return unknown(*(partial(self._evidence, item, doubt) for item in (*sure, *maybe)))
        if len(sure) < self.at_least:
            doubt = "前后的话未能听清,无法判断是否算数"
            return unknown(*(partial(self._evidence, item, doubt) for item in maybe))
        return true(*(partial(self._evidence, item) for item in sure))

    def _within(self, hearing: Hearing, part: Stretch) -> list[Quiet]:
        """The silences that are looked at, however short."""
        end = float("inf") if self.trailing else hearing.transcript.duration_s - _TAIL_S
        return [
            silence
            for silence in hearing.measures.silences
            if silence.span.end < end and (not self.narrow or part.covers(silence.span))
        ]

    def _is_long(self, silence: Quiet) -> bool:
        return silence.span.duration > self.longer_than_s + _ROUNDING_S

    def _counts(self, hearing: Hearing, silence: Quiet) -> Truth:
        """Whether a silence is of the kind asked for, and not excused."""
        before = Span(max(0.0, silence.span.start - self.window_s), silence.span.start + EARLY_S)
        after = Span(silence.span.end - EARLY_S, silence.span.end + self.window_s)
        asked = []
        if self.announced != "any":
            said = _said(hearing, self._announcement, before, _end)
            told = Truth.TRUE if silence.announced else said
            asked.append(told if self.announced else ~told)
        if self.except_before:
            asked.append(~_said(hearing, self._excuse, before, _end))
        if self.except_after:
            asked.append(~_said(hearing, self._late_excuse, after, _start))
        if Truth.FALSE in asked:
            return Truth.FALSE
        return Truth.UNKNOWN if Truth.UNKNOWN in asked else Truth.TRUE

    @cached_property
    def _announcement(self) -> Phrase:
        return _listening(self.announced_by)

    @cached_property
    def _excuse(self) -> Phrase:
        return _listening(self.except_before)

    @cached_property
    def _late_excuse(self) -> Phrase:
        return _listening(self.except_after)

    def _evidence(self, silence: Quiet, doubt: str = "") -> Evidence:
        told = _TOLD[self.announced] and f"事前{_TOLD[self.announced]}"
        parts = (
            f"静音 {silence.span.duration:.1f} s",
            f"超过 {self.longer_than_s:g} s",
            doubt or told,
        )
        why = f"{clock(silence.span.start)} 起{','.join(filter(None, parts))}"
        return Evidence(why, span=silence.span)

    def _too_few(self, hearing: Hearing, part: Stretch) -> Finding:
        return not_found(self, hearing, part, partial(self._in_words, hearing, part))

    def _in_words(self, hearing: Hearing, part: Stretch) -> str:
        silences = self._within(hearing, part)
        long = list(filter(self._is_long, silences))
        count = sum(self._counts(hearing, item) is Truth.TRUE for item in long)
        few = f",不足 {self.at_least} 次" if self.at_least > 1 else ""
        left = f"(另有 {len(long) - count} 次不计)" if len(long) > count else ""
        longest = max((silence.span.duration for silence in silences), default=0.0)
        return (
            f"{self.place()}超过 {self.longer_than_s:g} s 的{_TOLD[self.announced]}静音 "
            f"{count} 次{left}{few},最长静音 {longest:.1f} s"
        )


def _listening(phrases: Sequence[str]) -> Phrase:
    return Phrase.model_construct(phrases=tuple((phrase,) for phrase in phrases))


def _said(
    hearing: Hearing, listener: Phrase, window: Span, edge: Callable[[Span], Seconds]
) -> Truth:
    """Whether something that is listened for begins or ends in a window."""
    everywhere = listener.stretch(hearing).heard(hearing, listener)
    inside = [each for each in everywhere if window.start <= edge(each.span) <= window.end]
    if any(map(listener.surely, inside)):
        return Truth.TRUE
    turns = [turn for turn in hearing.turns if turn.span.overlaps(window)]
    unclear = inside or doubts_about(hearing, "any", turns, ())
    return Truth.UNKNOWN if unclear else Truth.FALSE
