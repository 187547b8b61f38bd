"""How alike two characters sound (compiled)."""

from qa.language.search import alphabet
from qa.language.search.alphabet import READING_WIDTH, READINGS, Characters
from qa.language.search.compiled import compiled


@compiled
def unlikeness(said: int, heard: int, known: Characters) -> int:
    """0–4: how unlike two characters of the same sound are; negative when the sound differs."""
    if said == heard:
        return 0
    rows = known.characters
    best = -1
    for columns in range(0, READINGS * READING_WIDTH, READING_WIDTH):
        if rows[said, columns + alphabet.FOLDED] == rows[heard, alphabet.FOLDED]:
            if rows[said, columns + alphabet.TONED] == rows[heard, alphabet.TONED]:
                return 1
            if rows[said, columns + alphabet.PLAIN] == rows[heard, alphabet.PLAIN]:
                best = 3
            elif best < 0:
                best = 4
    return best


@compiled
def is_near(said: int, heard: int, known: Characters) -> bool:
    """Whether a sound, by its row in `near`, is close to any reading of a character."""
    for columns in range(0, READINGS * READING_WIDTH, READING_WIDTH):
        column = known.characters[said, columns + alphabet.NEAR]
        if column >= 0 and known.near[heard, column]:
            return True
    return False
