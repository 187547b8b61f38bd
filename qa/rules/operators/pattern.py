"""Regular expressions that cannot hang: checked when a rulebook is loaded.

Python's `re` backtracks, so a hostile or careless pattern may take for ever. Two measures
bound it: a pattern is matched against pieces of at most `PIECE` characters, and a pattern is
refused when its worst case on such a piece, all ways to choose among its alternatives and the
numbers of its repetitions, exceeds `MAX_STEPS`; repetitions inside repetitions, alternatives
inside repetitions and back references are refused outright.
"""

import re
import warnings
from collections.abc import Iterator

PIECE = 200
"""Characters matched at a time; consecutive pieces share `OVERLAP`."""
OVERLAP = 60
MAX_STEPS = 10_000_000
"""Two repetitions without bounds, `PIECE` ** 3, are fine: less than a second, and common."""
MAX_PATTERN = 500
_TOKEN = re.compile(
    r"\\[0-9]|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|\(\?<[=!]|\(\?P?<\w+>|\(\?"
    r"|(?P<quantifier>[*+?]|\{(?:[0-9]+,?|,)[0-9]*\})[?+]?|.",
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
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        raise ValueError(f"not a regular expression: {error}") from error
    steps = _worst_case(pattern)
    if steps > MAX_STEPS:
        raise ValueError(
            f"could take {steps:.0e} steps on one sentence; "
            "use fewer or tighter repetitions and alternatives"
        )
    return pattern


def _worst_case(pattern: str) -> float:
    """Steps on one piece: a start at every place, times the ways to go on from there."""
    ways = [[1.0]]  # of every open group, and of each of its alternatives so far
    group: float | None = None
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        if re.fullmatch(r"\\[0-9]|\(\?", text):
            raise ValueError(f"{text!r} is not allowed")
        if text == ")":
            group = sum(ways.pop())
            ways[-1][-1] *= group
            continue
        if token["quantifier"]:
            ways[-1][-1] *= _tries(token["quantifier"], group)
        elif text == "|":
            ways[-1].append(1.0)
        elif text.startswith("("):
            ways.append([1.0])
        group = None
    return PIECE * sum(ways[0])


def _tries(quantifier: str, group: float | None) -> int:
    """How often what is before a quantifier is tried; a group may be tried without moving on."""
    choices, most = _choices(quantifier)
    if group is None:
        return choices
    if group > 1 and most > 1:
        raise ValueError("a repeated group may hold neither repetitions nor alternatives")
    return max(choices, most)


def _choices(quantifier: str) -> tuple[int, int]:
    """How many numbers of repetitions are possible on one piece, and the largest of them."""
    if quantifier in "*+":
        return PIECE, PIECE
    if quantifier == "?":
        return 2, 1
    low, comma, high = quantifier[1:-1].partition(",")
    least = int(low or 0)
    most = int(high or max(least, PIECE)) if comma else least
    return most - least + 1, most


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
