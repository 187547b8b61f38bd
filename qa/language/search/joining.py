"""Segments put together to phrases, over what may stand between them (compiled)."""

from typing import NamedTuple

from qa.language.search import occurrences, vocabulary
from qa.language.search.alphabet import Bytes, Characters, Ints
from qa.language.search.between import may_follow, reach
from qa.language.search.choosing import Hits, note
from qa.language.search.compiled import compiled, inlined
from qa.language.search.occurrences import (
    EDITS,
    END,
    FOUND,
    HOMOPHONES,
    LATEST,
    OCCURRING,
    START,
    SYLLABLES,
    Occurrences,
)
from qa.language.search.vocabulary import MAX_DIGITS, NO_SEGMENT, Ways

TO_TRY = 5
"""Column of a chain after `SYLLABLES`: the occurrence that may follow next, or -1."""


class Chains(NamedTuple):
    """Room for the way that is being tried."""

    sums: Ints
    """(steps + 1, 6): row `n` is about the first `n` segments."""
    reached: Bytes
    """(steps + 2, characters + 1): 1 where what follows them may begin, from their end on; the
    last row is spare."""


@compiled
def join_all(
    heard: Ints, length: int, known: Characters, ways: Ways, found: Occurrences, chains: Chains,
    hits: Hits,
) -> bool:  # fmt: skip
    """Note every way to say a phrase that was heard; False when there is no room."""
    for row in range(found.counts[OCCURRING]):
        segment = found.segments[row, FOUND]
        for way in range(ways.first_ways[segment], ways.first_ways[segment + 1]):
            if _may_be_said(way, ways, found) and not _join(
                way, heard, length, known, ways, found, chains, hits
            ):
                return False
    return True


@inlined
def _may_be_said(way: int, ways: Ways, found: Occurrences) -> bool:
    """Whether all segments of a way occur."""
    first, last = ways.ways[way, vocabulary.STEPS], ways.ways[way + 1, vocabulary.STEPS]
    for step in range(first, last):
        segment = ways.steps[step, vocabulary.SEGMENT]
        if segment != NO_SEGMENT and found.segments[segment, LATEST] < 0:
            return False
    return True


@compiled
def _join(
    way: int, heard: Ints, length: int, known: Characters, ways: Ways, found: Occurrences,
    chains: Chains, hits: Hits,
) -> bool:  # fmt: skip
    """Note every chain of a way's segments; False when there is no room for a hit."""
    first, last = ways.ways[way, vocabulary.STEPS], ways.ways[way + 1, vocabulary.STEPS]
    sums = chains.sums
    sums[0, TO_TRY] = found.segments[ways.steps[first, vocabulary.SEGMENT], LATEST]
    done = 0
    while done >= 0:
        at = sums[done, TO_TRY]
        if at < 0:
            done -= 1
            continue
        sums[done, TO_TRY] = found.kept[at, occurrences.EARLIER]
        start = found.kept[at, START]
        if done and not may_follow(start, sums[done, END], heard, chains.reached, done):
            continue
        _add(sums, done, found.kept, at)
        step = first + done + 1
        if step == last:
            if not note(hits, ways, way, heard, sums, done + 1):
                return False
            continue
        done += 1
        reach(chains.reached, done, heard, sums[done, END], length, ways, step, known)
        segment = ways.steps[step, vocabulary.SEGMENT]
        sums[done, TO_TRY] = -1 if segment == NO_SEGMENT else found.segments[segment, LATEST]
        if segment == NO_SEGMENT and not _stretch(way, heard, length, ways, chains, done, hits):
            return False
    return True


@inlined
def _add(sums: Ints, row: int, kept: Ints, at: int) -> None:
    """Write the chain with one more occurrence."""
    begun, after = row > 0, row + 1
    sums[after, START] = sums[row, START] if begun else kept[at, START]
    sums[after, END] = kept[at, END]
    sums[after, EDITS] = kept[at, EDITS] + begun * sums[row, EDITS]
    sums[after, HOMOPHONES] = kept[at, HOMOPHONES] + begun * sums[row, HOMOPHONES]
    sums[after, SYLLABLES] = kept[at, SYLLABLES] + begun * sums[row, SYLLABLES]


@compiled
def _stretch(
    way: int, heard: Ints, length: int, ways: Ways, chains: Chains, done: int, hits: Hits
) -> bool:
    """Note a chain with every number that may follow it at its end."""
    start = chains.sums[done, END]
    for end in range(start + 1, min(start + MAX_DIGITS, length) + 1):
        if may_follow(end, start, heard, chains.reached, done):
            chains.sums[done, END] = end
            if not note(hits, ways, way, heard, chains.sums, done):
                return False
    return True
