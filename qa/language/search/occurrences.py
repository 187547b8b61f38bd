"""Where segments occur in a text (compiled): of every segment, the best of each place."""

from typing import NamedTuple

import numpy as np

from qa.language.automaton import MAX_LENGTH
from qa.language.search import reading
from qa.language.search.alphabet import Ints
from qa.language.search.compiled import compiled, inlined
from qa.language.segment import allowed_edits, most_homophones

START, END, EDITS, HOMOPHONES, SYLLABLES, EARLIER = range(6)
"""Columns of an occurrence; the last is the one of the same segment kept before it, or -1."""
LATEST, FOUND = range(2)
"""Columns of a table by segment: its occurrence kept last, or -1; and the segments that occur, one
after the other."""
KEPT, OCCURRING = range(2)
"""How many occurrences are kept, and how many segments occur: columns of a count."""


class Occurrences(NamedTuple):
    """Room for those of all segments in one text."""

    kept: Ints
    """(occurrences, 6)."""
    segments: Ints
    """(segments, 2)."""
    counts: Ints
    """(2,)."""


TOLERANCE = np.array(
    [
        [most_homophones(syllables, edits) for edits in range(allowed_edits(MAX_LENGTH) + 1)]
        for syllables in range(MAX_LENGTH + 1)
    ]
)
"""The most homophones that are acceptable, by syllables and edits."""


@compiled
def forget(found: Occurrences) -> None:
    """Make room for the next text."""
    for row in range(found.counts[OCCURRING]):
        found.segments[found.segments[row, FOUND], LATEST] = -1
    found.counts[KEPT] = found.counts[OCCURRING] = 0


@inlined
def keep_if_credible(
    found: Occurrences, heard: Ints, segment: int, start: int, end: int, edits: int,
    homophones: int, syllables: int,
) -> bool:  # fmt: skip
    """Keep an occurrence if what differs is acceptable; False when there is no room for it.

    A short one counts only in one piece; with three syllables it may be exact instead.
    """
    if homophones > TOLERANCE[syllables, edits]:
        return True
    brief = syllables < 3 or (syllables == 3 and homophones > 0)
    if brief and heard[end, reading.MARKS] != heard[start + 1, reading.MARKS]:
        return True
    return _keep(found, segment, start, end, edits, homophones, syllables)


@compiled
def _keep(
    found: Occurrences, segment: int, start: int, end: int, edits: int, homophones: int,
    syllables: int,
) -> bool:  # fmt: skip
    """Keep an occurrence if it is the best at its place; False when there is no room for it."""
    kept, at = found.kept, found.segments[segment, LATEST]
    while at >= 0 and (kept[at, START] != start or kept[at, END] != end):
        at = kept[at, EARLIER]
    if at >= 0:
        if _better(kept, at, edits, homophones, syllables):
            kept[at, EDITS], kept[at, HOMOPHONES] = edits, homophones
            kept[at, SYLLABLES] = syllables
    elif found.counts[KEPT] == len(kept):
        return False
    else:
        keep_new(found, segment, start, end, edits, homophones, syllables)
    return True


@inlined
def keep_new(
    found: Occurrences, segment: int, start: int, end: int, edits: int, homophones: int,
    syllables: int,
) -> None:  # fmt: skip
    """Keep the first occurrence at its place; there has to be room for it."""
    kept, at, latest = found.kept, found.counts[KEPT], found.segments[segment, LATEST]
    found.counts[KEPT] = at + 1
    if latest < 0:
        found.segments[found.counts[OCCURRING], FOUND] = segment
        found.counts[OCCURRING] += 1
    found.segments[segment, LATEST] = at
    kept[at, START], kept[at, END], kept[at, EARLIER] = start, end, latest
    kept[at, EDITS], kept[at, HOMOPHONES], kept[at, SYLLABLES] = edits, homophones, syllables


@compiled
def _better(kept: Ints, at: int, edits: int, homophones: int, syllables: int) -> bool:
    """Whether fewer edits, then fewer homophones, then more syllables, than another."""
    if edits != kept[at, EDITS]:
        return bool(edits < kept[at, EDITS])
    if homophones != kept[at, HOMOPHONES]:
        return bool(homophones < kept[at, HOMOPHONES])
    return bool(syllables > kept[at, SYLLABLES])
