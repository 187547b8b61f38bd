"""One call as the operators see it: who said what, what is known of it, and where phrases hit."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from qa.call import AudioCondition, Call, Role, Transcript, Turn
from qa.language.phrases import Hit, PhraseIndex
from qa.language.spoken import INTERJECTIONS
from qa.measures.values import Measures
from qa.rules.logic import Finding
from qa.timeline import Seconds

if TYPE_CHECKING:
    from qa.rules.stretch import Stretch

SEAM_PAUSE_S: Seconds = 1.0
"""A role that goes on within this time after a word thrown in by the other may be in the middle
of a phrase."""
_SEAM_LENGTH = 4
"""Characters from which a phrase is believed across two turns."""
_CACHED_TEXTS = 20_000


class Ear:
    """Finds the phrases of whole rulebooks in a text; remembers texts, since calls repeat."""

    def __init__(self, vocabulary: Iterable[tuple[str, bool]]) -> None:
        """`vocabulary` holds phrases, each with whether it may be found with edits."""
        self._edits: dict[str, bool] = {}
        for phrase, edits in vocabulary:
            self._edits[phrase] = edits or self._edits.get(phrase, False)
        self._known: dict[str, Mapping[str, tuple[Hit, ...]]] = {}

    @cached_property
    def _index(self) -> PhraseIndex:
        firm = {phrase for phrase, edits in self._edits.items() if not edits}
        return PhraseIndex(self._edits, firm)

    def prepare(self, texts: Iterable[str]) -> None:
        """Search many texts at once, so that `hits` has them at hand."""
        wanted = [text for text in dict.fromkeys(texts) if text and text not in self._known]
        if len(self._known) + len(wanted) > _CACHED_TEXTS:
            self._known.clear()
        for text in wanted:
            self._known[text] = self._index.search(text)

    def hits(self, text: str) -> Mapping[str, tuple[Hit, ...]]:
        """Phrase → hits. The first call takes about half a second to make the search ready."""
        if text not in self._known:
            if len(self._known) >= _CACHED_TEXTS:
                self._known.clear()
            self._known[text] = self._index.search(text)
        return self._known[text]


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn, or two of one role that belong together, as something to search in."""

    turn: Turn
    first: int
    """Index of the (first) turn in the transcript."""
    seam: int | None = None
    """Where the second of two turns begins in the text; hits have to lie across it."""


class Evaluable(Protocol):
    """A condition, as far as a call needs to know it."""

    def evaluate(self, hearing: "Hearing") -> Finding:
        """Whether it holds in this call."""


class Hearing:
    """A call with its transcript and measures, the ear and the named conditions of its rulebook.

    What several conditions ask is found out once: named conditions, stretches, doubts.
    """

    def __init__(
        self,
        call: Call,
        transcript: Transcript,
        measures: Measures,
        ear: Ear,
        min_confidence: float,
        conditions: Mapping[str, Evaluable] = MappingProxyType({}),
    ) -> None:
        self.call = call
        self.transcript = transcript
        self.measures = measures
        self.min_confidence = min_confidence
        """Mean word probability below which nothing can be said to be absent."""
        self.stretches: dict[tuple[str, str], Stretch] = {}
        """By role and position."""
        self.doubts: dict[Hashable, tuple[str, ...]] = {}
        """By what was looked for where."""
        self._ear = ear
        self._conditions = conditions
        self._named: dict[str, Finding] = {}
        self._by_role: dict[str, Sequence[Turn]] = {}

    def named(self, condition: str) -> Finding:
        """What a named condition of the rulebook finds."""
        if condition not in self._named:
            self._named[condition] = self._conditions[condition].evaluate(self)
        return self._named[condition]

    def turns_of(self, role: str) -> Sequence[Turn]:
        """The turns that a role (agent, customer, any) says or, being of unknown role, may say."""
        if role == "any":
            return self.turns
        if role not in self._by_role:
            ours = (role, Role.UNKNOWN)
            self._by_role[role] = [turn for turn in self.turns if turn.role in ours]
        return self._by_role[role]

    @property
    def turns(self) -> Sequence[Turn]:
        """All turns, ordered by start."""
        return self.transcript.turns

    @property
    def condition(self) -> AudioCondition:
        """What is known about the recording."""
        return self.transcript.condition

    @cached_property
    def roles_known(self) -> bool:
        """Whether every turn has its speaker."""
        return all(turn.role is not Role.UNKNOWN for turn in self.turns)

    def hits(self, text: str) -> Mapping[str, tuple[Hit, ...]]:
        """Where the rulebook's phrases occur in a text."""
        return self._ear.hits(text)

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """Every turn with words, and the seams between turns that the other only interrupted."""
        passages = []
        last: dict[Role, Passage] = {}
        for number, turn in enumerate(self.turns):
            if not turn.text:
                continue
            before = last.get(turn.role)
            if before and turn.start - before.turn.end <= SEAM_PAUSE_S:
                passages.append(_seam(before, turn))
            last[turn.role] = Passage(turn, number)
            passages.append(last[turn.role])
        return passages

    @cached_property
    def where(self) -> Mapping[str, Sequence[int]]:
        """Phrase → the passages, by number, that it is found in."""
        where: dict[str, list[int]] = {}
        for number, passage in enumerate(self.passages):
            for phrase in self.hits(passage.turn.text):
                where.setdefault(phrase, []).append(number)
        return where

    def passages_with(self, phrases: Set[str]) -> Iterator[Passage]:
        """The passages in which one of these phrases is found, in order."""
        where = self.where
        numbers = {number for phrase in where.keys() & phrases for number in where[phrase]}
        return (self.passages[number] for number in sorted(numbers))


def _seam(before: Passage, turn: Turn) -> Passage:
    left = before.turn
    confidence = min(left.confidence, turn.confidence)
    joined = Turn(
        start=left.start,
        end=max(left.end, turn.end),
        role=left.role,
        text=left.text + turn.text,
        raw_text=left.raw_text + turn.raw_text,
        confidence=confidence,
        words=left.words + turn.words if left.words and turn.words else (),
    )
    return Passage(joined, before.first, seam=len(left.text))


def crosses(passage: Passage, hit: Hit) -> bool:
    """Whether a hit counts in a passage: in a turn always, over a seam only if it spans it."""
    if passage.seam is None:
        return True
    return hit.start < passage.seam < hit.end and hit.end - hit.start >= _SEAM_LENGTH


def says_something(turn: Turn) -> bool:
    """Whether a turn holds more than interjections and punctuation."""
    return _is_said(turn.text)


@lru_cache(maxsize=_CACHED_TEXTS)
def _is_said(text: str) -> bool:
    return any(char.isalnum() and char not in INTERJECTIONS for char in text)
