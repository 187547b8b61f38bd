"""Regular expressions that cannot hang: checked when a rulebook is loaded.

Python's `re` backtracks, so a hostile or careless pattern may take for ever. Two measures
bound it: a pattern is matched against pieces of at most `PIECE` characters, and a pattern is
refused when its worst case on such a piece, the product of what its repetitions may try,
exceeds `MAX_STEPS`; repetitions inside repetitions, alternatives inside repetitions and back
references are refused outright.
"""

import re
from collections.abc import Iterator

PIECE = 200
"""Characters matched at a time; consecutive pieces share `OVERLAP`."""
OVERLAP = 60
MAX_STEPS = 10_000_000
MAX_PATTERN = 500
_TOKEN = re.compile(
    r"\\\d|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|\(\?<[=!]|\(\?P?<\w+>|\(\?"
    r"|[(|)]|[*+?]|\{\d*,?\d*\}|.",
    re.S,
)


def safe_pattern(pattern: str) -> str:
    """The pattern itself.

    Raises:
        ValueError: it is malformed, too long, or could take too long.
    """
    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"longer than {MAX_PATTERN} characters")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error
    steps = _worst_case(pattern)
    if steps > MAX_STEPS:
        raise ValueError(
            f"could take {steps:.0e} steps on one sentence; use fewer or tighter repetitions"
        )
    return pattern


def _worst_case(pattern: str) -> float:
    """Steps on one piece: a start at every place, times the choices of every repetition."""
    steps = float(PIECE)
    inside: list[bool] = [False]
    closed = False
    for token in _TOKEN.findall(pattern):
        if re.fullmatch(r"\\\d", token) or token == "(?":
            raise ValueError(f"{token!r} is not allowed")
        if token in "*+?" or re.fullmatch(r"\{\d*,?\d*\}", token):
            choices, most = _choices(token)
            if closed and most > 1:
                raise ValueError("a repeated group may hold neither repetitions nor alternatives")
            steps *= choices
            inside[-1] |= choices > 1
        inside[-1] |= token == "|"
        closed = False
        if token.startswith("("):
            inside.append(False)
        elif token == ")" and len(inside) > 1:
            closed = inside.pop()
            inside[-1] |= closed
    return steps


def _choices(quantifier: str) -> tuple[int, int]:
    """How many numbers of repetitions are possible on one piece, and the largest of them."""
    if quantifier in "*+":
        return PIECE, PIECE
    if quantifier == "?":
        return 2, 1
    low, comma, high = quantifier[1:-1].partition(",")
    most = int(high or PIECE) if comma else int(low or 0)
    return (max(1, most - int(low or 0) + 1), most) if comma else (1, most)


def matches(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Non-empty matches, as ranges of the text, in order; none longer than `OVERLAP` for sure.

    A match that touches the end of a piece within the text is left to the next piece, which
    sees what follows: `$` is the end of the text only.
    """
    if len(text) <= PIECE:
        return [match.span() for match in pattern.finditer(text) if match.group()]
    return list(_in_pieces(pattern, text))


def _in_pieces(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for start in range(0, len(text), PIECE - OVERLAP):
        piece = text[start : start + PIECE]
        last = start + PIECE >= len(text)
        for match in pattern.finditer(piece):
            cut = not last and match.end() == len(piece)
            if match.group() and start + match.start() >= end and not cut:
                end = start + match.end()
                yield start + match.start(), end
        if last:
            return
