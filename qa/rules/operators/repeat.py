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
from functools import cached_property, partial
from operator import itemgetter
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from qa.call import Role, Turn
from qa.language.phrases import Hit
from qa.rules.ear import Listener, PhraseHits
from qa.rules.evidence import clock, quote, span_of
from qa.rules.hearing import Hearing
from qa.rules.likeness import likeness, sentences, with_echo
from qa.rules.logic import Finding, Truth, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator, Phrases
from qa.rules.position import Position
from qa.rules.scope import over, stretch_of
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

Said = tuple[Turn, int, int]
"""A sentence: its turn and its range of the turn's text."""


class Repeat(Operator, Position):
    """A role says the same again."""

    cost: ClassVar[int] = 100

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

    def listeners(self) -> Iterable[Listener]:
        """Itself."""
        return (self,)

    @property
    def wanted(self) -> None:
        """It listens to any text."""

    def heard_in(self, text: str, hits: PhraseHits, seam: int | None) -> Sequence[Hit]:
        """The sentences that are to be compared."""
        if seam is not None:
            return ()
        voids = [hit for phrase in hits.keys() & self._excepted for hit in hits[phrase]]
        return [
            Hit(start, end, text[start:end], exact=True, edits=0, quality=1)
            for start, end in sentences(text, self.min_chars)
            if not any(hit.start < end and start < hit.end for hit in voids)
        ]

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare the role's sentences with its earlier ones."""
        if not hearing.roles_known:
            return unknown(Evidence(f"录音不分声道,无法判断{ROLE_NAMES[self.role]}是否重复"))
        return over(self, self.role, hearing, self._look)

    def truth(self, hearing: Hearing) -> Truth:
        """The first repetition is enough."""
        if not hearing.roles_known or self.anchor is not None:
            return super().truth(hearing)
        part = stretch_of(self, self.role, hearing)
        return Truth.FALSE if next(self._repeated(hearing, part), None) is None else Truth.TRUE

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        repeated = list(self._repeated(hearing, part))
        who = ROLE_NAMES[self.role]
        if not repeated:
            why = f"{who}没有重复{self.label}"
            return false(Evidence(why, role=Role(self.role)))
        return true(*(partial(self._evidence, chain) for chain in repeated))

    def _repeated(self, hearing: Hearing, part: Stretch) -> Iterator[Sequence[Said]]:
        """The same sentence said often enough, each time once, in order."""
        heard = {id(passage.first): hits for passage, hits in hearing.found_by(self)}
        said = [
            [(turn, hit.start, hit.end) for hit in heard.get(id(turn), ())] for turn in part.turns
        ]
        texts = [[_text(each) for each in own] for own in said]
        taken: set[int] = set()
        echoed = with_echo(texts, self.similarity, self.within_turns)
        for number in sorted({number for number, _ in echoed}):
            if number in taken:
                continue
            chain: Sequence[tuple[int, Said]] = ()
            for place, each in enumerate(said[number]):
                if (number, place) in echoed:
                    found = [(number, each), *self._again(each, number, said)]
                    chain = max(chain, found, key=len)
            if len(chain) >= self.times:
                taken.update(place for place, _ in chain)
                yield [sentence for _, sentence in chain]

    @cached_property
    def _excepted(self) -> frozenset[str]:
        return frozenset(self.except_)

    def _again(
        self, first: Said, number: int, said: Sequence[Sequence[Said]]
    ) -> Iterator[tuple[int, Said]]:
        """Later turns that say the same, none more than `within_turns` after the last."""
        last = number
        for place in range(number + 1, len(said)):
            if place - last > self.within_turns:
                return
            alike = [
                (likeness(_text(first), _text(each), self.similarity), each) for each in said[place]
            ]
            closest, same = max(alike, key=itemgetter(0), default=(0.0, first))
            if closest >= self.similarity:
                last = place
                yield place, same

    def _evidence(self, chain: Sequence[Said]) -> Evidence:
        turn, start, end = chain[-1]
        times = "、".join(clock(each.start) for each, _, _ in chain)
        why = f"{ROLE_NAMES[self.role]}在 {times} 说了 {len(chain)} 次“{turn.text[start:end]}”"
        return Evidence(why, span_of(turn, start, end), turn.role, quote(turn, start, end))


def _text(said: Said) -> str:
    turn, start, end = said
    return turn.text[start:end]
