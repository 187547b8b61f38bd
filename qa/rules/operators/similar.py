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

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field, StringConstraints

from qa.language.phrases import Hit
from qa.rules.ear import Listener, PhraseHits
from qa.rules.evidence import clock
from qa.rules.hearing import Hearing
from qa.rules.likeness import likeness, sentences
from qa.rules.listening import Listening
from qa.rules.logic import Finding
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.stretch import Found, Stretch
from qa.rules.verdict import Evidence

_LENGTH_RATIO = 3
"""A sentence this many times longer or shorter than an example is not compared with it."""
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
        return self.outcome(hearing, part, self.label, part.heard(hearing, self), self._tell)

    def listeners(self) -> Iterable[Listener]:
        """Itself."""
        return (self,)

    @property
    def wanted(self) -> None:
        """It listens to any text."""

    def heard_in(self, text: str, hits: PhraseHits, seam: int | None) -> Sequence[Hit]:  # noqa: ARG002
        """The sentence of a turn that is most like an example, if it is like enough."""
        best = self._most_alike(text) if seam is None else None
        return [best] if best else []

    def _most_alike(self, text: str) -> Hit | None:
        best: Hit | None = None
        for start, end in sentences(text):
            for example in self.examples:
                if not 1 / _LENGTH_RATIO <= (end - start) / len(example) <= _LENGTH_RATIO:
                    continue
                alike = likeness(text[start:end], example)
                if alike >= self.threshold and (best is None or alike > best.quality):
                    best = Hit(start, end, example, exact=alike == 1, edits=0, quality=alike)
        return best

    def _tell(self, found: Found) -> Evidence:
        turn, hit, span = found.turn, found.hit, found.span
        who = ROLE_NAMES[turn.role.value]
        why = (
            f"{who}在 {clock(span.start)} 说“{found.said}”,"
            f"与“{hit.phrase}”相似度 {hit.quality:.0%},属于{self.label}"
        )
        return Evidence(why, span, turn.role, found.quote, hit.phrase)
