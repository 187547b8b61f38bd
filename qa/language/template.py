"""The small language in which phrases are written.

    请(您|你)?(稍等|等一下)      alternatives; `?` makes the group or character before it optional
    [帮给]您                     one of these characters
    还有(什么|其他)…(帮|需要)    `…` is a gap of up to 6 characters within a sentence
    肯定~(涨|赚)                 `~` is a gap of up to 4 characters without a negation
    祝您{0-10}愉快               a gap with its own limits
    工号{digits}为您服务         a number or code: digits, letters, 一二三
    等了{number}分钟             a number in Arabic digits, as transcripts write those from 10 on
    =拜拜                        by characters only, never by sound

Punctuation and interjections in a phrase are passed over, as they are in what was said. Gaps
cut a phrase into segments, which are searched for one by one (`qa.language.segment`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod

from qa.language.spoken import spoken

MAX_LENGTH = 1_000
"""Characters of one phrase as written."""
MAX_WAYS = 200
"""Ways to choose among alternatives that hold gaps; more is a sign to cut the phrase in two."""
MAX_REACH = 10_000
"""Choices of the lengths of all gaps; the shipped rulebooks have 1,700 at most."""
MAX_DEPTH = 8
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
    """A number or code."""

    arabic: bool = False
    """Of Arabic digits only."""


@dataclass(frozen=True, slots=True)
class Char:
    """One character."""

    char: str


@dataclass(frozen=True, slots=True)
class Seq:
    """One after the other; nothing at all when empty."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Alt:
    """One of these."""

    ways: tuple["Node", ...]


Node = Char | Seq | Alt | Gap | Digits
Way = tuple[Node, ...]
"""A phrase cut at its gaps: segments without gaps (never empty), and what is between them."""


@lru_cache(maxsize=16_384)
def ways(template: str) -> tuple[Way, ...]:
    """Every way to say a phrase, as far as gaps tell them apart.

    Raises:
        TemplateError: the phrase is malformed, or may be nothing at all.
    """
    if len(template) > MAX_LENGTH:
        raise TemplateError(f"longer than {MAX_LENGTH} characters")
    node = _Parser(template.removeprefix("=")).parse()
    joined = (way for flat in _flattened(node) for way in _joined(flat))
    distinct = tuple(dict.fromkeys(joined))
    if () in distinct:
        raise TemplateError("a phrase needs at least one character that is always said")
    if any(isinstance(way[0], Digits) for way in distinct):
        raise TemplateError("a phrase cannot begin with a number")
    if any(_reach(way) > MAX_REACH for way in distinct):
        raise TemplateError("too many or too wide gaps; cut it in two")
    return distinct


def _reach(way: Way) -> int:
    return prod(node.most - node.least + 1 for node in way if isinstance(node, Gap))


def by_characters_only(template: str) -> bool:
    """Whether a phrase forbids matching by sound."""
    return template.startswith("=")


def nullable(node: Node) -> bool:
    """Whether nothing at all is one way to say it."""
    if isinstance(node, Seq):
        return all(map(nullable, node.parts))
    return isinstance(node, Alt) and any(map(nullable, node.ways))


