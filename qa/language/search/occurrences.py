"""Where segments occur in a text (compiled): of every segment, the best of each place."""

from qa.language.search.alphabet import Ints
from qa.language.search.compiled import compiled

START, END, EDITS, HOMOPHONES, SYLLABLES, EARLIER = range(6)
"""Columns of an occurrence; the last is the one of the same segment kept before it, or -1."""
LATEST, FOUND = range(2)
"""Columns of a table by segment: its occurrence kept last, or -1; and the segments that occur, one
after the other."""
KEPT, OCCURRING = range(2)
"""How many occurrences are kept, and how many segments occur: rows of a tally."""


@compiled
def forget(segments: Ints, tally: Ints) -> None:
    """Make room for the next text."""
    for row in range(tally[OCCURRING]):
        segments[segments[row, FOUND], LATEST] = -1
    tally[KEPT] = tally[OCCURRING] = 0


@compiled
def keep(
    kept: Ints, segments: Ints, tally: Ints, segment: int, start: int, end: int, edits: int,
    homophones: int, syllables: int,
) -> bool:  # fmt: skip
    """Keep an occurrence if it is the best at its place; False when there is no room for it."""
    at = segments[segment, LATEST]
    while at >= 0 and (kept[at, START] != start or kept[at, END] != end):
        at = kept[at, EARLIER]
    if at < 0:
        return keep_new(kept, segments, tally, segment, start, end, edits, homophones, syllables)
    if _better(kept, at, edits, homophones, syllables):
        kept[at, EDITS], kept[at, HOMOPHONES], kept[at, SYLLABLES] = edits, homophones, syllables
    return True


@compiled
def keep_new(
    kept: Ints, segments: Ints, tally: Ints, segment: int, start: int, end: int, edits: int,
    homophones: int, syllables: int,
) -> bool:  # fmt: skip
    """Keep the only occurrence at its place; False when there is no room for it."""
    at = tally[KEPT]
    if at == len(kept):
        return False
    tally[KEPT] += 1
    if segments[segment, LATEST] < 0:
        segments[tally[OCCURRING], FOUND] = segment
        tally[OCCURRING] += 1
    kept[at, START], kept[at, END] = start, end
    kept[at, EDITS], kept[at, HOMOPHONES], kept[at, SYLLABLES] = edits, homophones, syllables
    kept[at, EARLIER] = segments[segment, LATEST]
    segments[segment, LATEST] = at
    return True


@compiled
def _better(kept: Ints, at: int, edits: int, homophones: int, syllables: int) -> bool:
    """Whether fewer edits, then fewer homophones, then more syllables, than another."""
    if edits != kept[at, EDITS]:
        return edits < kept[at, EDITS]
    if homophones != kept[at, HOMOPHONES]:
        return homophones < kept[at, HOMOPHONES]
    return syllables > kept[at, SYLLABLES]
