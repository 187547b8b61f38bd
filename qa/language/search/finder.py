"""Room for a search to work in, and more of it when a text needs more."""

import numpy as np

from qa.language.search.alphabet import Characters, Ints, Texts
from qa.language.search.choosing import Hits
from qa.language.search.joining import Chains
from qa.language.search.kernel import SIZE, Chosen, search
from qa.language.search.occurrences import Occurrences
from qa.language.search.vocabulary import Vocabulary

_ROOM = 1024
"""Paths, occurrences and hits to begin with."""


def find(texts: Texts, known: Characters, vocabulary: Vocabulary) -> Ints:
    """The best hits in texts, a row each (`qa.language.search.choosing`), in order of texts."""
    longest = int(np.diff(texts.starts).max(initial=0))
    heard, fluent = (np.zeros((longest + 2, 7), np.int32) for _ in range(2))
    size = _ROOM
    chosen = Chosen(np.empty((size, 7), np.int32), np.zeros(2, np.int32))
    openings, edges, ways = vocabulary.openings, vocabulary.edges, vocabulary.ways
    room = _room(size, vocabulary)
    while not search(texts, known, openings, edges, ways, heard, fluent, *room, chosen):
        size *= 2
        room = _room(size, vocabulary)
        more = np.empty_like(chosen.hits)
        chosen = chosen._replace(hits=np.concatenate([chosen.hits, more]))
    return chosen.hits[: chosen.counts[SIZE]]


def _room(size: int, vocabulary: Vocabulary) -> tuple[Ints, Occurrences, Chains, Hits]:
    """Room for the paths, occurrences, chains and hits of one text."""
    segments, rows = len(vocabulary.ways.first_ways), vocabulary.most_steps + 1
    return (
        np.empty((size, 10), np.int32),
        Occurrences(
            np.empty((size, 6), np.int32),
            np.full((segments, 2), -1, np.int32),
            np.zeros(2, np.int32),
        ),
        Chains(
            np.empty((rows, 6), np.int32),
            np.empty((rows + 1, vocabulary.most_between + 1), np.uint8),
        ),
        Hits(
            np.empty((size, 6), np.int32),
            np.full((vocabulary.phrases, 2), -1, np.int32),
            np.empty(size, np.int32),
            np.zeros(2, np.int32),
        ),
    )
