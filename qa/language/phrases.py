"""Find many phrases in a text at once, by characters and by sound, in spite of errors.

Phrases are templates (`qa.language.template`); their segments are found together and then joined
over the gaps between them, by compiled loops over arrays (`qa.language.search`). A hit names the
phrase, where it stands in the original text, and how well it was heard.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from qa.language.automaton import ways_to_say
from qa.language.search.alphabet import alphabet
from qa.language.search.vocabulary import compile_vocabulary


class Hit(NamedTuple):
    """A phrase found in a text: `text[start:end]`."""

    start: int
    end: int
    phrase: str
    """As authored."""
    exact: bool
    """Found by characters; otherwise by sound."""
    edits: int
    """Syllables too many, too few or other than the phrase's."""
    quality: float
    """1 for the same characters, falling with homophones and edits."""


class PhraseIndex:
    """Many phrases, searched together.

    Raises:
        qa.language.template.TemplateError: one of them is malformed.
    """

    def __init__(self, phrases: Iterable[str], firm: Collection[str] = ()) -> None:
        """`firm` names the phrases in which no edits are looked for, only homophones."""
        self._phrases = tuple(dict.fromkeys(phrases))
        self._vocabulary = compile_vocabulary(self._phrases, firm, alphabet())

    def search(self, text: str) -> Mapping[str, tuple[Hit, ...]]:
        """Phrase → its hits, in order and not overlapping each other; the best at each place."""
        return self.search_many((text,))[0]

    def search_many(
        self, texts: Sequence[str], seams: Sequence[int] | None = None
    ) -> Sequence[Mapping[str, tuple[Hit, ...]]]:
        """What `search` finds in each text, at a fraction of the time a text.

        `seams` tells where in each text the second of two begins, 0 in a single one. Over a seam
        everything is found if anything lies across it, and else nothing.

        The first search of a process loads the compiled loops, or compiles them.
        """
        from qa.language.search.finder import find

        found: list[dict[str, tuple[Hit, ...]]] = [{} for _ in texts]
        numbered = alphabet().texts(texts, seams or [0] * len(texts))
        rows = find(numbered, alphabet().known, self._vocabulary)
        if not len(rows):
            return found
        starts, ends, edits, exact, thousandths, phrases, places = rows.T.tolist()
        names = [self._phrases[phrase] for phrase in phrases]
        hits = zip(
            starts,
            ends,
            names,
            map(bool, exact),
            edits,
            [n / 1000 for n in thousandths],
            strict=True,
        )
        for place, name, hit in zip(places, names, map(Hit._make, hits), strict=True):
            at = found[place]
            at[name] = (*at[name], hit) if name in at else (hit,)
        return found


def check_phrase(phrase: str) -> None:
    """Nothing, if a phrase can be searched for.

    Raises:
        qa.language.template.TemplateError: it is malformed or too large.
    """
    ways_to_say(phrase)
