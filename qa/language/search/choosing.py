"""Hits of phrases, and of those that overlap the best (compiled)."""

from qa.language.search.alphabet import Ints
from qa.language.search.compiled import compiled
from qa.language.search.occurrences import EDITS, END, HOMOPHONES, LATEST, START, SYLLABLES
from qa.language.search.reading import PLACE

EXACT, QUALITY, EARLIER = range(3, 6)
"""Columns of a hit after `START`, `END` and `EDITS`: whether it is exact, its quality in
thousandths, and the hit of the same phrase noted before it, or -1."""
PHRASE, TEXT = range(5, 7)
"""Columns of a chosen hit after `QUALITY`."""
SAID = 1
"""Column of a table by phrase after `LATEST`: the phrases that are said, one after the other."""
NOTED, SAYING = range(2, 4)
"""How many hits are noted, and how many phrases are said: rows of a tally."""

_EDIT_LOSS = 0.8
"""Quality lost by an edited syllable."""
_HOMOPHONE_LOSS = 0.04
"""Quality lost by a syllable of which only the sound is right, at most four times that."""


@compiled
def note(
    phrase: int, by_characters: int, heard: Ints, chains: Ints, row: int, noted: Ints,
    phrases: Ints, tally: Ints,
) -> bool:  # fmt: skip
    """Note a chain as a hit; False when there is no room."""
    edits, homophones = chains[row, EDITS], chains[row, HOMOPHONES]
    exact = edits == 0 and homophones == 0
    if by_characters and not exact:
        return True
    hit = tally[NOTED]
    if hit == len(noted):
        return False
    tally[NOTED] += 1
    if phrases[phrase, LATEST] < 0:
        phrases[tally[SAYING], SAID] = phrase
        tally[SAYING] += 1
    noted[hit, START] = heard[chains[row, START], PLACE]
    noted[hit, END] = heard[chains[row, END] - 1, PLACE] + 1
    noted[hit, EDITS], noted[hit, EXACT] = edits, exact
    noted[hit, QUALITY] = thousandths(edits, homophones, chains[row, SYLLABLES])
    noted[hit, EARLIER] = phrases[phrase, LATEST]
    phrases[phrase, LATEST] = hit
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
def choose(
    noted: Ints, phrases: Ints, tally: Ints, order: Ints, text: int, chosen: Ints, size: int
) -> int:
    """Append the best hits of every phrase, in order, to the first `size` of `chosen`.

    Of overlapping hits the best is kept, then the longest, then the first, then the one with
    fewer edits. Gives the new size, or a negative one when there is no room.
    """
    if size + tally[NOTED] > len(chosen):
        return -1
    for row in range(tally[SAYING]):
        phrase = phrases[row, SAID]
        begin = size
        for place in range(_sort(noted, phrases[phrase, LATEST], order)):
            size = _insert(chosen, begin, size, noted, order[place])
        for place in range(begin, size):
            chosen[place, PHRASE], chosen[place, TEXT] = phrase, text
        phrases[phrase, LATEST] = -1
    tally[NOTED] = tally[SAYING] = 0
    return size


@compiled
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
        return noted[hit, QUALITY] > noted[other, QUALITY]
    size = noted[hit, END] - noted[hit, START]
    other_size = noted[other, END] - noted[other, START]
    if size != other_size:
        return size > other_size
    if noted[hit, START] != noted[other, START]:
        return noted[hit, START] < noted[other, START]
    return noted[hit, EDITS] < noted[other, EDITS]


@compiled
def _insert(chosen: Ints, begin: int, size: int, noted: Ints, hit: int) -> int:
    """Put a hit at its place among those from `begin` on, unless it overlaps one; the new size."""
    place = size
    while place > begin and chosen[place - 1, START] >= noted[hit, END]:
        place -= 1
    if place > begin and chosen[place - 1, END] > noted[hit, START]:
        return size
    for row in range(size, place, -1):
        for column in range(EARLIER):
            chosen[row, column] = chosen[row - 1, column]
    for column in range(EARLIER):
        chosen[place, column] = noted[hit, column]
    return size + 1
