"""Segments followed along what was heard, in spite of errors (compiled).

See `qa.language.segment` for what may differ.
"""

from qa.language.search import automata as by
from qa.language.search import paths as to
from qa.language.search import reading
from qa.language.search.alphabet import Characters, Ints
from qa.language.search.automata import NEXT_BITS, SEVERAL, Edges
from qa.language.search.compiled import compiled, inlined
from qa.language.search.likeness import is_near, unlikeness
from qa.language.search.occurrences import Occurrences, keep_if_credible
from qa.language.search.paths import branch

_EDIT = 5
"""Comes after 0–4 for the unlikeness of homophones."""


@compiled
def follow_paths(
    heard: Ints, length: int, known: Characters, edges: Edges, paths: Ints, top: int,
    found: Occurrences,
) -> bool:  # fmt: skip
    """Keep what the first `top` paths lead to; False when there is no room."""
    while top:
        path = top - 1
        first, end = paths[path, to.FIRST_EDGE], paths[path, to.END_EDGE]
        if top + 2 * (end - first) + 1 > len(paths):
            return False
        at, edits = paths[path, to.AT], paths[path, to.EDITS]
        may_edit = edits < paths[path, to.MOST_EDITS]
        if may_edit and heard[at, reading.SUPERFLUOUS]:
            top = _pass_over(length, paths, path, top)
        for row in range(first, end):
            if may_edit and edges.sounds[row, by.LIGHT]:
                top = _go_on(heard, length, edges, row, paths, path, top, at, 0, 1)
            unlike = _unlike(heard, at, known, edges, row, may_edit)
            if unlike >= 0:
                top = _hear(heard, length, edges, row, paths, path, top, unlike, found)
                if top < 0:
                    return False
        top -= 1
        if path < top:
            for column in range(paths.shape[1]):
                paths[path, column] = paths[top, column]
    return True


@inlined
def _pass_over(length: int, paths: Ints, path: int, top: int) -> int:
    """Add the path that goes on after a character too many."""
    at = paths[path, to.AT] + paths[path, to.STEP]
    if 0 <= at < length:
        branch(
            paths, path, top, at, paths[path, to.SYLLABLES], paths[path, to.HOMOPHONES],
            paths[path, to.EDITS] + 1, paths[path, to.FIRST_EDGE], paths[path, to.END_EDGE],
        )  # fmt: skip
        top += 1
    return top


@inlined
def _hear(
    heard: Ints, length: int, edges: Edges, row: int, paths: Ints, path: int, top: int,
    unlike: int, found: Occurrences,
) -> int:  # fmt: skip
    """Add the path over an edge that was heard, and keep the segment if it may end there."""
    homophones, edits = (0, 1) if unlike == _EDIT else (unlike, 0)
    at = paths[path, to.AT] + paths[path, to.STEP]
    if edges.edges[row, by.IS_END]:
        began = paths[path, to.BEGAN]
        start, end = (began, at) if at > began else (at + 1, began + 1)
        if not keep_if_credible(
            found, heard, paths[path, to.SEGMENT], start, end, paths[path, to.EDITS] + edits,
            paths[path, to.HOMOPHONES] + homophones, paths[path, to.SYLLABLES] + 1,
        ):  # fmt: skip
            return -1
    return _go_on(heard, length, edges, row, paths, path, top, at, homophones, edits)


@inlined
def _go_on(
    heard: Ints, length: int, edges: Edges, row: int, paths: Ints, path: int, top: int, at: int,
    homophones: int, edits: int,
) -> int:  # fmt: skip
    """Add the path over an edge if it may lead on, with so much more that differs."""
    edits += paths[path, to.EDITS]
    if at < 0 or at >= length:
        return top
    if edits == paths[path, to.MOST_EDITS]:
        next_sound = 1 << heard[at, reading.SOUND] % NEXT_BITS
        if not edges.edges[row, by.NEXT] & next_sound:
            return top
    branch(
        paths, path, top, at, paths[path, to.SYLLABLES] + 1,
        paths[path, to.HOMOPHONES] + homophones, edits, edges.edges[row, by.FIRST_EDGE],
        edges.edges[row, by.END_EDGE],
    )  # fmt: skip
    return top + 1


@inlined
def _unlike(heard: Ints, at: int, known: Characters, edges: Edges, row: int, may_edit: bool) -> int:
    """0–4 for a homophone of what is said on an edge, `_EDIT`, or negative for neither."""
    sound = edges.sounds[row, by.SOUND]
    if sound == heard[at, reading.SOUND] or sound == SEVERAL:
        said = edges.edges[row, by.CHARACTER]
        unlike = unlikeness(said, heard[at, reading.CHARACTER], known)
        if unlike >= 0:
            return unlike
    close, column = heard[at, reading.CLOSE], edges.sounds[row, by.CLOSE]
    if not may_edit or close < 0:
        return -1
    if sound == SEVERAL:
        return _EDIT if is_near(edges.edges[row, by.CHARACTER], close, known) else -1
    return _EDIT if column >= 0 and known.near[close, column] else -1
