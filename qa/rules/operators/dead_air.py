"""`dead_air`: a silence longer than allowed.

    dead_air:
      unannounced_s: 8
      announced_s: 60
      announced_by: ["@customer_asks_to_wait"]

A silence is announced when the measures say so (the agent asked the customer to wait), or when
one of `announced_by` was said, by either party, within `window_s` before it: a customer who
fetches a paper is not left waiting. Roles do not matter, so mono recordings are judged too.
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from qa.measures.values import Silence
from qa.rules.evidence import clock, span_of
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.operators.base import Operator, Phrases
from qa.rules.verdict import Evidence


class DeadAir(Operator):
    """A silence longer than allowed."""

    unannounced_s: Annotated[float, Field(gt=0)] = 8
    """The longest silence that nobody announced."""
    announced_s: Annotated[float, Field(gt=0)] = 60
    """The longest silence that was announced."""
    announced_by: Phrases = ()
    """What announces a silence, besides what the measures know."""
    window_s: Annotated[float, Field(ge=0)] = 8
    """How long before the silence the announcement may end."""
    trailing: bool = False
    """Whether silence after the last word counts; usually it is the line being closed."""

    def vocabulary(self) -> Iterable[str]:
        """The announcements."""
        return self.announced_by

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare every silence with its limit."""
        if not hearing.turns and not any(hearing.transcript.speech.values()):
            return unknown(Evidence("整通录音没有听到人声,可能是录音故障"))
        silences = [item for item in hearing.measures.silences if self._counts(hearing, item)]
        evidence = [self._too_long(hearing, silence) for silence in silences]
        too_long = [item for item in evidence if item]
        if too_long:
            return true(*too_long)
        longest = max((silence.span.duration for silence in silences), default=0.0)
        return false(Evidence(f"最长静音 {longest:.1f} s,未超过上限"))

    def _counts(self, hearing: Hearing, silence: Silence) -> bool:
        return self.trailing or silence.span.end < hearing.transcript.duration_s - 0.05

    def _too_long(self, hearing: Hearing, silence: Silence) -> Evidence | None:
        announced = silence.announced or self._announced(hearing, silence)
        limit = self.announced_s if announced else self.unannounced_s
        length = silence.span.duration
        if length <= limit:
            return None
        told = "事前已告知等待" if announced else "事前未告知"
        why = f"{clock(silence.span.start)} 起静音 {length:.1f} s,{told},上限 {limit:g} s"
        return Evidence(why, span=silence.span)

    def _announced(self, hearing: Hearing, silence: Silence) -> bool:
        earliest = silence.span.start - self.window_s
        for turn in hearing.turns:
            if turn.end < earliest or turn.start > silence.span.start:
                continue
            hits = hearing.hits(turn.text)
            for phrase in self.announced_by:
                for hit in hits.get(phrase, ()):
                    said = span_of(turn, hit.start, hit.end)
                    if earliest <= said.end <= silence.span.start + 0.5:
                        return True
        return False
