"""Named phrase lists: written once, used by name in rules and in other lists."""

from collections.abc import Mapping

from qa.errors import Problem
from qa.rules.operators.base import LIST_MARK, Synonyms, checked_phrase
from qa.yamlfile import Data, Document

Lists = Mapping[str, tuple[str, ...]]


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

    def resolve(self, name: str, within: tuple[str, ...]) -> tuple[str, ...]:
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
        if name not in self._raw:
            known = ", ".join(f"@{other}" for other in self._raw)
            raise ValueError(f"there is no phrase list {phrase!r}; known: {known}")
        return self.resolve(name, within)
