"""The domain lexicon: terms of the trade that repair what the recogniser misspelt by sound.

Recognisers hear the syllables and guess the characters. Where the characters of a stretch do
not form a known word but its syllables are those of a term, the term was said. A term of
weight 2 also wins over a known word of the same sound, as in a securities hotline 咨询 is
likelier than 资讯. A stretch that the lexicon itself knows is never touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import rjieba

from qa.errors import Problem, RulebookError
from qa.language.edits import Edit
from qa.language.pinyin import fold, syllables

DEFAULT_WEIGHT = 1
PREFERRED_WEIGHT = 2
PROMPT_WEIGHT = 3
_FOLDED_FROM = 3
"""Terms of so many syllables also match by folded sound (zh/z, -ng/-n …)."""
_FUNCTION_WORDS = frozenset("的一是了我不在有这那你您他个上也到就说去要会和对能得着过给为没以可")
"""Recognised with ease and in any neighbourhood, so a term of two syllables never replaces one:
这个户是 is not 沪市."""
_STRADDLE_FROM = 4
"""Terms of so many syllables may cut through a known word at their edges."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of the trade, in Simplified characters."""

    text: str
    weight: int = DEFAULT_WEIGHT


class Lexicon:
    """Terms, ready to repair text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._known = {term.text for term in self.terms}
        self._by_sound = _index(self.terms)
        self._longest = max((len(term.text) for term in self.terms), default=0)

    def prompt_terms(self) -> tuple[str, ...]:
        """Terms to name to the recogniser beforehand."""
        return tuple(term.text for term in self.terms if term.weight >= PROMPT_WEIGHT)

    def repairs(self, text: str) -> list[Edit]:
        """Edits that put terms where homophones stand, longest first, left to right."""
        sounds = syllables(text)
        if len(sounds) != len(text):
            return []
        words = _Words(text)
        edits: list[Edit] = []
        at = 0
        while at < len(text):
            found = next(self._terms_at(text, sounds, at, words), None)
            if found is None:
                at += 1
                continue
            if found.text != text[at : at + len(found.text)]:
                edits.append(Edit(at, at + len(found.text), found.text))
            at += len(found.text)
        return edits

    def _terms_at(
        self, text: str, sounds: tuple[str, ...], at: int, words: "_Words"
    ) -> Iterator[Term]:
        for length in range(min(self._longest, len(text) - at), 1, -1):
            end = at + length
            written = text[at:end]
            if written in self._known:
                yield Term(written)
                return
            for term in self._heard(sounds[at:end]):
                if words.may_be_replaced(at, end, term):
                    yield term
                    return

    def _heard(self, sounds: tuple[str, ...]) -> Iterator[Term]:
        exact = self._by_sound.get(sounds)
        if exact:
            yield exact
        if len(sounds) >= _FOLDED_FROM:
            blurred = self._by_sound.get(tuple(map(fold, sounds)))
            if blurred:
                yield blurred


class _Words:
    """The general dictionary's view of a text: which of its characters belong together."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._borders = {0}
        self._inner: dict[int, int] = {}
        at = 0
        for word in _dictionary().cut(text, False):
            at += len(word)
            self._borders.add(at)
            if len(word) > 1:
                self._inner.update(dict.fromkeys(range(at - len(word), at), len(word)))

    def may_be_replaced(self, start: int, end: int, term: Term) -> bool:
        """Whether the characters of a stretch are weaker evidence than a term of its sound."""
        whole = start in self._borders and end in self._borders
        if not whole and len(term.text) < _STRADDLE_FROM:
            return False
        if end - start < _FOLDED_FROM and not _FUNCTION_WORDS.isdisjoint(self._text[start:end]):
            return False
        known = sum(1 for at in range(start, end) if at in self._inner)
        return term.weight >= PREFERRED_WEIGHT or known <= (end - start) // 2


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The shipped terms, and those of every `*.txt` in `folder`, whose weights win.

    Raises:
        RulebookError: every line that is not `term [weight]`, every file that is not UTF-8, or
            the folder that does not exist.
    """
    if folder and not folder.is_dir():
        raise RulebookError([Problem(str(folder), "no such folder", "set lexicons_dir anew")])
    shipped = resources.files(__package__).joinpath("lexicons")
    texts = {
        f"lexicons/{entry.name}": entry.read_bytes()
        for entry in sorted(shipped.iterdir(), key=lambda entry: entry.name)
    }
    for path in sorted(folder.glob("*.txt")) if folder else ():
        texts[str(path)] = path.read_bytes()
    return Lexicon(_parse(texts))


def _parse(texts: Mapping[str, bytes]) -> list[Term]:
    terms: dict[str, Term] = {}
    problems: list[Problem] = []
    for name, content in texts.items():
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line_number = content.count(b"\n", 0, error.start) + 1
            problems.append(Problem(f"{name}:{line_number}", "not UTF-8", "save it as UTF-8"))
            continue
        for number, line in enumerate(text.splitlines(), 1):
            fields = line.partition("#")[0].split()
            if not fields:
                continue
            weight = fields[1] if len(fields) > 1 else str(DEFAULT_WEIGHT)
            if len(fields) > 2 or weight not in ("1", "2", "3"):
                problems.append(Problem(f"{name}:{number}", repr(line), "write `term` or `term 2`"))
            else:
                terms[fields[0]] = Term(fields[0], int(weight))
    if problems:
        raise RulebookError(problems)
    return list(terms.values())


def _index(terms: Iterable[Term]) -> dict[tuple[str, ...], Term]:
    """The heaviest term of each sound; long terms also under their folded sound."""
    index: dict[tuple[str, ...], Term] = {}
    ranked = sorted(terms, key=lambda term: -term.weight)
    for term in ranked:
        index.setdefault(syllables(term.text), term)
    for term in ranked:
        if len(term.text) >= _FOLDED_FROM:
            index.setdefault(tuple(map(fold, syllables(term.text))), term)
    return index


@cache
def _dictionary() -> rjieba.Jieba:
    return rjieba.Jieba()
