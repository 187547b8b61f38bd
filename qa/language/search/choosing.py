"""Hits of phrases, and of those that overlap the best (compiled)."""

from typing import NamedTuple

from qa.language.search import reading, vocabulary
from qa.language.search.alphabet import Ints
from qa.language.search.compiled import compiled, inlined
from qa.language.search.occurrences import EDITS, END, HOMOPHONES, LATEST, START, SYLLABLES
from qa.language.search.vocabulary import Ways

EXACT, QUALITY, EARLIER = range(3, 6)
"""Columns of a hit after `START`, `END` and `EDITS`: whether it is exact, its quality in
thousandths, and the hit of the same phrase noted before it, or -1."""
PHRASE, TEXT = range(5, 7)
"""Columns of a chosen hit after `QUALITY`."""
SAID = 1
"""Column of a table by phrase after `LATEST`: the phrases that are said, one after the other."""
NOTED, SAYING = range(2)
"""How many hits are noted, and how many phrases are said: columns of a count."""

_EDIT_LOSS = 0.8
"""Quality lost by an edited syllable."""
_HOMOPHONE_LOSS = 0.04
"""Quality lost by a syllable of which only the sound is right, at most four times that."""


class Hits(NamedTuple):
    """Room for those of all phrases in one text."""

    noted: Ints
    """(hits, 6)."""
    phrases: Ints
    """(phrases, 2)."""
    order: Ints
    """(hits,), for sorting those of one phrase."""
    counts: Ints
    """(2,)."""


@compiled
def note(hits: Hits, ways: Ways, way: int, heard: Ints, sums: Ints, row: int) -> bool:
    """Note a chain of segments as a hit; False when there is no room."""
    edits, homophones = sums[row, EDITS], sums[row, HOMOPHONES]
    exact = edits == 0 and homophones == 0
    if ways.ways[way, vocabulary.BY_CHARACTERS] and not exact:
        return True
    noted, hit = hits.noted, hits.counts[NOTED]
    if hit == len(noted):
        return False
    hits.counts[NOTED] += 1
    phrase = ways.ways[way, vocabulary.PHRASE]
    if hits.phrases[phrase, LATEST] < 0:
        hits.phrases[hits.counts[SAYING], SAID] = phrase
        hits.counts[SAYING] += 1
    noted[hit, START] = heard[sums[row, START], reading.PLACE]
    noted[hit, END] = heard[sums[row, END] - 1, reading.PLACE] + 1
    noted[hit, EDITS], noted[hit, EXACT] = edits, exact
    noted[hit, QUALITY] = thousandths(edits, homophones, sums[row, SYLLABLES])
    noted[hit, EARLIER] = hits.phrases[phrase, LATEST]
    hits.phrases[phrase, LATEST] = hit
    return True


@compiled
def thousandths(edits: int, homophones: int, syllables: int) -> int:
    """The quality times 1000, rounded as `round` rounds the quality to three digits."""
    quality = 1 - (_EDIT_LOSS * edits + _HOMOPHONE_LOSS * homophones) / syllables
    # What is acceptable has a quality over ½: a whole number of 2⁻⁵³, so that this is exact.
    exact = int(quality * 2.0**53) * 1000
    whole, rest = exact >> 53, exact & (2**53 - 1)
    return whole + (rest > 2**52 or (rest == 2**52 and whole % 2 == 1))


@compiled
def choose(hits: Hits, text: int, chosen: Ints, size: int) -> int:
    """Append the best hits of every phrase, in order, to the first `size` of `chosen`.

    Of overlapping hits the best is kept, then the longest, then the first, then the one with
    fewer edits. Gives the new size, or a negative one when there is no room.
    """
    if size + hits.counts[NOTED] > len(chosen):
        return -1
    for row in range(hits.counts[SAYING]):
        phrase = hits.phrases[row, SAID]
        begin = size
        for place in range(_sort(hits.noted, hits.phrases[phrase, LATEST], hits.order)):
            size = _insert(chosen, begin, size, hits.noted, hits.order[place])
        for place in range(begin, size):
            chosen[place, PHRASE], chosen[place, TEXT] = phrase, text
        hits.phrases[phrase, LATEST] = -1
    hits.counts[NOTED] = hits.counts[SAYING] = 0
    return size


@compiled
def spans(hits: Hits, seam: int) -> bool:
    """Whether one of the noted hits lies across a place."""
    for hit in range(hits.counts[NOTED]):
        if hits.noted[hit, START] < seam < hits.noted[hit, END]:
            return True
    return False


@compiled
def discard(hits: Hits) -> None:
    """Choose none of the noted hits."""
    for row in range(hits.counts[SAYING]):
        hits.phrases[hits.phrases[row, SAID], LATEST] = -1
    hits.counts[NOTED] = hits.counts[SAYING] = 0


@inlined
def _sort(noted: Ints, latest: int, order: Ints) -> int:
    """Bring the hits of a phrase into order, the best first; gives their number."""
    count = 0
    while latest >= 0:
        place = count
        while place and _better(noted, latest, order[place - 1]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = latest
        count += 1
        latest = noted[latest, EARLIER]
    return count


@compiled
def _better(noted: Ints, hit: int, other: int) -> bool:
    if noted[hit, QUALITY] != noted[other, QUALITY]:
        return bool(noted[hit, QUALITY] > noted[other, QUALITY])
    size = noted[hit, END] - noted[hit, START]
    other_size = noted[other, END] - noted[other, START]
    if size != other_size:
        return bool(size > other_size)
    if noted[hit, START] != noted[other, START]:
        return bool(noted[hit, START] < noted[other, START])
    return bool(noted[hit, EDITS] < noted[other, EDITS])


@inlined
def _insert(chosen: Ints, begin: int, size: int, noted: Ints, hit: int) -> int:
    """Put a hit at its place among those from `begin` on, unless it overlaps one; the new size."""
    place = size
    while place > begin and chosen[place - 1, START] >= noted[hit, END]:
        place -= 1
    if place > begin and chosen[place - 1, END] > noted[hit, START]:
        return size
    for row in range(size, place, -1):
        for column in range(PHRASE):
            chosen[row, column] = chosen[row - 1, column]
    for column in range(PHRASE):
        chosen[place, column] = noted[hit, column]
    return size + 1
