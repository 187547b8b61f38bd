"""How recognised words are written: one script, homophones repaired, one number form.

Every step is a list of edits, and an edit takes the words it touches together, so the words
always spell the text and keep their times.
"""

from collections.abc import Iterable, Sequence

from qa.call import Word
from qa.language import numbers
from qa.language.edits import Edit
from qa.language.normalise import simplify
from qa.transcribe.lexicon import Lexicon


def spell(words: Sequence[Word], lexicon: Lexicon, language: str) -> tuple[Word, ...]:
    """The words as they stand in a transcript; other languages than Chinese stay as heard."""
    if language != "zh":
        return tuple(words)
    simple = tuple(_with_text(word, simplify(word.text)) for word in words)
    repaired = respell(simple, lexicon.repairs(_text(simple)))
    return respell(repaired, numbers.edits(_text(repaired)))


def respell(words: Sequence[Word], edits: Iterable[Edit]) -> tuple[Word, ...]:
    """Words after ordered edits of their joined text.

    The words that an edit touches become one, from the first one's start to the last one's end,
    as sure as their mean.
    """
    result: list[Word] = []
    rest = list(words)
    at = 0
    for edit in edits:
        while rest and at + len(rest[0].text) <= edit.start:
            at += len(rest[0].text)
            result.append(rest.pop(0))
        touched: list[Word] = []
        while rest and at + len(_text(touched)) < edit.end:
            touched.append(rest.pop(0))
        if not touched:
            continue
        text = _text(touched)
        changed = text[: edit.start - at] + edit.replacement + text[edit.end - at :]
        merged = Word(
            touched[0].start,
            touched[-1].end,
            changed,
            sum(word.confidence for word in touched) / len(touched),
        )
        at += len(text) - len(changed)
        rest.insert(0, merged)
    return (*result, *rest)


def _with_text(word: Word, text: str) -> Word:
    return word if text == word.text else Word(word.start, word.end, text, word.confidence)


def _text(words: Iterable[Word]) -> str:
    return "".join(word.text for word in words)
