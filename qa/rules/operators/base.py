"""What every operator is: its parameters, and how it finds its answer in a call."""

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from qa.language.phrases import check_phrase
from qa.language.template import MAX_LENGTH, TemplateError
from qa.rules.ear import Ear, Listener
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth
from qa.rules.names import listed
from qa.rules.position import Anchor, Strict
from qa.yamlfile import shown

Groups = tuple[tuple[str, ...], ...]
Synonyms = Mapping[str, tuple[str, ...]]
_WORD = re.compile(r"<([^<>]+)>")
LIST_MARK = "@"
"""`@name` in a list of phrases stands for the named list."""


class Operator(Strict):
    """A condition's operator. Its fields are the keys of the rulebook."""

    cost: ClassVar[int] = 10
    """How long it takes to evaluate, roughly: what is looked up costs 1."""

    @abstractmethod
    def evaluate(self, hearing: Hearing) -> Finding:
        """Whether the condition holds in this call, with the reasons."""

    def truth(self, hearing: Hearing) -> Truth:
        """The truth that `evaluate` finds."""
        return self.evaluate(hearing).truth

    def listeners(self) -> Iterable[Listener]:
        """What it hears single texts with (`Hearing.found_by`)."""
        return ()

    @property
    def refers_to(self) -> Iterable[str]:
        """The named conditions that it looks at, its anchor's among them."""
        anchor = getattr(self, "anchor", None)
        return (anchor.condition,) if isinstance(anchor, Anchor) else ()

    @property
    def takes_edits(self) -> bool:
        """Whether its phrases may be found with edits, or only with homophones."""
        return True

    def vocabulary(self) -> Iterable[str]:
        """The phrases to search for, so that those of a whole rulebook are searched together."""
        return ()


def ear_of(operators: Iterable[Operator]) -> Ear:
    """Hears for all of these."""
    all_of_them = list(operators)
    vocabulary = [
        (phrase, each.takes_edits) for each in all_of_them for phrase in each.vocabulary()
    ]
    return Ear(vocabulary, [listener for each in all_of_them for listener in each.listeners()])


def _expanded(phrases: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Named lists put in place of their names, every phrase checked."""
    groups = _grouped(phrases, info)
    return tuple(dict.fromkeys(phrase for group in groups for phrase in group))


def _grouped(entries: tuple[str, ...], info: ValidationInfo) -> Groups:
    """What each entry stands for: itself, or the phrases of the list that it names."""
    context: Mapping[str, object] = info.context or {}
    lists, synonyms = context.get("lists", {}), context.get("synonyms", {})
    assert isinstance(lists, Mapping)
    assert isinstance(synonyms, Mapping)
    return tuple(_group(entry, lists, synonyms) for entry in dict.fromkeys(entries))


def _as_groups(entries: object, info: ValidationInfo) -> Groups:
    if not isinstance(entries, list | tuple) or not all(isinstance(each, str) for each in entries):
        raise ValueError("give a list of phrases and @names of phrase lists")
    return _grouped(tuple(entries), info)


def _group(entry: str, lists: Mapping[str, tuple[str, ...]], synonyms: Synonyms) -> tuple[str, ...]:
    if not entry.startswith(LIST_MARK):
        return (checked_phrase(entry, synonyms),)
    if entry[1:] in lists:
        return tuple(lists[entry[1:]])
    raise ValueError(no_such_list(entry, lists))


def no_such_list(entry: str, lists: Iterable[str]) -> str:
    """What is wrong with an entry that names none of the lists."""
    known = listed(f"{LIST_MARK}{name}" for name in lists)
    return f"there is no phrase list {shown(entry)}; known: {known}"


def checked_phrase(phrase: str, synonyms: Synonyms = MappingProxyType({})) -> str:
    """The phrase with every `<word>` replaced by the word and its synonyms.

    Raises:
        ValueError: it is malformed, or a word has no synonyms.
    """
    try:
        spelled = _spelled(phrase, synonyms)
        check_phrase(spelled)
    except TemplateError as error:
        raise ValueError(f"the phrase {shown(phrase)}: {error}") from error
    return spelled


def _spelled(phrase: str, synonyms: Synonyms) -> str:
    spelled, end = "", 0
    for word in _WORD.finditer(phrase):
        spelled += phrase[end : word.start()] + _alternatives(word[1], synonyms)
        end = word.end()
        if len(spelled) > MAX_LENGTH:
            raise TemplateError(f"longer than {MAX_LENGTH} characters with its synonyms")
    return spelled + phrase[end:]


def _alternatives(word: str, synonyms: Synonyms) -> str:
    if word not in synonyms:
        known = listed(f"<{each}>" for each in synonyms)
        raise TemplateError(f"there are no synonyms of <{word}>; known: {known}")
    return f"({'|'.join((word, *synonyms[word]))})"


Entry = Annotated[str, WithJsonSchema({"type": "string", "format": "phrase"})]
Phrases = Annotated[tuple[Entry, ...], AfterValidator(_expanded)]
"""A list of phrases (`qa.language.template`) and of `@names` of phrase lists."""
PhraseGroups = Annotated[
    Groups,
    BeforeValidator(_as_groups),
    WithJsonSchema({"type": "array", "items": {"type": "string", "format": "phrase"}}),
]
"""The same list, with the phrases that each entry stands for kept together."""
