"""`repeat`: a role says the same again.

    repeat:
      role: customer
      times: 2
      within_turns: 6
      similarity: 0.75
      min_chars: 6

The agent who repeats itself, or the customer who has to ask again. A sentence of at least
`min_chars` characters counts as said again when one of the role's `within_turns` turns before
holds a sentence as similar, by characters or by sound (Alibaba Cloud's repeat operator: at
least 4 characters, similarity 0.6 in its example).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from qa.call import Role, Turn
from qa.rules.evidence import clock, quote, span_of
from qa.rules.hearing import Hearing
from qa.rules.likeness import likeness, sentences
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator, Phrases
from qa.rules.position import Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

_UNSPOKEN = 12
"""Characters of two sentences that may be punctuation and interjections."""
Said = tuple[Turn, int, int]
"""A sentence: its turn and its range of the turn's text."""


class Repeat(Operator, Position):
    """A role says the same again."""

    role: Literal["agent", "customer"] = "customer"
    """Who repeats."""
    times: Annotated[int, Field(ge=2, le=20)] = 2
    """How often the same is said, the first time included."""
    within_turns: Annotated[int, Field(ge=1, le=100)] = 6
    """How many turns of the role may lie from one time to the next."""
    similarity: Annotated[float, Field(ge=0.5, le=1)] = 0.75
    """From which two sentences are the same, 0–1."""
    min_chars: Annotated[int, Field(ge=2)] = 6
    """Shorter sentences are not compared."""
    except_: Annotated[Phrases, Field(alias="except")] = ()
    """A sentence that holds one of these is not compared: greetings, spelling out numbers."""
    label: str = "同样的话"
    """What is repeated, in words for the reader."""

    def vocabulary(self) -> Iterable[str]:
        """The exceptions."""
        return self.except_

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the role's sentences with its earlier ones."""
        if not hearing.roles_known:
            return unknown(Evidence(f"录音不分声道,无法判断{ROLE_NAMES[self.role]}是否重复"))
        return over(self, self.role, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        repeated = list(self._repeated(hearing, part))
        who = ROLE_NAMES[self.role]
        if not repeated:
            why = f"{who}没有重复{self.label}"
            return false(Evidence(why, role=Role(self.role)))
        return true(*(partial(self._evidence, chain) for chain in repeated))

    def _repeated(self, hearing: Hearing, part: Stretch) -> Iterator[Sequence[Said]]:
        """The same sentence said often enough, each time once, in order."""
        said = [self._sentences(hearing, turn) for turn in part.turns]
        taken: set[int] = set()
        for number, own in enumerate(said):
            if number in taken:
                continue
            chain = [(number, each) for each in own[:1]]
            for each in own:
                found = [(number, each), *self._again(each, number, said)]
                chain = max(chain, found, key=len)
            if len(chain) >= self.times:
                taken.update(place for place, _ in chain)
                yield [sentence for _, sentence in chain]

    def _sentences(self, hearing: Hearing, turn: Turn) -> Sequence[Said]:
        hits = hearing.hits(turn.text) if self.except_ else {}
        voids = [hit for phrase in self.except_ for hit in hits.get(phrase, ())]
        return [
            (turn, start, end)
            for start, end in sentences(turn.text, self.min_chars)
            if not any(hit.start < end and start < hit.end for hit in voids)
        ]

    def _again(
        self, first: Said, number: int, said: Sequence[Sequence[Said]]
    ) -> Iterator[tuple[int, Said]]:
        """Later turns that say the same, none more than `within_turns` after the last."""
        last = number
        for place in range(number + 1, len(said)):
            if place - last > self.within_turns:
                return
            alike = [(self._alike(first, each), each) for each in said[place]]
            closest, same = max(alike, key=lambda pair: pair[0], default=(0.0, first))
            if closest >= self.similarity:
                last = place
                yield place, same

    def _alike(self, one: Said, other: Said) -> float:
        """0 for what cannot be the same by its length alone."""
        left, right = one[2] - one[1], other[2] - other[1]
        if 2 * min(left, right) < self.similarity * (left + right) - _UNSPOKEN:
            return 0.0
        return likeness(
            one[0].text[one[1] : one[2]], other[0].text[other[1] : other[2]], self.similarity
        )

    def _evidence(self, chain: Sequence[Said]) -> Evidence:
        turn, start, end = chain[-1]
        times = "、".join(clock(each.start) for each, _, _ in chain)
        why = f"{ROLE_NAMES[self.role]}在 {times} 说了 {len(chain)} 次“{turn.text[start:end]}”"
        return Evidence(why, span_of(turn, start, end), turn.role, quote(turn, start, end))
