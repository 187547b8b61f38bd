"""Named phrase lists: written once, used by name in rules and in other lists."""

from collections.abc import Mapping

from qa.errors import Problem
from qa.rules.operators.base import LIST_MARK, Synonyms, checked_phrase, no_such_list
from qa.yamlfile import Data, Document

Lists = Mapping[str, tuple[str, ...]]
MAX_PHRASES = 10_000
"""Ten times the phrases of a shipped rulebook."""
MAX_DEPTH = 20
"""How deep lists may name lists."""


def synonyms_of(documents: Mapping[str, Document]) -> tuple[Synonyms, list[Problem]]:
    """Word → words that stand for the same, and a problem for every word defined twice."""
    known: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for document in documents.values():
        data = document.data
        words = data.get("synonyms") if isinstance(data, dict) else None
        for word, others in words.items() if isinstance(words, dict) else ():
            if word in known:
                what = f"the synonyms of {word!r} exist already"
                problems.append(document.problem(("synonyms", word), what))
            known[word] = tuple(map(str, others)) if isinstance(others, list) else ()
    return known, problems


def phrase_lists(
    documents: Mapping[str, Document], synonyms: Synonyms
) -> tuple[Lists, list[Problem]]:
    """All named lists, with names in them replaced and every phrase checked."""
    raw: dict[str, tuple[Document, list[Data]]] = {}
    problems: list[Problem] = []
    for document in documents.values():
        data = document.data
        lists = data.get("phrases") if isinstance(data, dict) else None
        for name, phrases in lists.items() if isinstance(lists, dict) else ():
            if name in raw:
                what = f"the phrase list {name!r} exists already"
                problems.append(document.problem(("phrases", name), what))
            raw[name] = (document, phrases if isinstance(phrases, list) else [])
    if sum(len(phrases) for _, phrases in raw.values()) > MAX_PHRASES:
        document, _ = next(iter(raw.values()))
        what = f"more than {MAX_PHRASES:,} phrases in all lists"
        return dict.fromkeys(raw, ()), [*problems, document.problem(("phrases",), what)]
    resolver = _Resolver(raw, synonyms, problems)
    return {name: resolver.resolve(name, ()) for name in raw}, problems


class _Resolver:
    """Replaces names in phrase lists by what they stand for."""

    def __init__(
        self,
        raw: Mapping[str, tuple[Document, list[Data]]],
        synonyms: Synonyms,
        problems: list[Problem],
    ) -> None:
        self._raw = raw
        self._synonyms = synonyms
        self._problems = problems
        self._resolved: dict[str, tuple[str, ...]] = {}

    def resolve(self, name: str, within: tuple[str, ...]) -> tuple[str, ...]:
        """What a list stands for; found out once, however many lists name it."""
        if name not in self._resolved:
            self._resolved[name] = self._found(name, within)
        return self._resolved[name]

    def _found(self, name: str, within: tuple[str, ...]) -> tuple[str, ...]:
        document, phrases = self._raw[name]
        resolved: list[str] = []
        for at, phrase in enumerate(phrases):
            try:
                resolved += self._phrases(str(phrase), (*within, name))
            except ValueError as error:
                self._problems.append(document.problem(("phrases", name, at), str(error)))
        return tuple(dict.fromkeys(resolved))

    def _phrases(self, phrase: str, within: tuple[str, ...]) -> tuple[str, ...]:
        if not phrase.startswith(LIST_MARK):
            return (checked_phrase(phrase, self._synonyms),)
        name = phrase.removeprefix(LIST_MARK)
        if name in within:
            raise ValueError(f"the phrase list {name!r} contains itself")
        if len(within) >= MAX_DEPTH:
            raise ValueError(f"phrase lists that name phrase lists more than {MAX_DEPTH} deep")
        if name not in self._raw:
            raise ValueError(no_such_list(phrase, self._raw))
        return self.resolve(name, within)
