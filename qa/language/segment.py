"""Segments: stretches without gaps, found many at a time and in spite of errors.

A segment is a small automaton (Glushkov's: one state a character), so that alternatives cost
nothing but their characters. What may differ between it and what was said:

- *homophones*: another character of the same sound. Same tone counts 1, another tone 3, the
  same only after folding (zh/z, -ng/-n …) 4.
- *edits*: a near sound (initial or final equal, the other close); a light syllable (的 了 就
  给 …) or a repeated one too many; a light one too few, though not the first or last. No edit
  loses or gains a negation or a digit, and the first two or the last two syllables have to be
  free of edits.

and how much of it, by the number of syllables:

    1     the character itself
    2     homophones up to 1: 公号 for 工号, but not 号反 for 好烦
    3     homophones up to 3: 大个分 for 打个分
    4–6   homophones up to three a syllable; one edit, and with it homophones up to three less
          than syllables
    7–    likewise with two edits

Short segments are that strict because any two syllables are the sound of some words, and any
three are near it. Another sound altogether is never an edit, because it makes another word:
我要投资 is one character from 我要投诉, and 我要开户 from 我要销户. Across a punctuation mark two
syllables are never taken together, and three only if they are the very characters.
"""

from qa.language.sounds import NEGATIONS

LIGHT = frozenset("的地得了个就也都还把给在这那吗吧嘛")
"""Syllables so light that recognisers lose and invent them."""

_SHORT = (0, 0, 1, 3)
"""Homophones allowed in up to three syllables."""


def allowed_edits(syllables: int) -> int:
    """How many edits a segment of so many syllables may hold."""
    return 0 if syllables < 4 else 1 if syllables < 7 else 2


def most_homophones(syllables: int, edits: int) -> int:
    """How many homophones are acceptable beside so many edits; negative when not even none."""
    most = allowed_edits(syllables)
    if not most:
        return -1 if edits else _SHORT[syllables]
    if edits < most:
        return 3 * syllables
    return syllables - 3 if edits == most else -1


def pliable(char: str) -> bool:
    """Whether an edit may touch a character: Chinese, and not a negation."""
    return char not in NEGATIONS and "\u3400" <= char <= "\u9fff"
