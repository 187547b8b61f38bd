"""How alike two characters sound, one character at a time.

Readings here do not depend on the word, so a transcript of any length is encoded by one table
look-up a character. Where a character has several readings, a phrase accepts each of them.
"""

from dataclasses import dataclass
from functools import cache

from pypinyin import Style, pinyin

from qa.language.pinyin import fold

NEGATIONS = frozenset("不没未无别非勿甭莫")
"""Characters that turn a meaning round: no tolerance may lose or gain one."""

_ALIKE = {"您": "ni2"}
"""Recognisers write 你 and 您 for each other at will."""

_OTHER_READINGS = {
    "行": ("hang2",),
    "长": ("chang2",),
    "重": ("chong2",),
    "还": ("huan2",),
    "得": ("dei3",),
    "了": ("liao3",),
    "都": ("du1",),
    "调": ("tiao2",),
    "差": ("cha1", "chai1"),
    "着": ("zhao2", "zhao1"),
    "会": ("kuai4",),
    "乐": ("yue4",),
    "为": ("wei2",),
    "处": ("chu3",),
    "数": ("shu3",),
    "便": ("pian2",),
    "觉": ("jiao4",),
    "率": ("shuai4",),
    "么": ("ma5",),
    "没": ("mo4",),
    "大": ("dai4",),
    "给": ("ji3",),
    "应": ("ying4",),
    "当": ("dang4",),
    "只": ("zhi1",),
    "发": ("fa4",),
    "好": ("hao4",),
}
"""Characters with more than one reading that matter on a hotline. Transcripts are read by the
most common reading; a phrase accepts each, because its author knows which word is meant."""

_INITIALS = ("b p", "d t", "g k h", "f h", "n l r", "j q x", "z c s", "j z", "q c", "x s", "y r")
_FINALS = (
    "an en ai ei", "in en i", "ian in ie", "ao ou uo o u", "e uo o a", "uan un", "ui ei uai",
    "uan uai", "iao iu", "ia ian", "ie ve ue", "a an ao", "e en", "i ei", "u iu v", "ian i",
)  # fmt: skip
_PALATAL = ("j", "q", "x", "y")
"""After these, u is ü, which is heard as i."""
_BEGINNINGS = "bpmfdtnlgkhjqxzcsryw"


@dataclass(frozen=True, slots=True)
class Sound:
    """One syllable in three grains, finest first; all three are the character itself where it
    is not Chinese."""

    toned: str
    """Pinyin with its tone number: `gong1`."""
    plain: str
    """Without the tone: `gong`."""
    folded: str
    """Without what telephone and accent blur (`qa.language.pinyin.fold`)."""


def sound(toned: str) -> Sound:
    """The three grains of a syllable written like `gong1`."""
    plain = toned.rstrip("12345")
    return Sound(toned, plain, fold(plain)) if plain else Sound(toned, toned, toned)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@cache
def sound_of(char: str) -> Sound:
    """The most common reading of one character, whatever its neighbours."""
    if char in _ALIKE:
        return sound(_ALIKE[char])
    if not _is_han(char):
        return Sound(char, char, char)
    return sound(pinyin(char, style=Style.TONE3, errors="default")[0][0])


@cache
def sounds_of(char: str) -> tuple[Sound, ...]:
    """Every reading that a character of a phrase may have, the most common one first."""
    others = (sound(reading) for reading in _OTHER_READINGS.get(char, ()))
    return sound_of(char), *others


@cache
def near(folded: str) -> frozenset[str]:
    """Folded syllables that a recogniser easily hears instead: one part equal, the other close.

    Initials are close that share their place of articulation, finals that share their main
    vowel or its neighbour; these are where Mandarin recognition errors concentrate.
    """
    initial = folded[:1] if folded[:1] in _BEGINNINGS else ""
    final = folded[len(initial) :]
    others = {other + final for other in _company(initial, _INITIALS)}
    others |= {initial + other for other in _company(final, _FINALS)}
    if initial in _PALATAL and final in "iu":
        others |= {initial + "i", initial + "u"}
    return frozenset(others - {folded})


def _company(part: str, groups: tuple[str, ...]) -> set[str]:
    return {other for group in groups if part in group.split() for other in group.split()}


_FIRST_CODE = 0xE000
_numbers: dict[str, int] = {}


def code_of(folded: str) -> str:
    """One private-use character that stands for a folded syllable."""
    return chr(_FIRST_CODE + _numbers.setdefault(folded, len(_numbers)))


class _Codes(dict[int, str]):
    """Character → code of its folded sound, filled as characters are met."""

    def __missing__(self, codepoint: int) -> str:
        self[codepoint] = code_of(sound_of(chr(codepoint)).folded)
        return self[codepoint]


_codes = _Codes()


def encode(text: str) -> str:
    """The text by folded sound, one code a character, for look-ups in tables."""
    return text.translate(_codes)
