"""How text sounds: toneless pinyin, one syllable a character.

Recognisers confuse characters far more often than sounds: on real Mandarin with the base
weights 16.5 % of the characters are wrong, but 5.4 % of the syllables. So phrases are
searched, and homophones repaired, by sound.
"""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_INITIALS = {"zh": "z", "ch": "c", "sh": "s"}
_FINALS = {"ang": "an", "eng": "en", "ing": "in"}


@lru_cache(maxsize=65_536)
def syllables(text: str) -> tuple[str, ...]:
    """One entry a character: its toneless pinyin, or the character itself in lower case.

    Readings depend on the word that a character stands in (银行 yin hang, 行动 xing dong).
    """
    sounds = lazy_pinyin(text, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    return tuple(sound.lower() for sound in sounds)


@lru_cache(maxsize=4_096)
def fold(syllable: str) -> str:
    """The syllable with the distinctions removed that telephone and accent blur.

    zh/z, ch/c, sh/s; -ang/-an, -eng/-en, -ing/-in: the mergers of southern Mandarin, and the
    ones that a 3.4 kHz band makes hardest to hear.
    """
    for initial, plain in _INITIALS.items():
        if syllable.startswith(initial):
            syllable = plain + syllable[len(initial) :]
    for final, plain in _FINALS.items():
        if syllable.endswith(final):
            return syllable[: -len(final)] + plain
    return syllable
