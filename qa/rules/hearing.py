"""One call as the operators see it: who said what, what is known of it, what is heard in it."""

from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from qa.call import AudioCondition, Call, Role, Transcript, Turn
from qa.language.phrases import Hit
from qa.language.spoken import INTERJECTIONS
from qa.measures.values import Measures
from qa.rules.ear import Ear, Listener, PhraseHits, Said
from qa.rules.logic import Finding, Truth
from qa.timeline import Seconds

if TYPE_CHECKING:
    from qa.rules.stretch import Stretch

SEAM_PAUSE_S: Seconds = 1.0
"""A role that goes on within this time after a word thrown in by the other may be in the middle
of a phrase."""
SEAM_LENGTH = 4
"""Characters from which something is believed across two turns."""
_CACHED_TEXTS = 20_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn, or two of one role that belong together, as something to search in."""

    turn: Turn
    first: Turn
    """The turn, or the first of the two."""


Sighted = tuple[Passage, Sequence[Hit]]
"""Where something was heard, and what."""


class Evaluable(Protocol):
    """A condition, as far as a call needs to know it."""

    def find(self, hearing: "Hearing") -> Finding:
        """Whether it holds in this call, and where."""

    def truth(self, hearing: "Hearing") -> Truth:
        """The truth that `find` finds."""


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
        self.doubts: dict[Hashable, tuple[tuple[str, ...], float]] = {}
        """Doubts and confidence by who was listened to where."""
        self._ear = ear
        self._conditions = conditions
        self._named: dict[str, Finding] = {}
        self._truths: dict[str, Truth] = {}
        self._by_role: dict[str, Sequence[Turn]] = {}
        self._said_by_role: dict[str, Sequence[tuple[Turn, Turn | None]]] = {}

    def named(self, condition: str) -> Finding:
        """What a named condition of the rulebook finds."""
        if condition not in self._named:
            self._named[condition] = self._conditions[condition].find(self)
        return self._named[condition]

    def truth_of(self, condition: str) -> Truth:
        """Whether a named condition holds."""
        if condition in self._named:
            return self._named[condition].truth
        if condition not in self._truths:
            self._truths[condition] = self._conditions[condition].truth(self)
        return self._truths[condition]

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

    def hits(self, text: str) -> PhraseHits:
        """Where the rulebook's phrases occur in a text."""
        return self._ear.hits(text)

    def found_by(
        self, listener: Listener, inside: Container[int] | None = None
    ) -> Sequence[Sighted]:
        """The passages in which a listener hears something, in order.

        Where `inside` holds the identities of turns, those that begin in others may be left out.
        """
        if listener.wanted is not None:
            return self._found.get(id(listener), ())
        found = []
        for turn, left in self._said_by(listener.role):
            if inside is None or id(left or turn) in inside:
                hits = self._ear.heard_by(listener, left.text if left else "", turn.text)
                if hits:
                    found.append((_passage(turn, left), hits))
        return found

    @cached_property
    def _found(self) -> Mapping[int, Sequence[Sighted]]:
        """By identity of the listeners that want phrases."""
        found: dict[int, list[Sighted]] = {}
        for turn, left in self._said:
            heard = self._ear.heard(turn.role, left.text if left else "", turn.text)
            if heard:
                passage = _passage(turn, left)
                for listener, hits in heard:
                    found.setdefault(listener, []).append((passage, hits))
        return found

    def _said_by(self, role: str) -> Sequence[tuple[Turn, Turn | None]]:
        if role == "any":
            return self._said
        if role not in self._said_by_role:
            ours = (role, Role.UNKNOWN)
            self._said_by_role[role] = [each for each in self._said if each[0].role in ours]
        return self._said_by_role[role]

    @cached_property
    def _said(self) -> Sequence[tuple[Turn, Turn | None]]:
        """Every turn that has a text, alone and after the one that it may go on from."""
        said: list[tuple[Turn, Turn | None]] = []
        last: dict[Role, Turn] = {}
        for turn in self.turns:
            if turn.text:
                left = last.get(turn.role)
                if left is not None and turn.start - left.end <= SEAM_PAUSE_S:
                    said.append((turn, left))
                said.append((turn, None))
                last[turn.role] = turn
        return said

    @property
    def texts(self) -> Iterator[Said]:
        """All that is searched in."""
        for turn, left in self._said:
            yield left.text if left else "", turn.text


def _passage(turn: Turn, left: Turn | None) -> Passage:
    return Passage(_joined(left, turn), left) if left else Passage(turn, turn)


def _joined(left: Turn, right: Turn) -> Turn:
    """Two turns of one role as one."""
    return Turn(
        start=left.start,
        end=max(left.end, right.end),
        role=left.role,
        text=left.text + right.text,
        raw_text=left.raw_text + right.raw_text,
        confidence=min(left.confidence, right.confidence),
        words=left.words + right.words if left.words and right.words else (),
    )


def across(hits: Iterable[Hit], seam: int | None) -> Iterator[Hit]:
    """Those that count: in a turn all, over a seam only what spans it."""
    for hit in hits:
        spans = seam is None or hit.start < seam < hit.end
        if spans and (seam is None or hit.end - hit.start >= SEAM_LENGTH):
            yield hit


def says_something(turn: Turn) -> bool:
    """Whether a turn holds more than interjections and punctuation."""
    return _is_said(turn.text)


@lru_cache(maxsize=_CACHED_TEXTS)
def _is_said(text: str) -> bool:
    return any(char.isalnum() and char not in INTERJECTIONS for char in text)
