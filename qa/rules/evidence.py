"""Where exactly something was said, and how to put it to a reader."""

from collections.abc import Iterator
from functools import lru_cache

from qa.call import Role, Turn, Word
from qa.language.phrases import Hit
from qa.rules.names import ROLE_NAMES
from qa.rules.verdict import Evidence
from qa.timeline import Seconds, Span

_QUOTE = 60
"""Characters that a quote may have."""
_ENDS = "。?!;?!;"


def span_of(turn: Turn, start: int, end: int) -> Span:
    """When `turn.text[start:end]` was said.

    By the times of the words where there are any; the text may differ from them by repairs and
    punctuation, so places are matched by their share of the spoken characters. Without words
    the turn's time is shared evenly.
    """
    before, length = _spoken(turn.text[:start]), _spoken(turn.text)
    inside = _spoken(turn.text[start:end])
    if not length:
        return turn.span
    words = [word for word in turn.words if _spoken(word.text)]
    if not words:
        duration = turn.end - turn.start
        return Span(
            turn.start + duration * before / length,
            turn.start + duration * (before + inside) / length,
        )
    scale = sum(_spoken(word.text) for word in words) / length
    touched = list(_touched(words, before * scale, (before + inside) * scale))
    return Span(touched[0].start, max(word.end for word in touched))


def _touched(words: list[Word], start: float, end: float) -> Iterator[Word]:
    """Words that hold any of the characters from `start` to `end`; the last one at least."""
    at = 0.0
    found = False
    for word in words:
        length = _spoken(word.text)
        if at < end - 0.5 and at + length > start + 0.5:
            found = True
            yield word
        at += length
    if not found:
        yield words[-1]


@lru_cache(maxsize=16_384)
def _spoken(text: str) -> int:
    """Characters that are spoken; words are few and come again and again."""
    return sum(char.isalnum() for char in text)


def quote(turn: Turn, start: int, end: int) -> str:
    """The sentence around `text[start:end]`, shortened to what fits."""
    text = turn.text
    left = max((text.rfind(mark, 0, start) for mark in _ENDS), default=-1) + 1
    rights = [place for mark in _ENDS if (place := text.find(mark, max(start, end - 1))) >= 0]
    right = min(rights, default=len(text) - 1) + 1
    spare = max(0, _QUOTE - (end - start)) // 2
    return text[max(left, start - spare) : min(right, end + spare)].strip()


def hit_evidence(turn: Turn, hit: Hit, label: str) -> Evidence:
    """Evidence that a phrase was said."""
    said = turn.text[hit.start : hit.end]
    how = "" if hit.exact else f"(按读音匹配,差 {hit.edits} 个音)" if hit.edits else "(按读音匹配)"
    span = span_of(turn, hit.start, hit.end)
    why = f"{ROLE_NAMES[turn.role.value]}在 {clock(span.start)} 说“{said}”{how},属于{label}"
    return Evidence(
        why=why,
        span=span,
        role=turn.role,
        quote=quote(turn, hit.start, hit.end),
        matched=hit.phrase,
    )


def hit_confidence(turn: Turn, hit: Hit) -> float:
    """How surely a phrase was said: the match's quality times the words' confidence.

    Lowered where the speaker is a guess.
    """
    heard = _words_confidence(turn, hit) if turn.words else turn.confidence
    return round(hit.quality * heard * (0.7 if turn.role is Role.UNKNOWN else 1.0), 3)


def _words_confidence(turn: Turn, hit: Hit) -> float:
    """The mean of the words that a hit touches, by their length."""
    span = span_of(turn, hit.start, hit.end)
    words = [word for word in turn.words if word.end > span.start and word.start < span.end]
    length = sum(len(word.text) for word in words)
    if not length:
        return turn.confidence
    return sum(word.confidence * len(word.text) for word in words) / length


def clock(at: Seconds) -> str:
    """Minutes and seconds: 1:05."""
    return f"{int(at) // 60}:{int(at) % 60:02d}"
