"""Segments put together to phrases, over what may stand between them (compiled)."""

from qa.language.search import occurrences, reading
from qa.language.search.alphabet import FLAGS, IS_ARABIC, IS_DIGIT, IS_NEGATION, Bytes, Ints
from qa.language.search.choosing import note
from qa.language.search.compiled import compiled
from qa.language.search.occurrences import (
    EDITS,
    END,
    FOUND,
    HOMOPHONES,
    LATEST,
    OCCURRING,
    START,
    SYLLABLES,
)  # fmt: skip
from qa.language.search.reading import BREAKS
from qa.language.search.vocabulary import (
    ANYTHING,
    BY_CHARACTERS,
    KIND,
    LEAST,
    MAX_DIGITS,
    MOST,
    NO_NEGATION,
    NO_SEGMENT,
    NUMBER,
    PARTS,
    PHRASE,
    SEGMENT,
    STEPS,
)  # fmt: skip

TO_TRY = 5
"""Column of a chain after `SYLLABLES`: the occurrence that may follow next, or -1. Row `n` of the
chains is about the first `n` segments of the way that is being tried."""


@compiled
def join_all(
    heard: Ints, length: int, characters: Ints, first_ways: Ints, ways: Ints, steps: Ints,
    parts: Ints, kept: Ints, segments: Ints, chains: Ints, reached: Bytes, noted: Ints,
    phrases: Ints, tally: Ints,
) -> bool:  # fmt: skip
    """Note every way to say a phrase that was heard; False when there is no room."""
    for row in range(tally[OCCURRING]):
        segment = segments[row, FOUND]
        for way in range(first_ways[segment], first_ways[segment + 1]):
            if _may_be_said(way, ways, steps, segments) and not _join(
                way, ways, steps, parts, heard, length, characters, kept, segments, chains,
                reached, noted, phrases, tally,
            ):  # fmt: skip
                return False
    return True


@compiled
def _may_be_said(way: int, ways: Ints, steps: Ints, segments: Ints) -> bool:
    """Whether all segments of a way occur."""
    for step in range(ways[way, STEPS], ways[way + 1, STEPS]):
        segment = steps[step, SEGMENT]
        if segment != NO_SEGMENT and segments[segment, LATEST] < 0:
            return False
    return True


@compiled
def _join(
    way: int, ways: Ints, steps: Ints, parts: Ints, heard: Ints, length: int, characters: Ints,
    kept: Ints, segments: Ints, chains: Ints, reached: Bytes, noted: Ints, phrases: Ints,
    tally: Ints,
) -> bool:  # fmt: skip
    """Note every chain of a way's segments; False when there is no room for a hit.

    `reached` has a row for each of `chains`: 1 where what follows may begin, from the end on.
    """
    first, last = ways[way, STEPS], ways[way + 1, STEPS]
    phrase, by_characters = ways[way, PHRASE], ways[way, BY_CHARACTERS]
    chains[0, TO_TRY] = segments[steps[first, SEGMENT], LATEST]
    done = 0
    while done >= 0:
        at = chains[done, TO_TRY]
        if at < 0:
            done -= 1
            continue
        chains[done, TO_TRY] = kept[at, occurrences.EARLIER]
        if done and not _follows(kept[at, START], chains[done, END], heard, reached, done):
            continue
        _add(chains, done, kept, at)
        step = first + done + 1
        if step == last:
            if not note(phrase, by_characters, heard, chains, done + 1, noted, phrases, tally):
                return False
            continue
        done += 1
        start = chains[done, END]
        _reach(reached, done, heard, start, length, steps, step, parts, characters)
        if steps[step, SEGMENT] != NO_SEGMENT:
            chains[done, TO_TRY] = segments[steps[step, SEGMENT], LATEST]
            continue
        chains[done, TO_TRY] = -1
        for end in range(start + 1, min(start + MAX_DIGITS, length) + 1):
            if _follows(end, start, heard, reached, done):
                chains[done, END] = end
                if not note(phrase, by_characters, heard, chains, done, noted, phrases, tally):
                    return False
    return True


@compiled
def _follows(start: int, end: int, heard: Ints, reached: Bytes, row: int) -> bool:
    """Whether something at `start` may follow what ends at `end`."""
    size = start - end
    if size < 0 or size >= reached.shape[1] or not reached[row, size]:
        return False
    return size == 0 or heard[start + 1, BREAKS] == heard[end, BREAKS]


@compiled
def _add(chains: Ints, row: int, kept: Ints, at: int) -> None:
    """Write the chain with one more occurrence."""
    begun, after = row > 0, row + 1
    chains[after, START] = chains[row, START] if begun else kept[at, START]
    chains[after, END] = kept[at, END]
    chains[after, EDITS] = kept[at, EDITS] + begun * chains[row, EDITS]
    chains[after, HOMOPHONES] = kept[at, HOMOPHONES] + begun * chains[row, HOMOPHONES]
    chains[after, SYLLABLES] = kept[at, SYLLABLES] + begun * chains[row, SYLLABLES]


@compiled
def _reach(
    reached: Bytes, row: int, heard: Ints, start: int, length: int, steps: Ints, step: int,
    parts: Ints, characters: Ints,
) -> None:  # fmt: skip
    """Mark how many characters from `start` on the parts before a step may be."""
    for size in range(reached.shape[1]):
        reached[row, size] = size == 0
    for part in range(steps[step, PARTS], steps[step + 1, PARTS]):
        # From the longest down: what a size is reached from is not yet overwritten.
        for size in range(min(reached.shape[1] - 1, length - start), -1, -1):
            reached[row, size] = _spans(reached, row, heard, start, size, parts, part, characters)


@compiled
def _spans(
    reached: Bytes, row: int, heard: Ints, start: int, size: int, parts: Ints, part: int,
    characters: Ints,
) -> bool:  # fmt: skip
    """Whether a part leads to a size from one that was reached before it."""
    for span in range(min(parts[part, MOST], size) + 1):
        if span >= parts[part, LEAST] and reached[row, size - span]:
            return True
        if span < size:
            character = heard[start + size - span - 1, reading.CHARACTER]
            if not _passes(parts[part, KIND], characters[character, FLAGS]):
                return False
    return False


@compiled
def _passes(kind: int, flags: int) -> bool:
    """Whether a character may belong to a part."""
    if kind == ANYTHING:
        return True
    if kind == NO_NEGATION:
        return flags & IS_NEGATION == 0
    return flags & (IS_DIGIT if kind == NUMBER else IS_ARABIC) != 0
