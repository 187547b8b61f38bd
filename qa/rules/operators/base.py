"""What every operator is: its parameters, and how it finds its answer in a call."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from qa.language.phrases import check_phrase
from qa.language.template import TemplateError
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding
from qa.rules.scope import Strict

LIST_MARK = "@"
"""`@name` in a list of phrases stands for the named list."""


class Operator(Strict):
    """A condition's operator. Its fields are the keys of the rulebook."""

    @abstractmethod
    def evaluate(self, hearing: Hearing) -> Finding:
        """Whether the condition holds in this call, with the reasons."""

    @property
    def takes_edits(self) -> bool:
        """Whether its phrases may be found with edits, or only with homophones."""
        return True

    def vocabulary(self) -> Iterable[str]:
        """The phrases to search for, so that those of a whole rulebook are searched together."""
        return ()


def _expanded(phrases: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Named lists put in place of their names, every phrase checked."""
    context: Mapping[str, object] = info.context or {}
    lists = context.get("lists", {})
    expanded: list[str] = []
    for phrase in phrases:
        if not phrase.startswith(LIST_MARK):
            expanded.append(checked_phrase(phrase))
        elif isinstance(lists, Mapping) and phrase[1:] in lists:
            expanded.extend(lists[phrase[1:]])
        else:
            known = ", ".join(f"@{name}" for name in lists) if isinstance(lists, Mapping) else ""
            raise ValueError(f"there is no phrase list {phrase!r}; known: {known or 'none'}")
    return tuple(dict.fromkeys(expanded))


def checked_phrase(phrase: str) -> str:
    """The phrase itself.

    Raises:
        ValueError: it is malformed.
    """
    try:
        check_phrase(phrase)
    except TemplateError as error:
        raise ValueError(f"the phrase {phrase!r}: {error}") from error
    return phrase


Phrases = Annotated[tuple[str, ...], AfterValidator(_expanded)]
"""A list of phrases (`qa.language.template`) and of `@names` of phrase lists."""
