"""Where segments may begin: what two neighbouring syllables open, and what one character is."""

from typing import NamedTuple

import numpy as np

from qa.language.search.alphabet import READINGS, Ints, Longs
from qa.language.search.automata import States, sounds_after

LEFT_SOUND, RIGHT_SOUND, PAIR = range(3)
"""Columns of a slot: two sounds, and the number of the pair."""
GROUPS = ((1, 0), (1, 1), (1, 2), (-1, 1), (-1, 2))
"""Openings of a pair are grouped by 1 for reading forward and -1 for reading backward, and by the
most edits that may be looked for."""
LEFT, RIGHT, HOMOPHONES, SEGMENT, FIRST_EDGE, END_EDGE = range(6)
"""Columns of an opening: its two characters, the most homophones that may be acceptable, the
segment, and the edges on."""
EXPECTED_BITS = 62
"""Sound `s` is expected only where bit `s % 62` is set."""
ENDS = 1 << EXPECTED_BITS
"""The bit after these is set where the segment may end already."""
_FREE = -1


class Openings(NamedTuple):
    """What is heard first of a segment, or last where it is read backward."""

    slots: Ints
    """(slots, 3), negative where free: a pair is in the slot `slot_of` or, where that is taken, in
    the next free one."""
    groups: Ints
    """(pairs * groups + 1,): where the openings of each group of a pair begin."""
    openings: Ints
    """(openings, 6)."""
    expected: Longs
    """(openings,): sounds of which one has to come, if the segment is to go on, within one more
    syllable than there may be edits."""
    first_singles: Ints
    """(characters + 1,): where in `singles` those begin that one character is."""
    singles: Ints
    """Segments."""


def slot_of(left: int, right: int, slots: int) -> int:
    """Where to look for a pair of sounds first, in so many slots, a power of two."""
    return ((left * 2654435761 + right * 40503) >> 10) & (slots - 1)


def compile_openings(states: States) -> Openings:
    """Openings forward of all segments, and backward of those that may hold edits."""
    begins = states.is_first & (states.forward | (states.edits > 0))
    edges, heard = _heard(states.edges[begins[states.edges[:, 0]]], states)
    openings, second = _openings(edges, states), edges[:, 1]
    group = states.edits[second] + np.where(states.forward[second], 0, 2)
    order = np.lexsort((openings[:, RIGHT], openings[:, LEFT], group, heard[:, 1], heard[:, 0]))
    pairs, number = np.unique(heard, axis=0, return_inverse=True)
    row = number.reshape(-1)[order] * len(GROUPS) + group[order]
    groups = np.searchsorted(row, np.arange(len(pairs) * len(GROUPS) + 1))
    alone = np.flatnonzero(states.is_first & states.is_end & states.forward)
    singles = np.unique(np.stack([states.character[alone], states.segment[alone]], 1), axis=0)
    characters = np.arange(singles[:, 0].max(initial=0) + 2)
    return Openings(
        _slots(pairs),
        groups.astype(np.int32),
        openings[order],
        _expected(states)[second][order],
        np.searchsorted(singles[:, 0], characters).astype(np.int32),
        singles[:, 1].astype(np.int32),
    )


def _heard(edges: Longs, states: States) -> tuple[Longs, Longs]:
    """Edges, as often as there are pairs of sounds to hear them by, and these in text order."""
    one = np.repeat(states.sounds[edges[:, 0]], READINGS, axis=1)
    other = np.tile(states.sounds[edges[:, 1]], READINGS)
    edge, column = np.nonzero((one >= 0) & (other >= 0))
    pairs = np.stack([one[edge, column], other[edge, column]], axis=1).astype(np.int64)
    backward = ~states.forward[edges[edge, 0]]
    pairs[backward] = pairs[backward, ::-1]
    return edges[edge], pairs


def _openings(edges: Longs, states: States) -> Ints:
    first, second = edges.T
    forward = states.forward[first]
    openings = np.empty((len(edges), 6), np.int32)
    openings[:, LEFT] = states.character[np.where(forward, first, second)]
    openings[:, RIGHT] = states.character[np.where(forward, second, first)]
    openings[:, HOMOPHONES] = states.homophones[second]
    openings[:, SEGMENT] = states.segment[second]
    openings[:, FIRST_EDGE] = states.first_edge[second]
    openings[:, END_EDGE] = states.first_edge[second + 1]
    return openings


def _expected(states: States) -> Longs:
    """By state that hears the second syllable, `Openings.expected`.

    With at most `n` edits, one of the next `n + 1` characters of a segment is heard as it is, and
    has at most `n` edits before it: edits alone never complete two syllables
    (`qa.language.segment.allowed_edits`).
    """
    before, after = states.edges.T
    following = sounds_after(states, EXPECTED_BITS)
    sounds = expected = following
    for edits in range(1, int(states.edits.max(initial=0)) + 1):
        further = following.copy()
        np.bitwise_or.at(further, before, sounds[after])
        sounds = further
        expected = np.where(states.edits < edits, expected, sounds)
    return expected | np.where(states.is_end, ENDS, 0)


def _slots(pairs: Longs) -> Ints:
    size = 1 << (2 * len(pairs)).bit_length()
    slots = [(_FREE, _FREE, _FREE)] * size
    for number, (left, right) in enumerate(pairs.tolist()):
        slot = slot_of(left, right, size)
        while slots[slot][PAIR] != _FREE:
            slot = (slot + 1) % size
        slots[slot] = (left, right, number)
    return np.array(slots, np.int32)
