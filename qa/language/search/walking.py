"""Segments followed along what was heard, in spite of errors (compiled).

Two neighbouring syllables without edits, at one end of a segment, are looked up; from there its
automaton is followed, with edits, to its other end. See `qa.language.segment` for what may differ.
"""

import numpy as np

from qa.language.automaton import MAX_LENGTH
from qa.language.search import openings as of_openings
from qa.language.search import reading
from qa.language.search.alphabet import FOLDED, NEAR, PLAIN, READINGS, TONED, Bytes, Ints, Longs
from qa.language.search.automata import (
    CHARACTER,
    CLOSE,
    END_EDGE,
    FIRST_EDGE,
    IS_END,
    LIGHT,
    NEXT,
    NEXT_BITS,
    SEVERAL,
    SOUND,
)  # fmt: skip
from qa.language.search.compiled import compiled
from qa.language.search.occurrences import keep, keep_new
from qa.language.search.openings import (
    ANYTHING,
    EXPECTED_BITS,
    GROUPS,
    HOMOPHONES,
    LEFT,
    LEFT_SOUND,
    PAIR,
    RIGHT,
    RIGHT_SOUND,
    SEGMENT,
    slot_of,
)  # fmt: skip
from qa.language.segment import allowed_edits, most_homophones

_HEARD, _SOUND, _CLOSE = reading.CHARACTER, reading.SOUND, reading.CLOSE
_SUPERFLUOUS, _MARKS = reading.SUPERFLUOUS, reading.MARKS

_SEGMENT, _STEP, _MOST, _BEGAN, _AT, _SYLLABLES, _HOMOPHONES, _EDITS, _MAY_END = range(9)
_FIRST, _END = range(9, 11)
"""Columns of a path: its segment, 1 or -1 for the direction, the edits that may be looked for, and
the place of the first syllable in that direction; the place of the next one, the syllables so far
with what differs in them, whether the segment may end here, and the edges on."""

_slot_of = compiled(slot_of)
_GROUPS = np.array(GROUPS)
_TOLERANCE = np.array(
    [
        [most_homophones(syllables, edits) for edits in range(allowed_edits(MAX_LENGTH) + 1)]
        for syllables in range(MAX_LENGTH + 1)
    ]
)
"""By syllables and edits."""


@compiled
def find_singles(
    heard: Ints, length: int, first_singles: Ints, singles: Ints, kept: Ints, segments: Ints,
    tally: Ints,
) -> bool:  # fmt: skip
    """Keep the segments of one character; False when there is no room."""
    for at in range(length):
        character = heard[at, _HEARD]
        if character + 1 < len(first_singles):
            for row in range(first_singles[character], first_singles[character + 1]):
                if not keep_new(kept, segments, tally, singles[row], at, at + 1, 0, 0, 1):
                    return False
    return True


@compiled
def open_paths(
    heard: Ints, length: int, characters: Ints, slots: Ints, groups: Ints, openings: Ints,
    expected: Longs, paths: Ints,
) -> int:  # fmt: skip
    """Every way to begin; gives their number, or a negative one when there is no room."""
    top = 0
    for place in range(length - 1):
        pair = _pair(heard[place, _SOUND], heard[place + 1, _SOUND], slots)
        if pair < 0:
            continue
        first_group = pair * len(GROUPS)
        if top + groups[first_group + len(GROUPS)] - groups[first_group] > len(paths):
            return -1
        for group in range(len(GROUPS)):
            begin, end = groups[first_group + group], groups[first_group + group + 1]
            if begin < end:
                top = _open_group(
                    heard, length, characters, place, group, begin, end, openings, expected,
                    paths, top,
                )  # fmt: skip
    return top


@compiled
def _open_group(
    heard: Ints, length: int, characters: Ints, place: int, group: int, begin: int, end: int,
    openings: Ints, expected: Longs, paths: Ints, top: int,
) -> int:  # fmt: skip
    """Open the paths of one group at a place; gives the new number of paths."""
    step, most = _GROUPS[group, 0], _GROUPS[group, 1]
    began, at = (place, place + 2) if step > 0 else (place + 1, place - 1)
    comes = ANYTHING
    for beyond in range(at, at + step * (most + 1), step):
        if 0 <= beyond < length:
            comes |= 1 << heard[beyond, _SOUND] % EXPECTED_BITS
    left = right = homophones = 0
    for row in range(begin, end):
        if not expected[row] & comes:
            continue
        if openings[row, LEFT] != left or openings[row, RIGHT] != right:
            left, right = openings[row, LEFT], openings[row, RIGHT]
            homophones = _unlikeness(left, heard[place, _HEARD], characters)
            homophones += _unlikeness(right, heard[place + 1, _HEARD], characters)
        if homophones <= openings[row, HOMOPHONES]:
            _put(
                paths, top, openings[row, SEGMENT], step, most, began, at, 2, homophones, 0,
                openings[row, of_openings.IS_END], openings[row, of_openings.FIRST_EDGE],
                openings[row, of_openings.END_EDGE],
            )  # fmt: skip
            top += 1
    return top


