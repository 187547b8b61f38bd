"""The automata of many segments as arrays."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.language.automaton import Automaton
from qa.language.search.alphabet import (
    FLAGS,
    FOLDED,
    IS_LIGHT,
    NEAR,
    READING_WIDTH,
    READINGS,
    Alphabet,
    Ints,
    Longs,
    Shorts,
)
from qa.language.segment import allowed_edits, most_homophones

SOUND, CLOSE, LIGHT = range(3)
"""Columns of what is heard on an edge: the folded sound of its character or `SEVERAL`, the
character's column in `Characters.near` or -1, and whether it is light."""
CHARACTER, IS_END, NEXT, FIRST_EDGE, END_EDGE = range(5)
"""Columns of an edge: its character; then of the state that it leads to whether the segment may end
there, the sounds of which one has to come next if it does not, and the edges on."""
SEVERAL = -1
NEXT_BITS = 31
"""Sound `s` is one of them only where bit `s % 31` is set."""

_Flags = NDArray[np.bool_]


class States(NamedTuple):
    """The states of all segments, read forward and then, numbered on, read backward."""

    character: Ints
    sounds: Ints
    """(states, `READINGS`): the folded sounds of the character, once each; -1 for none."""
    forward: _Flags
    is_first: _Flags
    is_end: _Flags
    segment: Longs
    edits: Ints
    """The most that may be looked for in the segment."""
    homophones: Ints
    """The most that may be acceptable in it."""
    edges: Longs
    """(edges, 2): from where to where, in order."""
    first_edge: Longs
    """(states + 1,)."""


def number_states(keys: Sequence[tuple[Automaton, bool]], alphabet: Alphabet) -> States:
    """The states of segments, each with whether it is to be heard without edits."""
    automata = [automaton for automaton, _ in keys]
    sizes = [len(automaton.chars) for automaton in automata]
    segment = np.tile(np.repeat(np.arange(len(keys)), sizes), 2)
    edits = np.array([0 if firm else allowed_edits(each.longest) for each, firm in keys], np.int32)
    homophones = np.array([most_homophones(each.longest, 0) for each in automata], np.int32)
    first = _flags(sizes, [automaton.first for automaton in automata])
    last = _flags(sizes, [automaton.last for automaton in automata])
    character = alphabet.numbers(2 * "".join(automaton.chars for automaton in automata))
    sounds, edges = _sounds(character, alphabet), _edges(sizes, automata)
    return States(
        character=character,
        sounds=sounds,
        forward=np.repeat((True, False), sum(sizes)),
        is_first=np.concatenate([first, last]),
        is_end=np.concatenate([last, first]),
        segment=segment,
        edits=edits[segment],
        homophones=homophones[segment],
        edges=edges,
        first_edge=np.searchsorted(edges[:, 0], np.arange(len(segment) + 1)),
    )


class Edges(NamedTuple):
    """The edges of all states in order, in two tables because one of them is looked at most."""

    sounds: Shorts
    """(edges, 3)."""
    edges: Ints
    """(edges, 5)."""


def compile_edges(states: States, alphabet: Alphabet) -> Edges:
    """What is heard on each edge, and where it leads."""
    after = states.edges[:, 1]
    known = alphabet.known.characters[states.character[after]]
    sounds, edges = np.empty((len(after), 3), np.int16), np.empty((len(after), 5), np.int32)
    several = (states.sounds[after, 1:] >= 0).any(axis=1)
    beyond = states.sounds[after, 0] > np.iinfo(np.int16).max
    sounds[:, SOUND] = np.where(several | beyond, SEVERAL, states.sounds[after, 0])
    sounds[:, CLOSE] = known[:, NEAR]
    sounds[:, LIGHT] = known[:, FLAGS] & IS_LIGHT > 0
    edges[:, CHARACTER] = states.character[after]
    edges[:, IS_END] = states.is_end[after]
    edges[:, NEXT] = sounds_after(states, NEXT_BITS)[after]
    edges[:, FIRST_EDGE] = states.first_edge[after]
    edges[:, END_EDGE] = states.first_edge[after + 1]
    return Edges(sounds, edges)


def _edges(sizes: Sequence[int], automata: Sequence[Automaton]) -> Longs:
    ends = [list(chain.from_iterable(automaton.edges)) for automaton in automata]
    forward = _numbers(sizes, ends).reshape(-1, 2)
    backward = forward[np.lexsort((forward[:, 0], forward[:, 1]))][:, ::-1]
    return np.concatenate([forward, backward + sum(sizes)])


def _sounds(character: Ints, alphabet: Alphabet) -> Ints:
    columns = [FOLDED + reading * READING_WIDTH for reading in range(READINGS)]
    sounds = alphabet.known.characters[character][:, columns]
    for reading in range(1, READINGS):
        repeated = sounds[:, :reading] == sounds[:, reading, None]
        sounds[repeated.any(axis=1), reading] = -1
    return sounds


def sounds_after(states: States, bits: int) -> Longs:
    """By state, the sounds of all that may follow: sound `s` as bit `s % bits`."""
    sounds = states.sounds[states.edges[:, 1]].astype(np.int64)
    marks = np.where(sounds >= 0, 1 << sounds % bits, 0)
    after = np.zeros(len(states.character), np.int64)
    np.bitwise_or.at(after, states.edges[:, 0], np.bitwise_or.reduce(marks, axis=1))
    return after


def _numbers(sizes: Sequence[int], states: Sequence[Sequence[int]]) -> Longs:
    """States of each automaton by their numbers among those of all."""
    counts = list(map(len, states))
    joined: Longs = np.fromiter(chain.from_iterable(states), np.int64, sum(counts))
    joined += np.repeat(np.cumsum([0, *sizes])[:-1], counts)
    return joined


def _flags(sizes: Sequence[int], states: Sequence[Collection[int]]) -> _Flags:
    flags = np.zeros(sum(sizes), np.bool_)
    flags[_numbers(sizes, [list(each) for each in states])] = True
    return flags
