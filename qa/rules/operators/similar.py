"""`similar`: a sentence much like one of the examples is said.

    similar:
      label: 询问其他需求
      examples: [请问还有什么可以帮您的吗, 您还需要办理别的业务吗]
      threshold: 0.75
      role: agent

Compared are clauses and up to four neighbouring ones of a turn, by characters and by sound
(`qa.rules.likeness`); Alibaba Cloud's similar-sentence operator starts from 80 %. What depends
on a word or a negation is better said with `phrase`.
"""

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, partial
from typing import Annotated

from pydantic import Field, StringConstraints

from qa.call import Turn
from qa.rules.evidence import clock, quote, span_of
from qa.rules.hearing import Hearing
from qa.rules.likeness import likeness, sentences
from qa.rules.listening import Listening, Sighting
from qa.rules.logic import Finding
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

_LENGTH_RATIO = 3
"""A sentence this many times longer or shorter than an example is not compared with it."""
Alike = tuple[int, int, str, float]
"""A range of a text, the example that it is like, and how like it is."""
Example = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class Similar(Operator, Listening):
    """A sentence much like one of the examples is said."""

    examples: Annotated[tuple[Example, ...], Field(min_length=1, max_length=200)]
    """Sentences as somebody would say them."""
    threshold: Annotated[float, Field(ge=0.5, le=1)] = 0.8
    """Similarity from which a sentence counts, 0–1."""
    label: str = "指定内容"
    """What the examples are together, in words for the reader."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare every sentence in the scope."""
        return self.over(hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        heard = [
            Sighting(turn, turn.confidence * alike[3], partial(self._evidence, turn, alike))
            for turn, alike in self._found(part)
        ]
        return self.outcome(hearing, part, self.label, heard)

    def _found(self, part: Stretch) -> Iterator[tuple[Turn, Alike]]:
        for turn in part.turns:
            alike = self._best(turn.text) if turn.text else None
            if alike and (part.everywhere or part.holds(span_of(turn, *alike[:2]))):
                yield turn, alike

    @cached_property
    def _best(self) -> Callable[[str], Alike | None]:
        # Texts come again and again, in one call and in the next.
        return lru_cache(maxsize=20_000)(self._most_alike)

    def _most_alike(self, text: str) -> Alike | None:
        """The sentence that is most like an example, if it is like enough."""
        best: Alike | None = None
        for start, end in sentences(text):
            for example in self.examples:
                if not 1 / _LENGTH_RATIO <= (end - start) / len(example) <= _LENGTH_RATIO:
                    continue
                alike = likeness(text[start:end], example)
                if alike >= self.threshold and (best is None or alike > best[3]):
                    best = start, end, example, alike
        return best

    def _evidence(self, turn: Turn, alike: Alike) -> Evidence:
        start, end, example, likeness = alike
        span = span_of(turn, start, end)
        who = ROLE_NAMES[turn.role.value]
        why = (
            f"{who}在 {clock(span.start)} 说“{turn.text[start:end]}”,"
            f"与“{example}”相似度 {likeness:.0%},属于{self.label}"
        )
        return Evidence(why, span, turn.role, quote(turn, start, end), example)
