"""Many phrases found in many texts: the loop over the texts (compiled)."""

from collections.abc import Callable

from qa.language.search.alphabet import Bytes, Ints, Longs
from qa.language.search.choosing import choose
from qa.language.search.compiled import compiled, fingerprint, kept
from qa.language.search.joining import join_all
from qa.language.search.occurrences import forget
from qa.language.search.reading import find_superfluous, read, read_fluently
from qa.language.search.walking import find_singles, follow_paths, open_paths

DONE, SIZE = range(4, 6)
"""How many texts are searched, and how many hits are chosen in them: the last rows of the tally."""


@compiled
def _note_all(
    heard: Ints, length: int, characters: Ints, near: Bytes, slots: Ints,
    groups: Ints, openings: Ints, expected: Longs, first_singles: Ints, singles: Ints, edges: Ints,
    first_ways: Ints, ways: Ints, steps: Ints, parts: Ints, paths: Ints, kept: Ints,
    segments: Ints, chains: Ints, reached: Bytes, noted: Ints, phrases: Ints, tally: Ints,
) -> bool:  # fmt: skip
    """Note every hit in what was heard; False when there is no room."""
    forget(segments, tally)
    if not find_singles(heard, length, first_singles, singles, kept, segments, tally):
        return False
    top = open_paths(heard, length, characters, slots, groups, openings, expected, paths)
    if top < 0 or not follow_paths(
        heard, length, characters, near, edges, paths, top, kept, segments, tally
    ):
        return False
    return join_all(
        heard, length, characters, first_ways, ways, steps, parts, kept, segments, chains,
        reached, noted, phrases, tally,
    )  # fmt: skip


def _kept(sources: str) -> Callable[..., bool]:
    """The search, with the sources that its machine code is made of in its closure."""

    @kept
    def search(
        texts: Ints, starts: Longs, characters: Ints, near: Bytes, hesitations: Ints,
        slots: Ints, groups: Ints, openings: Ints, expected: Longs, first_singles: Ints,
        singles: Ints, edges: Ints, first_ways: Ints, ways: Ints, steps: Ints,
        parts: Ints, heard: Ints, fluent: Ints, paths: Ints, kept: Ints, segments: Ints,
        chains: Ints, reached: Bytes, noted: Ints, phrases: Ints, order: Ints, chosen: Ints,
        tally: Ints,
    ) -> bool:  # fmt: skip
        """Choose the hits of the texts that are not `DONE`; False when there is no room.

        Hesitations are content in one place and fillers in another: texts are searched with
        and without.
        """
        sources  # noqa: B018
        for text in range(tally[DONE], len(starts) - 1):
            length = read(texts, starts[text], starts[text + 1], characters, heard)
            hesitant = find_superfluous(heard, length, characters)
            if not _note_all(
                heard, length, characters, near, slots, groups, openings, expected,
                first_singles, singles, edges, first_ways, ways, steps, parts, paths, kept,
                segments, chains, reached, noted, phrases, tally,
            ):  # fmt: skip
                return False
            if hesitant:
                length = read_fluently(heard, length, hesitations, fluent)
                find_superfluous(fluent, length, characters)
                if not _note_all(
                    fluent, length, characters, near, slots, groups, openings, expected,
                    first_singles, singles, edges, first_ways, ways, steps, parts, paths, kept,
                    segments, chains, reached, noted, phrases, tally,
                ):  # fmt: skip
                    return False
            size = choose(noted, phrases, tally, order, text, chosen, tally[SIZE])
            if size < 0:
                return False
            tally[DONE], tally[SIZE] = text + 1, size
        return True

    return search


search = _kept(fingerprint())