class _Parser:
    """Recursive descent over the tokens of a template."""

    def __init__(self, template: str) -> None:
        self._tokens = list(_TOKEN.finditer(template))
        self._next = 0
        self._depth = 0

    def parse(self) -> Node:
        node = self._alternatives()
        if self._next < len(self._tokens):
            raise TemplateError("`)` without `(`")
        return node

    def _peek(self) -> str:
        if self._next >= len(self._tokens):
            return ""
        return self._tokens[self._next]["mark"] or ""

    def _alternatives(self) -> Node:
        found = [self._sequence()]
        while self._peek() == "|":
            self._next += 1
            found.append(self._sequence())
        return found[0] if len(found) == 1 else Alt(tuple(dict.fromkeys(found)))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        written = ""
        while self._next < len(self._tokens) and self._peek() not in ("|", ")"):
            written += self._tokens[self._next][0]
            parts.append(self._item())
        said = tuple(part for part in parts if part != Seq(()))
        if parts and not said and self._depth:
            raise TemplateError(f"the alternative {written!r} is passed over; leave it out")
        return said[0] if len(said) == 1 else Seq(said)

    def _item(self) -> Node:
        node = self._atom()
        if self._peek() == "?":
            self._next += 1
            return Alt((node, Seq(())))
        return node

    def _atom(self) -> Node:
        token = self._tokens[self._next]
        self._next += 1
        if token["slot"] is not None:
            return _slot(token["slot"])
        if token["set"] is not None:
            return _one_of(token["set"])
        if token["mark"] == "(":
            return self._group()
        if token["mark"] == "?":
            raise TemplateError("`?` needs a character or a group before it")
        if token["mark"]:
            return Gap(0, 6) if token["mark"] == "…" else Gap(0, 4, negation=False)
        if token["char"] in "{}[]":
            raise TemplateError(f"`{token['char']}` without its partner")
        chars = spoken(token["char"]).chars
        return Char(chars) if chars else Seq(())

    def _group(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TemplateError(f"groups nested more than {MAX_DEPTH} deep")
        node = self._alternatives()
        if self._peek() != ")":
            raise TemplateError("`(` without `)`")
        self._next += 1
        self._depth -= 1
        return node


def _one_of(chars: str) -> Node:
    said = spoken(chars).chars
    if not said:
        raise TemplateError("`[]` holds nothing that is said")
    return Alt(tuple(map(Char, dict.fromkeys(said))))


def _slot(name: str) -> Node:
    if name in ("digits", "number"):
        return Digits(arabic=name == "number")
    limits = re.fullmatch(r"(\d{1,2})-(\d{1,2})", name)
    if not limits or int(limits[1]) > int(limits[2]) or int(limits[2]) > 40:
        known = "{digits}, {number} or a gap such as {0-10}"
        raise TemplateError(f"`{{{name}}}` is not {known}")
    return Gap(int(limits[1]), int(limits[2]))


def _has_gap(node: Node) -> bool:
    if isinstance(node, Seq):
        return any(map(_has_gap, node.parts))
    if isinstance(node, Alt):
        return any(map(_has_gap, node.ways))
    return not isinstance(node, Char)


def _flattened(node: Node) -> list[Way]:
    """Gaps brought to the top; what holds none stays whole."""
    if not _has_gap(node) or isinstance(node, Gap | Digits):
        return [(node,)]
    if isinstance(node, Alt):
        return [way for part in node.ways for way in _flattened(part)]
    assert isinstance(node, Seq)
    flat: list[Way] = [()]
    for part in node.parts:
        inner = _flattened(part)
        if len(flat) * len(inner) > MAX_WAYS:
            raise TemplateError(f"more than {MAX_WAYS} ways around its gaps; cut it in two")
        flat = [left + right for left, right in product(flat, inner)]
    return flat


def _joined(flat: Way) -> Iterable[Way]:
    """Neighbouring segments made one, and each that may be nothing both said and left out."""
    segments: list[Node] = []
    for node in flat:
        last = segments[-1] if segments else None
        if last is not None and not _has_gap(node) and not _has_gap(last):
            segments[-1] = Seq((*_parts(last), *_parts(node)))
        else:
            segments.append(node)
    choices = [(True, False) if nullable(node) else (True,) for node in segments]
    if 2 ** sum(map(nullable, segments)) > MAX_WAYS:
        raise TemplateError(f"more than {MAX_WAYS} ways to leave something out; cut it in two")
    for said in product(*choices):
        kept = [node for node, keep in zip(segments, said, strict=True) if keep and node != Seq(())]
        yield _with_gaps_joined(kept)


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Seq) else (node,)


def _with_gaps_joined(nodes: list[Node]) -> Way:
    """Neighbouring gaps made one, gaps at the edges dropped."""
    joined: list[Node] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Gap) and isinstance(last, Gap):
            negation = last.negation and node.negation
            joined[-1] = Gap(last.least + node.least, last.most + node.most, negation)
        else:
            joined.append(node)
    while joined and isinstance(joined[-1], Gap):
        joined.pop()
    while joined and isinstance(joined[0], Gap):
        joined.pop(0)
    return tuple(joined)
