"""Room for a search to work in, and more of it when a text needs more."""

from typing import NamedTuple

import numpy as np

from qa.language.search.alphabet import Bytes, Characters, Ints, Texts
from qa.language.search.kernel import DONE, SIZE, search
from qa.language.search.vocabulary import Vocabulary

_ROOM = 1024
"""Paths, occurrences and hits to begin with."""


class _Room(NamedTuple):
    """Room for what is found in one text."""

    paths: Ints
    kept: Ints
    segments: Ints
    chains: Ints
    reached: Bytes
    noted: Ints
    phrases: Ints
    order: Ints


def find(texts: Texts, known: Characters, vocabulary: Vocabulary) -> Ints:
    """The best hits in texts, a row each (`qa.language.search.choosing`), in order of texts."""
    longest = int(np.diff(texts.starts).max(initial=0))
    heard, fluent = (np.zeros((longest + 2, 7), np.int32) for _ in range(2))
    tally = np.zeros(6, np.int32)
    size = _ROOM
    chosen = np.empty((size, 7), np.int32)
    room = _room(size, vocabulary)
    while not search(
        *texts, *known, *vocabulary.openings, vocabulary.edges, *vocabulary.ways,
        heard, fluent, *room, chosen, tally,
    ):  # fmt: skip
        tally[:DONE] = 0
        size *= 2
        room = _room(size, vocabulary)
        chosen = np.concatenate([chosen, np.empty_like(chosen)])
    return chosen[: tally[SIZE]]


def _room(size: int, vocabulary: Vocabulary) -> _Room:
    rows = vocabulary.most_steps + 1
    return _Room(
        paths=np.empty((size, 11), np.int32),
        kept=np.empty((size, 6), np.int32),
        segments=np.full((len(vocabulary.ways.first_ways), 2), -1, np.int32),
        chains=np.empty((rows, 6), np.int32),
        reached=np.empty((rows, vocabulary.most_between + 1), np.uint8),
        noted=np.empty((size, 6), np.int32),
        phrases=np.full((vocabulary.phrases, 2), -1, np.int32),
        order=np.empty(size, np.int32),
    )
