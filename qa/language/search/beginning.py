"""Where segments begin in what was heard (compiled)."""

import numpy as np

from qa.language.search import openings as of
from qa.language.search import paths as to
from qa.language.search import reading
from qa.language.search.alphabet import Characters, Ints
from qa.language.search.compiled import compiled, inlined
from qa.language.search.likeness import unlikeness
from qa.language.search.occurrences import KEPT, Occurrences, keep_if_credible, keep_new
from qa.language.search.openings import ENDS, EXPECTED_BITS, GROUPS, Openings, slot_of

_slot_of = compiled(slot_of)
_GROUPS = np.array(GROUPS)


@compiled
def find_singles(heard: Ints, length: int, openings: Openings, found: Occurrences) -> bool:
    """Keep the segments of one character; False when there is no room."""
    for at in range(length):
        character = heard[at, reading.CHARACTER]
        if character + 1 >= len(openings.first_singles):
            continue
        begin, end = openings.first_singles[character], openings.first_singles[character + 1]
        if found.counts[KEPT] + end - begin > len(found.kept):
            return False
        for row in range(begin, end):
            keep_new(found, openings.singles[row], at, at + 1, 0, 0, 1)
    return True


@compiled
def open_paths(
    heard: Ints, length: int, known: Characters, openings: Openings, paths: Ints,
    found: Occurrences,
) -> int:  # fmt: skip
    """Every way to begin with two syllables; gives the number, negative when there is no room.

    Segments of two syllables are kept at once.
    """
    top = 0
    for place in range(length - 1):
        sound, next_sound = heard[place, reading.SOUND], heard[place + 1, reading.SOUND]
        pair = _pair(sound, next_sound, openings.slots)
        if pair < 0:
            continue
        first = pair * len(GROUPS)
        if top + openings.groups[first + len(GROUPS)] - openings.groups[first] > len(paths):
            return -1
        for group in range(len(GROUPS)):
            begin, end = openings.groups[first + group], openings.groups[first + group + 1]
            if begin < end:
                top = _open_group(
                    heard, length, known, place, group, begin, end, openings, paths, top, found
                )
                if top < 0:
                    return -1
    return top


@inlined
def _pair(left: int, right: int, slots: Ints) -> int:
    """The number of a pair of sounds, negative when nothing begins with it."""
    slot = _slot_of(left, right, len(slots))
    while slots[slot, of.PAIR] >= 0:
        if slots[slot, of.LEFT_SOUND] == left and slots[slot, of.RIGHT_SOUND] == right:
            break
        slot = (slot + 1) & (len(slots) - 1)
    return int(slots[slot, of.PAIR])


@inlined
def _open_group(
    heard: Ints, length: int, known: Characters, place: int, group: int, begin: int, end: int,
    openings: Openings, paths: Ints, top: int, found: Occurrences,
) -> int:  # fmt: skip
    """Open one group of a pair's openings."""
    step, most_edits = _GROUPS[group, 0], _GROUPS[group, 1]
    comes = _coming(heard, length, place, step, most_edits)
    left = right = homophones = 0
    for row in range(begin, end):
        if not openings.expected[row] & (comes | ENDS):
            continue
        if openings.openings[row, of.LEFT] != left or openings.openings[row, of.RIGHT] != right:
            left, right = openings.openings[row, of.LEFT], openings.openings[row, of.RIGHT]
            homophones = unlikeness(left, heard[place, reading.CHARACTER], known)
            homophones += unlikeness(right, heard[place + 1, reading.CHARACTER], known)
        segment = openings.openings[row, of.SEGMENT]
        if openings.expected[row] & ENDS and not keep_if_credible(
            found, heard, segment, place, place + 2, 0, homophones, 2
        ):
            return -1
        if openings.expected[row] & comes and homophones <= openings.openings[row, of.HOMOPHONES]:
            paths[top, to.SEGMENT], paths[top, to.STEP] = segment, step
            paths[top, to.MOST_EDITS], paths[top, to.EDITS] = most_edits, 0
            paths[top, to.BEGAN] = place if step > 0 else place + 1
            paths[top, to.AT] = place + 2 if step > 0 else place - 1
            paths[top, to.SYLLABLES], paths[top, to.HOMOPHONES] = 2, homophones
            paths[top, to.FIRST_EDGE] = openings.openings[row, of.FIRST_EDGE]
            paths[top, to.END_EDGE] = openings.openings[row, of.END_EDGE]
            top += 1
    return top


@inlined
def _coming(heard: Ints, length: int, place: int, step: int, most_edits: int) -> int:
    """The sounds after the two at a place, as far on as there may be edits."""
    comes = 0
    at = place + 2 if step > 0 else place - 1
    for _ in range(most_edits + 1):
        if 0 <= at < length:
            comes |= 1 << heard[at, reading.SOUND] % EXPECTED_BITS
        at += step
    return comes
