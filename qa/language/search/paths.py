"""What has yet to be tried of segments that have begun (compiled)."""

from qa.language.search.alphabet import Ints
from qa.language.search.compiled import inlined

SEGMENT, STEP, MOST_EDITS, BEGAN, AT, SYLLABLES, HOMOPHONES, EDITS, FIRST_EDGE, END_EDGE = range(10)
"""Columns of a path: its segment, 1 or -1 for its direction, the edits that may be looked for, and
the place of its first syllable in that direction; the place of the next one, the syllables so far
with what differs in them, and the edges on."""


@inlined
def branch(
    paths: Ints, path: int, row: int, at: int, syllables: int, homophones: int, edits: int,
    first_edge: int, end_edge: int,
) -> None:  # fmt: skip
    """Write a path that goes on from another one."""
    paths[row, SEGMENT], paths[row, STEP] = paths[path, SEGMENT], paths[path, STEP]
    paths[row, MOST_EDITS], paths[row, BEGAN] = paths[path, MOST_EDITS], paths[path, BEGAN]
    paths[row, AT], paths[row, EDITS] = at, edits
    paths[row, SYLLABLES], paths[row, HOMOPHONES] = syllables, homophones
    paths[row, FIRST_EDGE], paths[row, END_EDGE] = first_edge, end_edge
