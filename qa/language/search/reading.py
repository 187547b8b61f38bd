"""What of a text was spoken, and the same without hesitations (compiled)."""

from qa.language.search.alphabet import (
    BREAK,
    FLAGS,
    FOLDED,
    IS_HESITANT,
    IS_LIGHT,
    MARK,
    NEAR,
    Characters,
    Ints,
)  # fmt: skip
from qa.language.search.compiled import compiled

CHARACTER, SOUND, CLOSE, SUPERFLUOUS, PLACE, BREAKS, MARKS = range(7)
"""Columns of what was heard: a character that counts, its folded sound and its row in
`Characters.near`; whether it may be one too many; its place in the text; and how many sentences,
and how many stretches without punctuation, end before the row before."""


@compiled
def read(texts: Ints, begin: int, end: int, known: Characters, heard: Ints) -> int:
    """Leave out what is passed over; gives the number of characters that are left.

    `heard` has room for two more characters than the text has.
    """
    length = breaks = marks = 0
    for place in range(begin, end):
        character = texts[place]
        if character > 0:
            heard[length, CHARACTER] = character
            heard[length, SOUND] = known.characters[character, FOLDED]
            heard[length, CLOSE] = known.characters[character, NEAR]
            heard[length, PLACE] = place - begin
            length += 1
            heard[length, BREAKS] = breaks
            heard[length, MARKS] = marks
        elif character == BREAK:
            breaks += 1
            marks += 1
        elif character == MARK:
            marks += 1
    heard[length + 1, BREAKS] = breaks
    heard[length + 1, MARKS] = marks
    return length


@compiled
def find_superfluous(heard: Ints, length: int, known: Characters) -> bool:
    """Mark the characters that may be one too many: light ones, and stutters.

    Tells whether some may begin a hesitation.
    """
    hesitant = False
    before = 0
    heard[length, CHARACTER] = 0
    for at in range(length):
        character = heard[at, CHARACTER]
        flags = known.characters[character, FLAGS]
        hesitant |= flags & IS_HESITANT != 0
        stutter = character == before or character == heard[at + 1, CHARACTER]
        heard[at, SUPERFLUOUS] = stutter or flags & IS_LIGHT != 0
        before = character
    return hesitant


@compiled
def read_fluently(heard: Ints, length: int, known: Characters, fluent: Ints) -> int:
    """Leave out hesitations; gives the number of characters that are left."""
    kept = at = 0
    while at < length:
        passed = _hesitation(heard, at, length, known.hesitations)
        if passed:
            at += passed
            continue
        fluent[kept, CHARACTER] = heard[at, CHARACTER]
        fluent[kept, SOUND] = heard[at, SOUND]
        fluent[kept, CLOSE] = heard[at, CLOSE]
        fluent[kept, PLACE] = heard[at, PLACE]
        kept += 1
        at += 1
        fluent[kept, BREAKS] = heard[at, BREAKS]
        fluent[kept, MARKS] = heard[at, MARKS]
    fluent[kept + 1, BREAKS] = heard[length + 1, BREAKS]
    fluent[kept + 1, MARKS] = heard[length + 1, MARKS]
    return kept


@compiled
def _hesitation(heard: Ints, at: int, length: int, hesitations: Ints) -> int:
    """How many characters of hesitation stand at a place."""
    for row in range(hesitations.shape[0]):
        matched = 0
        while matched < hesitations.shape[1] and hesitations[row, matched] > 0:
            if at + matched == length:
                break
            if heard[at + matched, CHARACTER] != hesitations[row, matched]:
                break
            matched += 1
        else:
            return matched
    return 0
