"""The small language in which phrases are written.

    请(您|你)?(稍等|等一下)      alternatives; `?` makes the group or character before it optional
    [帮给]您                     one of these characters
    还有(什么|其他)…(帮|需要)    `…` is a gap of up to 6 characters within a sentence
    肯定~(涨|赚)                 `~` is a gap of up to 4 characters without a negation
    祝您{0-10}愉快               a gap with its own limits
    工号{digits}为您服务         a number, digit by digit or as letters and digits
    =拜拜                        by characters only, never by sound

Punctuation and interjections in a phrase are passed over, as they are in what was said. A
phrase stands for all its variants; `variants` spells them out as runs (unbroken stretches of
characters) with gaps between them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from qa.language.spoken import spoken

MAX_VARIANTS = 600
"""Per phrase; more is a sign that it should be cut into two."""
MAX_RUN = 20
"""Characters without a gap."""
MAX_LENGTH = 400
"""Characters of one phrase as written."""
_TOKEN = re.compile(r"\{(?P<slot>[^}]*)\}|\[(?P<set>[^\]]*)\]|(?P<mark>[(|)?…~])|(?P<char>.)", re.S)


class TemplateError(ValueError):
    """A phrase that cannot be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Between `least` and `most` characters of anything within the sentence."""

    least: int
    most: int
    negation: bool = True
    """Whether a negation may stand in the gap."""


@dataclass(frozen=True, slots=True)
class Digits:
    """A number or code, spoken digit by digit."""


Part = str | Gap | Digits
"""A run of characters, or what may stand between two runs."""
Variant = tuple[Part, ...]


@lru_cache(maxsize=16_384)
def variants(template: str) -> tuple[Variant, ...]:
    """Every way to say a phrase, longest first, each beginning and ending with a run.

    Raises:
        TemplateError: the phrase is malformed, empty, or has too many variants.
    """
    if len(template) > MAX_LENGTH:
        raise TemplateError(f"longer than {MAX_LENGTH} characters")
    parser = _Parser(template.removeprefix("="))
    spelled = {_joined(parts) for parts in parser.parse()}
    if () in spelled:
        raise TemplateError("a phrase needs at least one character that is always said")
    return tuple(sorted(spelled, key=lambda parts: (-_size(parts), str(parts))))


def by_characters_only(template: str) -> bool:
    """Whether a phrase forbids matching by sound."""
    return template.startswith("=")


def _size(parts: Variant) -> int:
    return sum(len(part) for part in parts if isinstance(part, str))


class _Parser:
    """Recursive descent; every method returns the list of ways that its stretch can be said."""

    def __init__(self, template: str) -> None:
        self._tokens = list(_TOKEN.finditer(template))
        self._next = 0

    def parse(self) -> list[Variant]:
        ways = self._alternatives()
        if self._next < len(self._tokens):
            raise TemplateError("`)` without `(`")
        return ways

    def _peek(self) -> str:
        if self._next >= len(self._tokens):
            return ""
        return self._tokens[self._next]["mark"] or ""

    def _alternatives(self) -> list[Variant]:
        ways = self._sequence()
        while self._peek() == "|":
            self._next += 1
            ways += self._sequence()
        return ways

    def _sequence(self) -> list[Variant]:
        ways: list[Variant] = [()]
        while self._next < len(self._tokens) and self._peek() not in ("|", ")"):
            item = self._item()
            if len(ways) * len(item) > MAX_VARIANTS:
                raise TemplateError(f"more than {MAX_VARIANTS} variants; cut it into two phrases")
            ways = [left + right for left, right in product(ways, item)]
        return ways

    def _item(self) -> list[Variant]:
        item = self._atom()
        if self._peek() == "?":
            self._next += 1
            item = [*item, ()]
        return item

    def _atom(self) -> list[Variant]:
        token = self._tokens[self._next]
        self._next += 1
        if token["slot"] is not None:
            return [(_slot(token["slot"]),)]
        if token["set"] is not None:
            return [(char,) for char in dict.fromkeys(token["set"])] or _fail("`[]` is empty")
        if token["mark"] == "(":
            ways = self._alternatives()
            if self._peek() != ")":
                raise TemplateError("`(` without `)`")
            self._next += 1
            return ways
        if token["mark"] == "?":
            raise TemplateError("`?` needs a character or a group before it")
        if token["mark"]:
            return [(Gap(0, 6) if token["mark"] == "…" else Gap(0, 4, negation=False),)]
        if token["char"] in "{}[]":
            raise TemplateError(f"`{token['char']}` without its partner")
        return [(token["char"],)]


def _fail(what: str) -> list[Variant]:
    raise TemplateError(what)


def _slot(name: str) -> Part:
    if name == "digits":
        return Digits()
    limits = re.fullmatch(r"(\d{1,2})-(\d{1,2})", name)
    if not limits or int(limits[1]) > int(limits[2]) or int(limits[2]) > 40:
        raise TemplateError(f"`{{{name}}}` is neither {{digits}} nor a gap such as {{0-10}}")
    return Gap(int(limits[1]), int(limits[2]))


def _joined(parts: Variant) -> Variant:
    """Characters into runs, neighbouring gaps into one, gaps at the edges away."""
    joined: list[Part] = []
    for part in parts:
        text = spoken(part).chars if isinstance(part, str) else ""
        last = joined[-1] if joined else None
        if isinstance(part, Gap) and isinstance(last, Gap):
            negation = last.negation and part.negation
            joined[-1] = Gap(last.least + part.least, last.most + part.most, negation)
        elif isinstance(part, str) and isinstance(last, str):
            joined[-1] = last + text
        elif text or not isinstance(part, str):
            joined.append(part)
    while joined and isinstance(joined[-1], Gap):
        joined.pop()
    while joined and isinstance(joined[0], Gap):
        joined.pop(0)
    if any(isinstance(part, str) and len(part) > MAX_RUN for part in joined):
        raise TemplateError(f"more than {MAX_RUN} characters without a gap")
    if joined and not isinstance(joined[0], str):
        raise TemplateError("a phrase cannot begin with a number")
    return tuple(joined)
