"""Many phrases found in many texts: the loop over the texts (compiled)."""

from collections.abc import Callable
from typing import NamedTuple

from qa.language.search.alphabet import Characters, Ints, Texts
from qa.language.search.automata import Edges
from qa.language.search.beginning import find_singles, open_paths
from qa.language.search.choosing import Hits, choose, discard, spans
from qa.language.search.compiled import compiled, fingerprint, kept
from qa.language.search.joining import Chains, join_all
from qa.language.search.occurrences import Occurrences, forget
from qa.language.search.openings import Openings
from qa.language.search.reading import find_superfluous, read, read_fluently
from qa.language.search.vocabulary import Ways
from qa.language.search.walking import follow_paths

SEARCHED, SIZE = range(2)
"""How many texts are searched, and how many hits are chosen in them: columns of `Chosen.counts`."""


class Chosen(NamedTuple):
    """The hits found so far."""

    hits: Ints
    """(hits, 7) (`qa.language.search.choosing`), in order of texts."""
    counts: Ints
    """(2,)."""


Search = Callable[
    [Texts, Characters, Openings, Edges, Ways, Ints, Ints, Ints, Occurrences, Chains, Hits, Chosen],
    bool,
]


@compiled
def _note_all(
    heard: Ints, length: int, known: Characters, openings: Openings, edges: Edges, ways: Ways,
    paths: Ints, found: Occurrences, chains: Chains, hits: Hits,
) -> bool:  # fmt: skip
    """Note every hit in what was heard; False when there is no room."""
    forget(found)
    if not find_singles(heard, length, openings, found):
        return False
    top = open_paths(heard, length, known, openings, paths, found)
    if top < 0 or not follow_paths(heard, length, known, edges, paths, top, found):
        return False
    return join_all(heard, length, known, ways, found, chains, hits)


def _kept(sources: str) -> Search:
    """The search, with the sources that its machine code is made of in its closure."""

    @kept
    def search(
        texts: Texts, known: Characters, openings: Openings, edges: Edges, ways: Ways,
        heard: Ints, fluent: Ints, paths: Ints, found: Occurrences, chains: Chains, hits: Hits,
        chosen: Chosen,
    ) -> bool:  # fmt: skip
        """Choose the hits of the texts not yet searched; False when there is no room.

        Hesitations are content in one place and fillers in another: texts are searched with
        and without.
        """
        sources  # noqa: B018
        for text in range(chosen.counts[SEARCHED], len(texts.starts) - 1):
            begin, end = texts.starts[text], texts.starts[text + 1]
            length = read(texts.characters, begin, end, known, heard)
            hesitant = find_superfluous(heard, length, known)
            if not _note_all(
                heard, length, known, openings, edges, ways, paths, found, chains, hits
            ):
                return False
            if hesitant:
                length = read_fluently(heard, length, known, fluent)
                find_superfluous(fluent, length, known)
                if not _note_all(
                    fluent, length, known, openings, edges, ways, paths, found, chains, hits
                ):
                    return False
            size = chosen.counts[SIZE]
            if texts.seams[text] == 0 or spans(hits, texts.seams[text]):
                size = choose(hits, text, chosen.hits, size)
            else:
                discard(hits)
            if size < 0:
                return False
            chosen.counts[SEARCHED], chosen.counts[SIZE] = text + 1, size
        return True

    return search


search = _kept(fingerprint())
