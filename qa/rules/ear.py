"""What the conditions of a rulebook hear in a text, whoever's call it is.

Texts come again and again, in a call and from call to call; what is heard in one is found out
once. All phrases of a rulebook are searched for together, and only the listeners that want
a phrase that was found are asked what they make of it. Those that want none in particular are
asked about the texts that somebody wants to know of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from qa.call import Role
from qa.language.phrases import Hit, PhraseIndex

_CACHED_TEXTS = 20_000
"""Some 2 kB each."""
Said = tuple[str, str]
"""The text of a turn, after that of the turn that it may go on from, or nothing."""
PhraseHits = Mapping[str, Sequence[Hit]]
"""Phrase → where it occurs in a text, in order."""
Heard = tuple[tuple[int, tuple[Hit, ...]], ...]
"""(identity of a listener, what it hears in a text), for those that want phrases and hear some."""


class Listener(Protocol):
    """Hears something in a single text."""

    @property
    def role(self) -> str:
        """Whose words it listens to: agent, customer, any."""

    @property
    def wanted(self) -> frozenset[str] | None:
        """Phrases without any of which it hears nothing; None: it has to be asked."""

    def heard_in(self, text: str, hits: PhraseHits, seam: int | None) -> Iterable[Hit]:
        """What counts, in order.

        `seam` is where the second of two turns begins, None in a single one; over a seam only
        what lies across it counts.
        """


class Ear:
    """Hears for all conditions of one rulebook."""

    def __init__(
        self, vocabulary: Iterable[tuple[str, bool]], listeners: Iterable[Listener] = ()
    ) -> None:
        """`vocabulary` holds phrases, each with whether it may be found with edits."""
        self._edits: dict[str, bool] = {}
        for phrase, edits in vocabulary:
            self._edits[phrase] = edits or self._edits.get(phrase, False)
        self._listeners = tuple(listeners)
        self._hits: dict[Said, PhraseHits] = {}
        self._heard: dict[tuple[Role, str, str], Heard] = {}
        self._heard_by: dict[tuple[int, str, str], tuple[Hit, ...]] = {}

    def __getstate__(self) -> dict[str, object]:
        """What it remembers stays here: in another process the listeners are others."""
        return {**self.__dict__, "_hits": {}, "_heard": {}, "_heard_by": {}}

    def prepare(self, texts: Iterable[Said]) -> None:
        """Search many texts at once, so that they are at hand."""
        wanted = [said for said in dict.fromkeys(texts) if said not in self._hits]
        if len(self._hits) + len(wanted) > _CACHED_TEXTS:
            self._forget()
        joined = [before + text for before, text in wanted]
        seams = [len(before) for before, _ in wanted]
        self._hits.update(zip(wanted, self._index.search_many(joined, seams), strict=True))

    def hits(self, text: str) -> PhraseHits:
        """Where the phrases occur in a text. The first search makes the index."""
        return self._found("", text)

    def heard(self, role: Role, before: str, text: str) -> Heard:
        """What the listeners that want phrases hear when `role` says a text."""
        key = (role, before, text)
        known = self._heard.get(key)
        if known is None:
            known = self._heard[key] = tuple(self._listen(role, before, text))
        return known

    def heard_by(self, listener: Listener, before: str, text: str) -> tuple[Hit, ...]:
        """What one of the listeners hears in a text, whoever says it."""
        key = (id(listener), before, text)
        known = self._heard_by.get(key)
        if known is None:
            hits, seam = self._found(before, text), len(before) or None
            known = tuple(listener.heard_in(before + text, hits, seam))
            self._heard_by[key] = known
        return known

    def _found(self, before: str, text: str) -> PhraseHits:
        """Where the phrases occur; over a seam, if any lies across it."""
        if (before, text) not in self._hits:
            self.prepare([(before, text)])
        return self._hits[before, text]

    def _listen(self, role: Role, before: str, text: str) -> Iterator[tuple[int, tuple[Hit, ...]]]:
        hits = self._found(before, text)
        if hits:
            joined, seam = before + text, len(before) or None
            wanting = self._by_phrase[role]
            for number in {number for phrase in hits for number in wanting.get(phrase, ())}:
                listener = self._listeners[number]
                found = tuple(listener.heard_in(joined, hits, seam))
                if found:
                    yield id(listener), found

    @cached_property
    def _by_phrase(self) -> Mapping[Role, Mapping[str, Sequence[int]]]:
        """By role: phrase → listeners that want it."""
        return {role: self._wanting(role) for role in Role}

    def _wanting(self, role: Role) -> Mapping[str, Sequence[int]]:
        wanting: dict[str, list[int]] = defaultdict(list)
        for number, listener in enumerate(self._listeners):
            if role is Role.UNKNOWN or listener.role in ("any", role):
                for phrase in listener.wanted or ():
                    wanting[phrase].append(number)
        return dict(wanting)

    def _forget(self) -> None:
        self._hits.clear()
        self._heard.clear()
        self._heard_by.clear()

    @cached_property
    def _index(self) -> PhraseIndex:
        firm = {phrase for phrase, edits in self._edits.items() if not edits}
        return PhraseIndex(self._edits, firm)
