"""`near`: a phrase is said close to another one, or without another one close to it.

    near:
      label: 承诺收益
      phrases: [保证, 承诺, 肯定]
      with: [收益, 赚钱, 不亏]
      chars: 8
      ordered: true
      role: agent

`with` asks that one of these stands near (NEAR), `without` that none does (NOT NEAR). Near is
within `chars` characters of the same turn, or within `turns` turns of the call. A hit is a
phrase that counts, its evidence spans from one to the other. Otherwise false, or unknown when
it may have been said unheard.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from qa.language.units import letters
from qa.rules.doubts import doubts_about
from qa.rules.ear import Listener
from qa.rules.evidence import clock, hit_evidence
from qa.rules.hearing import Hearing
from qa.rules.listening import Listening
from qa.rules.logic import Finding
from qa.rules.operators.base import Operator, Phrases
from qa.rules.operators.phrase import Phrase
from qa.rules.stretch import Found, Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Span

Speaker = Literal["agent", "customer", "any"]


class _Pair(NamedTuple):
    """What stands near a hit."""

    other: Found | None
    """The other phrase, where there is one."""
    doubt: str
    """Why that may not be so; empty where it surely is."""


class Near(Operator, Listening):
    """A phrase is said close to another one, or without another one close to it."""

    phrases: Annotated[Phrases, Field(min_length=1)]
    """What to listen for."""
    with_: Annotated[Phrases, Field(alias="with")] = ()
    """One of these has to stand near it."""
    without: Phrases = ()
    """None of these may stand near it."""
    with_role: Speaker | None = None
    """Who says the other phrase; by default `role`. Of use with `turns`."""
    chars: Annotated[int, Field(ge=0, le=200)] | None = None
    """At most so many characters lie between the two, in one turn."""
    turns: Annotated[int, Field(ge=0, le=50)] | None = None
    """At most so many turns of the call lie from one to the other; 0 is the same turn."""
    ordered: bool = False
    """The other phrase has to come after."""
    except_: Annotated[Phrases, Field(alias="except")] = ()
    """A hit of either overlapped by one of these does not count."""
    tolerance: Literal["characters", "sound", "edits"] = "edits"
    """As in `phrase`."""
    label: str = "关键话术"
    """What it is together, in words for the reader."""

    @model_validator(mode="after")
    def _complete(self) -> "Near":
        if bool(self.with_) == bool(self.without):
            raise ValueError("give either `with` or `without`")
        if (self.chars is None) == (self.turns is None):
            raise ValueError("give either `chars` or `turns`")
        return self

    @property
    def takes_edits(self) -> bool:
        """As `tolerance` says."""
        return self.tolerance == "edits"

    def vocabulary(self) -> Iterable[str]:
        """Both sides and the exceptions."""
        return (*self.phrases, *self.with_, *self.without, *self.except_)

    def listeners(self) -> Iterable[Listener]:
        """One for each side."""
        return self._one, self._other

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look for neighbours in the scope."""
        return self.over(hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        found = part.heard(hearing, self._one)
        others = self._other.stretch(hearing).heard(hearing, self._other) if found else []
        pairs = dict(self._pairs(hearing, found, others))
        tell = partial(self._tell, pairs)
        sure = [one for one, pair in pairs.items() if not pair.doubt and self.surely(one)]
        if pairs and not sure:
            return self.suspected(list(pairs), tell)
        return self.outcome(hearing, part, self.label, sure, tell)

    @cached_property
    def _one(self) -> Phrase:
        return self._listening(self.phrases, self.role)

    @cached_property
    def _other(self) -> Phrase:
        return self._listening(self.with_ or self.without, self.with_role or self.role)

    def _listening(self, phrases: Sequence[str], role: Speaker) -> Phrase:
        return Phrase.model_construct(
            phrases=tuple((phrase,) for phrase in phrases),
            except_=self.except_,
            role=role,
            unknown_role=self.unknown_role,
            tolerance=self.tolerance,
        )

    def _pairs(
        self, hearing: Hearing, found: Iterable[Found], others: Sequence[Found]
    ) -> Iterator[tuple[Found, _Pair]]:
        """Hits that count or may count, each with its neighbour."""
        places = {id(turn): number for number, turn in enumerate(hearing.turns)}
        for one in found:
            near = [other for other in others if self._close(one, other, places)]
            sure = [other for other in near if self._other.surely(other)]
            if self.with_ and near:
                other = (sure or near)[0]
                yield one, _Pair(other, self._doubt(other))
            elif self.without and not sure:
                doubt = self._doubt(near[0]) if near else self._unheard(hearing, one, places)
                yield one, _Pair(None, doubt)

    def _doubt(self, other: Found) -> str:
        unsure = self._other.unsure(other)
        return f"附近的“{other.said}”{unsure}" if unsure else ""

    def _unheard(self, hearing: Hearing, one: Found, places: Mapping[int, int]) -> str:
        """Why the other may have been said near a hit all the same."""
        at, reach = places[id(one.first)], self.turns or 0
        turns = hearing.turns_of(self._other.role)
        around = [turn for turn in turns if abs(places[id(turn)] - at) <= reach]
        doubts = doubts_about(hearing, self._other.role, around, ())
        return f"附近是否另有说明,{';'.join(doubts)},无法判断" if doubts else ""

    def _close(self, one: Found, other: Found, places: Mapping[int, int]) -> bool:
        if one.first is other.first and one.turn.text == other.turn.text:
            first, second = sorted((one.hit, other.hit))
            if second.start < first.end or (self.ordered and first is not one.hit):
                return False
            between = len(letters(one.turn.text[first.end : second.start]))
            return self.chars is None or between <= self.chars
        if self.turns is None:
            return False
        distance = places[id(other.first)] - places[id(one.first)]
        return abs(distance) <= self.turns and (distance > 0 or not self.ordered)

    def _tell(self, pairs: Mapping[Found, _Pair], one: Found) -> Evidence:
        other, doubt = pairs[one]
        evidence = self._lone(one) if other is None else self._both(one, other)
        return replace(evidence, why=f"{evidence.why};{doubt}") if doubt else evidence

    def _lone(self, one: Found) -> Evidence:
        evidence = hit_evidence(one.turn, one.hit, self.label)
        return replace(evidence, why=f"{evidence.why},附近没有应有的说明")

    def _both(self, one: Found, other: Found) -> Evidence:
        first, second = sorted((one, other), key=lambda each: (each.turn.start, each.hit.start))
        begun, ended = first.span, second.span
        why = f"在 {clock(begun.start)} 先后说“{first.said}”与“{second.said}”,属于{self.label}"
        whole = Span(begun.start, max(begun.end, ended.end))
        return replace(hit_evidence(first.turn, first.hit, self.label), why=why, span=whole)
