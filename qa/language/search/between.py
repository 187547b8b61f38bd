"""What may stand between two segments of a phrase (compiled)."""

from qa.language.search import reading, vocabulary
from qa.language.search.alphabet import (
    FLAGS,
    IS_ARABIC,
    IS_DIGIT,
    IS_NEGATION,
    Bytes,
    Characters,
    Ints,
)
from qa.language.search.compiled import compiled, inlined
from qa.language.search.vocabulary import ANYTHING, NO_NEGATION, NUMBER, Ways


@inlined
def may_follow(start: int, end: int, heard: Ints, reached: Bytes, row: int) -> bool:
    """Whether something at `start` may follow what ends at `end`, within the sentence."""
    size = start - end
    if size < 0 or size >= reached.shape[1] or not reached[row, size]:
        return False
    return size == 0 or heard[start + 1, reading.BREAKS] == heard[end, reading.BREAKS]


@compiled
def reach(
    reached: Bytes, row: int, heard: Ints, start: int, length: int, ways: Ways, step: int,
    known: Characters,
) -> None:  # fmt: skip
    """Mark how many characters from `start` on the parts before a step may be."""
    width, spare = reached.shape[1], reached.shape[0] - 1
    for size in range(width):
        reached[row, size] = size == 0
    farthest = 0
    first, end = ways.steps[step, vocabulary.PARTS], ways.steps[step + 1, vocabulary.PARTS]
    for part in range(first, end):
        for size in range(farthest + 1):
            reached[spare, size] = reached[row, size]
            reached[row, size] = 0
        for size in range(farthest + 1):
            if reached[spare, size]:
                _reach_over(reached, row, size, heard, start, length, ways.parts, part, known)
        farthest += ways.parts[part, vocabulary.MOST]


@inlined
def _reach_over(
    reached: Bytes, row: int, size: int, heard: Ints, start: int, length: int, parts: Ints,
    part: int, known: Characters,
) -> None:  # fmt: skip
    """Mark where a part may end that begins after `size` characters."""
    for span in range(min(parts[part, vocabulary.MOST], length - start - size) + 1):
        if span >= parts[part, vocabulary.LEAST]:
            reached[row, size + span] = 1
        character = heard[start + size + span, reading.CHARACTER]
        if not _passes(parts[part, vocabulary.KIND], known.characters[character, FLAGS]):
            return


@inlined
def _passes(kind: int, flags: int) -> bool:
    """Whether a character may belong to a part."""
    if kind == ANYTHING:
        return True
    if kind == NO_NEGATION:
        return flags & IS_NEGATION == 0
    return flags & (IS_DIGIT if kind == NUMBER else IS_ARABIC) != 0