@compiled
def follow_paths(
    heard: Ints, length: int, characters: Ints, near: Bytes, edges: Ints, paths: Ints, top: int,
    kept: Ints, segments: Ints, tally: Ints,
) -> bool:  # fmt: skip
    """Keep what the first `top` paths lead to; False when there is no room."""
    while top:
        top -= 1
        segment, step, most = paths[top, _SEGMENT], paths[top, _STEP], paths[top, _MOST]
        began, at = paths[top, _BEGAN], paths[top, _AT]
        syllables, homophones = paths[top, _SYLLABLES], paths[top, _HOMOPHONES]
        edits, first, end = paths[top, _EDITS], paths[top, _FIRST], paths[top, _END]
        if paths[top, _MAY_END] and homophones <= _TOLERANCE[syllables, edits]:
            left, right = (began, at) if step > 0 else (at + 1, began + 1)
            if _credible(heard, left, right, homophones, syllables) and not keep(
                kept, segments, tally, segment, left, right, edits,
                homophones, syllables,
            ):  # fmt: skip
                return False
        if top + 2 * (end - first) + 1 > len(paths):
            return False
        inside = 0 <= at < length
        sound, close = (heard[at, _SOUND], heard[at, _CLOSE]) if inside else (-2, -1)
        beyond = at + step
        if edits < most and inside and heard[at, _SUPERFLUOUS]:
            _put(
                paths, top, segment, step, most, began, beyond, syllables, homophones, edits + 1,
                False, first, end,
            )  # fmt: skip
            top += 1
        for row in range(first, end):
            unlike, edited = -1, edits
            if edges[row, SOUND] == sound or (edges[row, SOUND] == SEVERAL and inside):
                unlike = _unlikeness(edges[row, CHARACTER], heard[at, _HEARD], characters)
            if unlike < 0 and edits < most and _is_near(edges, row, close, characters, near):
                unlike, edited = 0, edits + 1
            if unlike >= 0 and (edited < most or _may_go_on(edges, row, heard, beyond, length)):
                _put(
                    paths, top, segment, step, most, began, beyond, syllables + 1,
                    homophones + unlike, edited, edges[row, IS_END],
                    edges[row, FIRST_EDGE], edges[row, END_EDGE],
                )  # fmt: skip
                top += 1
            if edits < most and edges[row, LIGHT]:
                _put(
                    paths, top, segment, step, most, began, at, syllables + 1, homophones,
                    edits + 1, False, edges[row, FIRST_EDGE], edges[row, END_EDGE],
                )  # fmt: skip
                top += 1
    return True


@compiled
def _may_go_on(edges: Ints, row: int, heard: Ints, at: int, length: int) -> bool:
    """Whether the segment may end after an edge, or what comes next may be part of it."""
    if edges[row, IS_END]:
        return True
    return 0 <= at < length and edges[row, NEXT] & 1 << heard[at, _SOUND] % NEXT_BITS != 0


@compiled
def _put(
    paths: Ints, row: int, segment: int, step: int, most: int, began: int, at: int,
    syllables: int, homophones: int, edits: int, may_end: int, first: int, end: int,
) -> None:  # fmt: skip
    paths[row, _SEGMENT], paths[row, _STEP], paths[row, _MOST] = segment, step, most
    paths[row, _BEGAN], paths[row, _AT] = began, at
    paths[row, _SYLLABLES], paths[row, _HOMOPHONES] = syllables, homophones
    paths[row, _EDITS], paths[row, _MAY_END] = edits, may_end
    paths[row, _FIRST], paths[row, _END] = first, end


@compiled
def _pair(left: int, right: int, slots: Ints) -> int:
    """The number of a pair of sounds, negative when nothing begins with it."""
    slot = _slot_of(left, right, len(slots))
    while slots[slot, PAIR] >= 0:
        if slots[slot, LEFT_SOUND] == left and slots[slot, RIGHT_SOUND] == right:
            break
        slot = (slot + 1) & (len(slots) - 1)
    return slots[slot, PAIR]


@compiled
def _unlikeness(said: int, heard: int, characters: Ints) -> int:
    """0–4: how unlike two characters of the same sound are; negative when the sound differs."""
    if said == heard:
        return 0
    best = -1
    for each in range(READINGS):
        if characters[said, FOLDED + each] == characters[heard, FOLDED]:
            if characters[said, TONED + each] == characters[heard, TONED]:
                return 1
            if characters[said, PLAIN + each] == characters[heard, PLAIN]:
                best = 3
            elif best < 0:
                best = 4
    return best


@compiled
def _is_near(edges: Ints, row: int, heard: int, characters: Ints, near: Bytes) -> bool:
    """Whether it is an edit to hear a sound instead of what is said on an edge."""
    if heard < 0:
        return False
    if edges[row, CLOSE] >= 0 and near[heard, edges[row, CLOSE]]:
        return True
    if edges[row, SOUND] == SEVERAL:
        for reading in range(1, READINGS):
            meant = characters[edges[row, CHARACTER], NEAR + reading]
            if meant >= 0 and near[heard, meant]:
                return True
    return False


@compiled
def _credible(heard: Ints, start: int, end: int, homophones: int, syllables: int) -> bool:
    """Whether a short occurrence is of one piece; with three syllables it may be exact."""
    if syllables > 3 or (syllables == 3 and homophones == 0):
        return True
    return heard[end, _MARKS] == heard[start + 1, _MARKS]
